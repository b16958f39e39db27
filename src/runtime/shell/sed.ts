import { RegexError, regexOf, replaced, tests, type Effort, type Match, type Regex } from './regex/regex'

interface Rule {
  readonly from: Address | undefined
  readonly to: Address | undefined
  readonly not: boolean
  readonly command: string
  readonly expression?: Regex
  readonly everywhere?: boolean
  readonly text: string
  /** What comes instead of a match: texts, and numbers of captures. */
  readonly instead?: readonly (string | number)[]
  readonly prints: boolean
}
type Address = number | '$' | Regex

/** What a sed script makes of a text: `s`, `d`, `p`, `q`, `a`, `i`, `c` and `y`-less; what it does not know it leaves out. Throws RegexError. */
export function sedScript(
  script: string,
  { silent, extended, effort }: { readonly silent: boolean; readonly extended: boolean; readonly effort?: Effort | undefined },
): (text: string) => string {
  const rules = parse(script, extended)
  return (text) => {
    const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
    const open = new Set<Rule>()
    let out = ''
    for (const [i, whole] of lines.entries()) {
      let line: string | undefined = whole
      let after = ''
      let quits = false
      for (const rule of rules) {
        if (line === undefined || applies(rule, line, i, lines.length, open, effort) === rule.not) continue
        if (rule.command === 's') {
          const next: string = replaced(
            rule.expression!,
            line,
            (match) => filled(rule.instead!, match),
            rule.everywhere === true,
            effort,
          )
          if (rule.prints && next !== line) out += `${next}\n`
          line = next
        } else if (rule.command === 'd') line = undefined
        else if (rule.command === 'p') out += `${line}\n`
        else if (rule.command === 'i') out += `${rule.text}\n`
        else if (rule.command === 'a') after += `${rule.text}\n`
        else if (rule.command === 'c') [line, after] = [undefined, `${rule.text}\n`]
        else if (rule.command === 'q') quits = true
      }
      if (line !== undefined && !silent) out += `${line}\n`
      out += after
      if (quits) break
    }
    return text !== '' && !text.endsWith('\n') ? out.replace(/\n$/, '') : out
  }
}

function applies(rule: Rule, line: string, i: number, count: number, open: Set<Rule>, effort: Effort | undefined): boolean {
  const meets = (address: Address) =>
    address === '$' ? i === count - 1 : typeof address === 'number' ? i + 1 === address : tests(address, line, effort)
  if (rule.from === undefined) return true
  if (rule.to === undefined) return meets(rule.from)
  if (open.has(rule)) {
    if (meets(rule.to)) open.delete(rule)
    return true
  }
  if (!meets(rule.from)) return false
  if (!meets(rule.to)) open.add(rule)
  return true
}

function parse(script: string, extended: boolean): readonly Rule[] {
  const rules: Rule[] = []
  let at = 0
  const expression = (pattern: string, end: number, folds: boolean): Regex => {
    try {
      return regexOf([controlled(pattern)], extended ? 'extended' : 'basic', { folds })
    } catch (error) {
      throw error instanceof RegexError ? complaint(end, error.message) : error
    }
  }
  const address = (): Address | undefined => {
    const number = /^\d+/.exec(script.slice(at, at + 12))?.[0]
    if (number) return ((at += number.length), Number(number))
    if (script[at] === '$') return (at++, '$')
    if (script[at] !== '/') return undefined
    const [pattern, next] = until(script, at + 1, '/')
    at = next
    return expression(pattern, next, false)
  }
  while (at < script.length) {
    if (/[\s;{}]/.test(script[at]!)) {
      at++
      continue
    }
    const from = address()
    let to: Address | undefined
    if (script[at] === ',') {
      at++
      to = address()
    }
    while (script[at] === ' ') at++
    const not = script[at] === '!'
    if (not) at++
    const command = script[at++] ?? ''
    if (command === 's') {
      const mark = script[at] ?? '/'
      const [pattern, middle] = until(script, at + 1, mark)
      const [text, end] = until(script, middle, mark)
      const flags = /^[gpiIe0-9]*/.exec(script.slice(end))![0]
      at = end + flags.length
      const regex = expression(pattern, at, /i/i.test(flags))
      const instead = replacement(text)
      const unknown = instead.find((part) => typeof part === 'number' && part > regex.groups)
      if (unknown !== undefined) throw complaint(at, `invalid reference \\${unknown} on \`s' command's RHS`)
      const [everywhere, prints] = [flags.includes('g'), flags.includes('p')]
      rules.push({ from, to, not, command, expression: regex, everywhere, text, instead, prints })
    } else {
      const rest = /^[aic]$/.test(command) ? /^[^\n]*/.exec(script.slice(at))![0] : ''
      at += rest.length
      rules.push({ from, to, not, command, text: rest.replace(/^\s*\\?\s*/, ''), prints: false })
    }
  }
  return rules
}

/** The text up to an unescaped mark, and where it goes on. */
function until(script: string, start: number, mark: string): [string, number] {
  let text = ''
  let at = start
  for (; at < script.length && script[at] !== mark; at++) {
    if (script[at] === '\\' && script[at + 1] === mark) at++
    else if (script[at] === '\\') text += script[at++]
    text += script[at] ?? ''
  }
  return [text, at + 1]
}

const complaint = (end: number, why: string) => new RegexError(`-e expression #1, char ${end}: ${why}`)

/** sed reads `\n` and `\t` before anybody else does. */
const controlled = (pattern: string) =>
  pattern.replace(/\\([^])/g, (whole, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : whole))

/** `&` and `\1` as numbers of captures between the texts around them. */
function replacement(text: string): readonly (string | number)[] {
  const parts: (string | number)[] = []
  for (const [whole, escaped] of text.matchAll(/\\([^])|&|[^\\&]+|\\$/g)) {
    if (whole === '&') parts.push(0)
    else if (escaped === undefined) parts.push(whole)
    else if (/\d/.test(escaped)) parts.push(Number(escaped))
    else parts.push(escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped)
  }
  return parts
}

const filled = (parts: readonly (string | number)[], { groups }: Match) =>
  parts.map((part) => (typeof part === 'number' ? (groups[part] ?? '') : part)).join('')
