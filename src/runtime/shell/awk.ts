import { regexOf, split, tests, type Effort } from './regex/regex'

/** Terms that are printed for one unit of effort. */
const TERMS_PER_EFFORT = 256

/** `/pattern/ { print $1, $NF }` with one rule, as scripts of containers have it. Throws RegexError. */
export function awk(program: string, text: string, separator: string | undefined, effort: Effort | undefined): string {
  const { pattern, condition, body } = ruleOf(program.trim())
  const expression = pattern === undefined ? undefined : regexOf([pattern.replaceAll('\\/', '/')], 'awk')
  const row = /^NR\s*==\s*(\d+)$/.exec(condition ?? '')?.[1]
  const between =
    separator === undefined || separator === ' ' ? undefined : separator.length === 1 ? separator : regexOf([separator], 'awk')
  const fieldsOf = (line: string) =>
    between === undefined
      ? line.trim().split(/\s+/)
      : typeof between === 'string'
        ? line.split(between)
        : split(between, line, effort)
  const [, how, what = ''] = /^(printf|print)?\s*([^]*)$/.exec(body ?? 'print') ?? []
  const lists = (how === 'printf' ? [what] : listed(what)).map((list) => list.match(/"(?:[^"\\]|\\[^])*(?:"|\\?$)|\$?\w+/g) ?? [])
  const count = lists.reduce((sum, list) => sum + list.length, lists.length)
  let out = ''
  for (const [i, line] of (text === '' ? [] : text.replace(/\n$/, '').split('\n')).entries()) {
    if ((expression && !tests(expression, line, effort)) || (row !== undefined && Number(row) !== i + 1)) continue
    if (effort && (effort.left -= count / TERMS_PER_EFFORT) < 0) break
    const fields = fieldsOf(line)
    const value = (name: string) => {
      if (/^".*"$/s.test(name)) return name.slice(1, -1).replace(/\\n/g, '\n').replace(/\\t/g, '\t')
      if (name === 'NR') return String(i + 1)
      if (name === 'NF') return String(fields.length)
      if (name === '$0') return line
      if (name === '$NF') return fields.at(-1) ?? ''
      return /^\$\d+$/.test(name) ? (fields[Number(name.slice(1)) - 1] ?? '') : ''
    }
    const values = lists.map((list) => list.map(value).join(''))
    if (how === 'printf') out += values[0]!.replace(/%s|%d/g, '')
    else out += `${what.trim() === '' ? line : values.join(' ')}\n`
  }
  return out
}

/** Takes a rule apart without going back and forth in it; of what is none nothing is known. */
function ruleOf(rule: string): { readonly pattern?: string | undefined; readonly condition?: string; readonly body?: string } {
  const [whole = '', pattern] = /^\/((?:[^/\\]|\\[^])*)\//.exec(rule) ?? []
  const rest = rule.slice(whole.length)
  const open = rest.indexOf('{')
  const condition = (open < 0 ? rest : rest.slice(0, open)).trim()
  if (open >= 0 && !rest.endsWith('}')) return {}
  // What follows a pattern would have to be understood.
  if (pattern !== undefined && condition !== '') return {}
  return {
    pattern,
    condition,
    ...(open >= 0 && {
      body: rest
        .slice(open + 1, -1)
        .trim()
        .replace(/;$/, ''),
    }),
  }
}

/** What stands between commas that are in no quotes. */
function listed(what: string): string[] {
  const parts: string[] = []
  let from = 0
  let quoted = false
  for (let i = 0; i < what.length; i++) {
    if (quoted && what[i] === '\\') i++
    else if (what[i] === '"') quoted = !quoted
    else if (what[i] === ',' && !quoted) {
      parts.push(what.slice(from, i))
      from = i + 1
    }
  }
  return [...parts, what.slice(from)]
}
