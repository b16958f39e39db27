import { UsageError } from './shell'
import { pathOf, type Path } from './jsonPathParser'

type Values = readonly unknown[]

/**
 * kubectl's JSONPath: text with `{.a.b[0].c}`, `{.items[*].metadata.name}`, `{.metadata.labels.a\.b}`, `{..name}`,
 * `{.items[?(@.status.phase=="Running")].metadata.name}`, slices, unions, quoted text, and `{range .items[*]}...{end}`. Objects print as
 * JSON with sorted keys, several values with blanks between. Throws UsageError for what it does not know. Upstream: client-go/util/jsonpath.
 */
export function jsonPath(template: string, value: unknown, between = ' '): string {
  const parts = split(template.replace(/^'(.*)'$/s, '$1'))
  const { text, next } = render(parts, 0, value, { root: value, between })
  if (next < parts.length) throw wrong('end', 'not in range')
  return text
}

/** What all parts of a template share. */
interface Around {
  readonly root: unknown
  /** Between several values. */
  readonly between: string
}

interface Part {
  readonly isExpression: boolean
  readonly text: string
}

/** Text and braces, in turn. Quotes may hold braces. */
function split(template: string): Part[] {
  const parts: Part[] = []
  for (const [whole, inner] of template.matchAll(/\{((?:"[^"]*"|'[^']*'|[^{}"'])*)\}|[^{]+|\{/g)) {
    if (whole === '{') throw wrong(template, 'unclosed action')
    parts.push(inner === undefined ? { isExpression: false, text: whole } : { isExpression: true, text: inner.trim() })
  }
  return parts
}

/** The text of the parts up to `{end}` or to the last. */
function render(parts: readonly Part[], from: number, value: unknown, around: Around): { text: string; next: number } {
  let text = ''
  let i = from
  while (i < parts.length) {
    const { isExpression, text: words } = parts[i]!
    if (!isExpression) text += words
    else if (words === 'end') return { text, next: i }
    else if (words.startsWith('range')) {
      const found = valuesAt(pathOf(words.slice('range'.length).trim()), [value], around.root)
      const bodies = found.map((one) => render(parts, i + 1, one, around))
      // Without a value the body is gone through all the same, to find its end.
      const end = (bodies[0] ?? render(parts, i + 1, undefined, around)).next
      if (end >= parts.length) throw wrong(words, 'unterminated range')
      text += bodies.map((body) => body.text).join('')
      i = end
    } else
      text += words
        .split(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/)
        .map((word) => printed(word, value, around))
        .join('')
    i++
  }
  return { text, next: i }
}

function printed(expression: string, value: unknown, { root, between }: Around): string {
  const quoted = /^(["'])(.*)\1$/s.exec(expression)
  if (quoted) return quoted[2]!.replaceAll('\\n', '\n').replaceAll('\\t', '\t')
  return valuesAt(pathOf(expression), [value], root).map(asText).join(between)
}

const asText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(sorted(value)) : String(value))

/** Keys in order, as Go prints maps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

/** What a path leads to; what is not there is left out. */
function valuesAt(path: Path, from: Values, root: unknown): Values {
  return path.reduce<Values>((found, step) => {
    switch (step.kind) {
      case 'root':
        return [root]
      case 'field':
        return found.flatMap((one) => field(one, step.name))
      case 'all':
        return found.flatMap(items)
      case 'deep':
        return found.flatMap(everything)
      case 'indexes':
        return found.flatMap((one) => step.indexes.flatMap((index) => at(one, index)))
      case 'slice':
        return found.flatMap((one) => (Array.isArray(one) ? sliced(one, step.first, step.end, step.step) : []))
      case 'filter':
        return found.flatMap(items).filter((one) => holds(step, one, root))
    }
  }, from)
}

function field(value: unknown, name: string): Values {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return []
  const next = (value as Record<string, unknown>)[name]
  return next === undefined || next === null ? [] : [next]
}

const items = (value: unknown): Values =>
  typeof value === 'object' && value !== null ? Object.values(value as Record<string, unknown>) : []

const everything = (value: unknown): Values => [value, ...items(value).flatMap(everything)]

function at(value: unknown, index: number): Values {
  if (!Array.isArray(value)) return []
  const found: unknown = value.at(index)
  return found === undefined ? [] : [found]
}

function sliced(list: Values, first: number, end: number, step: number): Values {
  const from = first < 0 ? list.length + first : first
  const to = end < 0 ? list.length + end : Math.min(end, list.length)
  return list.filter((_, i) => i >= from && i < to && (i - from) % step === 0)
}

function holds({ left, operator, right }: Extract<Path[number], { kind: 'filter' }>, one: unknown, root: unknown): boolean {
  const side = (of: Path | { readonly value: unknown }): unknown => ('value' in of ? of.value : valuesAt(of, [one], root)[0])
  const a = side(left)
  if (!operator || !right) return a !== undefined
  const b = side(right)
  if (operator === '==') return a === b
  if (operator === '!=') return a !== b
  if (a === undefined || b === undefined || typeof a !== typeof b) return false
  const [x, y] = [a as number, b as number]
  return operator === '<' ? x < y : operator === '>' ? x > y : operator === '<=' ? x <= y : x >= y
}

const wrong = (path: string, why: string) => new UsageError(`error: error parsing jsonpath {${path}}, ${why}`)
