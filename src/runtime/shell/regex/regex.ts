import { parseGlob } from './glob'
import { all, any, at, either, keep, repeat, text as plain, type Node } from './node'
import { parsePattern, type Flavour } from './parse'
import { programOf, type Program } from './program'
import { search, type Effort, type Match } from './search'

export { RegexError } from './node'
export type { Flavour } from './parse'
export type { Effort, Match, Search } from './search'
export { search } from './search'

/**
 * A pattern that anybody may have written, ready for use. It takes time in proportion to its own length times that of the text, whatever is
 * written in it: so there are no back references and no looking around, and in a text too long to keep count of it finds nothing.
 */
export type Regex = Program

/** How a pattern is to be read besides its flavour. */
export interface Reading {
  /** Letters are the same in both cases. */
  readonly folds?: boolean
  /** It must be a `word` for itself, or the whole `line`. */
  readonly spans?: 'word' | 'line' | undefined
}

/** Any of several patterns; `fixed`: nothing in them is special. Throws RegexError with what the tool says of a pattern that is none. */
export function regexOf(patterns: readonly string[], flavour: Flavour | 'fixed', { folds = false, spans }: Reading = {}): Regex {
  let groups = 0
  const nodes = patterns.map((pattern): Node => {
    if (flavour === 'fixed') return plain(pattern)
    const parsed = parsePattern(pattern, flavour)
    // Who asks for captures gives one pattern.
    groups = Math.max(groups, parsed.groups)
    return parsed.node
  })
  const node = either(nodes)
  if (spans === 'line') return programOf(all([at('start'), node, at('end')]), groups, folds)
  return programOf(spans === 'word' ? all([at('afterNoWord'), node, at('beforeNoWord')]) : node, groups, folds)
}

/** Which part of a text a pattern of the shell is to fit. */
export type Part = 'whole' | 'anywhere' | 'shortestStart' | 'longestStart' | 'shortestEnd' | 'longestEnd'

/** A pattern of the shell. Of the shortest end, what was found begins behind the rest, which is as long as can be. Throws RegexError when too long. */
export function globOf(pattern: string, part: Part): Regex {
  const node = parseGlob(pattern, part === 'shortestStart')
  if (part === 'anywhere') return programOf(node, 0, false)
  const parts = part === 'longestEnd' || part === 'shortestEnd' ? [] : [at('start')]
  if (part === 'shortestEnd') parts.push(at('start'), repeat(any, 0, Infinity), keep)
  parts.push(node)
  if (part === 'whole' || part === 'shortestEnd' || part === 'longestEnd') parts.push(at('end'))
  return programOf(all(parts), 0, false)
}

/** The first match, or the first that begins at a position or behind it. */
export const find = (regex: Regex, text: string, effort?: Effort, from = 0): Match | undefined =>
  search(regex, text, effort).next(from)

/** Is there a match? */
export const tests = (regex: Regex, text: string, effort?: Effort): boolean => find(regex, text, effort) !== undefined

/** All matches, which do not overlap; as in sed none that is empty follows another at once. */
export function findAll(regex: Regex, text: string, effort?: Effort): readonly Match[] {
  const found: Match[] = []
  const { next } = search(regex, text, effort)
  let last = -1
  for (let from = 0; from <= text.length;) {
    const match = next(from)
    if (!match) break
    if (match.end > match.index || match.index !== last) found.push(match)
    last = match.end
    from = match.end > match.index ? match.end : match.end + 1
  }
  return found
}

/** Characters that a replacement makes at most: nobody keeps as many, and what is more is left as it was. */
const MOST_MADE = 4 * 1024 * 1024

/** The text with what was found replaced: the first, or all. */
export function replaced(regex: Regex, text: string, by: (match: Match) => string, everywhere: boolean, effort?: Effort): string {
  const first = everywhere ? undefined : find(regex, text, effort)
  let out = ''
  let from = 0
  for (const match of everywhere ? findAll(regex, text, effort) : first ? [first] : []) {
    out += text.slice(from, match.index) + by(match)
    from = match.end
    if (out.length > MOST_MADE) break
  }
  return out + text.slice(from)
}

/** What lies between the matches that are not empty. */
export function split(regex: Regex, text: string, effort?: Effort): readonly string[] {
  const parts: string[] = []
  let from = 0
  for (const { index, end } of findAll(regex, text, effort)) {
    if (end === index) continue
    parts.push(text.slice(from, index))
    from = end
  }
  parts.push(text.slice(from))
  return parts
}
