import { globOf, RegexError, replaced, tests, type Effort, type Part, type Regex } from './regex/regex'

/** Patterns that scripts come back to, those that mean nothing too. */
const cache = new Map<string, Regex | undefined>()
const MOST_KEPT = 500
const LONGEST_KEPT = 200

/** Does the text fit a pattern of the shell as a whole? */
export function fits(text: string, pattern: string, effort?: Effort): boolean {
  if (!/[*?[\\]/.test(pattern)) return text === pattern
  let found = cache.get(pattern)
  if (!found && !cache.has(pattern)) {
    found = glob(pattern, 'whole')
    if (cache.size >= MOST_KEPT) cache.clear()
    if (pattern.length <= LONGEST_KEPT) cache.set(pattern, found)
  }
  return found !== undefined && tests(found, text, effort)
}

/** The text with the part that fits a pattern replaced; `everywhere`: all such parts. */
export function swapped(
  text: string,
  pattern: string,
  part: Part,
  by: () => string,
  everywhere: boolean,
  effort?: Effort,
): string {
  const found = glob(pattern, part)
  return found ? replaced(found, text, by, everywhere, effort) : text
}

/** A pattern that is too long matches nothing. */
function glob(pattern: string, part: Part): Regex | undefined {
  try {
    return globOf(pattern, part)
  } catch (error) {
    if (error instanceof RegexError) return undefined
    throw error
  }
}
