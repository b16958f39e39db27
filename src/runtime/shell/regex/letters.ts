import { RegexError, type Letters } from './node'

const spansOf = (text: string): readonly number[] => text.split('').map((c) => c.charCodeAt(0))

const digit = spansOf('09')
const space = spansOf('\t\r  ')
const word = spansOf('09AZ__az')

/** `[:name:]`. */
const classes: Readonly<Record<string, readonly number[]>> = {
  space,
  digit,
  blank: spansOf('\t\t  '),
  alpha: spansOf('AZaz'),
  alnum: spansOf('09AZaz'),
  upper: spansOf('AZ'),
  lower: spansOf('az'),
  punct: spansOf('!/:@[`{~'),
  xdigit: spansOf('09AFaf'),
  cntrl: [0, 31, 127, 127],
  print: spansOf(' ~'),
  graph: spansOf('!~'),
}

const LAST = 0xffff

/** All characters but these; the spans must be in order. */
function others(spans: readonly number[]): number[] {
  const out: number[] = []
  let from = 0
  for (let i = 0; i < spans.length; i += 2) {
    if (spans[i]! > from) out.push(from, spans[i]! - 1)
    from = spans[i + 1]! + 1
  }
  if (from <= LAST) out.push(from, LAST)
  return out
}

/** Spans in order, joined where they touch, so that a look-up may halve. */
function ordered(spans: readonly number[]): number[] {
  const pairs: (readonly [number, number])[] = []
  for (let i = 0; i < spans.length; i += 2) pairs.push([spans[i]!, spans[i + 1]!])
  pairs.sort(([a, b], [c, d]) => a - c || b - d)
  const out: number[] = []
  for (const [from, to] of pairs) {
    if (out.length && from <= out.at(-1)! + 1) out[out.length - 1] = Math.max(out.at(-1)!, to)
    else out.push(from, to)
  }
  return out
}

/** `\w`, `\S` and their like. */
export function classOf(name: string): Letters | undefined {
  const spans = { w: word, s: space, d: digit }[name.toLowerCase()]
  return spans && { spans, not: name < 'a' }
}

/** What `\n` and its like stand for. */
export const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07', 0: '\0' }

/** How brackets are read: does a backslash mean something in them (POSIX: no), and does `!` turn them around? */
export interface Brackets {
  readonly escapes: 'none' | 'plain' | 'all'
  readonly bang: boolean
}

/** Reads `[...]` from behind its opening bracket; where it goes on. Undefined when it is never closed. */
export function bracket(
  source: string,
  start: number,
  how: Brackets,
): { readonly letters: Letters; readonly next: number } | undefined {
  let at = start
  const not = source[at] === '^' || (how.bang && source[at] === '!')
  if (not) at++
  const first = at
  const spans: number[] = []
  /** One member: the code of a character, or what a class holds. */
  const member = (): number | readonly number[] | undefined => {
    const named = /^\[([:.=])(.*?)\1\]/s.exec(source[at] === '[' ? source.slice(at, at + 24) : '')
    if (named) {
      const [whole, kind, name = ''] = named
      at += whole.length
      if (kind !== ':') {
        if (name.length !== 1) throw new RegexError('Invalid collation character')
        return name.charCodeAt(0)
      }
      if (!Object.hasOwn(classes, name)) throw new RegexError('Invalid character class name')
      return classes[name]
    }
    if (source[at] === '\\' && how.escapes !== 'none' && at + 1 < source.length) {
      const c = source[at + 1]!
      at += 2
      const known = how.escapes === 'all' ? classOf(c) : undefined
      if (known) return known.not ? others(known.spans) : known.spans
      return (how.escapes === 'all' && Object.hasOwn(controls, c) ? controls[c]! : c).charCodeAt(0)
    }
    return at < source.length ? source.charCodeAt(at++) : undefined
  }
  while (source[at] !== ']' || at === first) {
    const from = member()
    if (from === undefined) return undefined
    if (typeof from !== 'number') {
      for (const code of from) spans.push(code)
      continue
    }
    let to = from
    if (source[at] === '-' && at + 1 < source.length && source[at + 1] !== ']') {
      at++
      const last = member()
      if (typeof last !== 'number' || last < from) throw new RegexError('Invalid range end')
      to = last
    }
    spans.push(from, to)
  }
  return { letters: { spans: ordered(spans), not }, next: at + 1 }
}

const within = (spans: readonly number[], code: number): boolean => {
  let low = 0
  let high = spans.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if (code > spans[middle * 2 + 1]!) low = middle + 1
    else high = middle
  }
  return low * 2 < spans.length && code >= spans[low * 2]!
}

/** Is the character one of these? `folds`: whichever its case. */
export function holds({ spans, not }: Letters, code: number, folds: boolean): boolean {
  if (within(spans, code)) return !not
  if (!folds) return not
  const c = String.fromCharCode(code)
  return (within(spans, c.toLowerCase().charCodeAt(0)) || within(spans, c.toUpperCase().charCodeAt(0))) !== not
}

/** Is it part of a word, as `\w` has it? */
export const isWord = (code: number): boolean => within(word, code)
