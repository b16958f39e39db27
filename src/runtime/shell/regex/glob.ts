import { bracket } from './letters'
import { all, any, letter, one, RegexError, repeat, type Node } from './node'

/** A pattern of the shell: `*`, `?`, `[...]`, and a backslash before what stands for itself. `lazy`: `*` takes as little as it can. */
export function parseGlob(source: string, lazy = false): Node {
  const parts: Node[] = []
  let closes = true
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!
    const set = c === '[' && closes ? setAt(source, i + 1) : undefined
    // Where one is never closed, those behind it are not either.
    if (c === '[' && !set) closes = false
    if (set) {
      parts.push(one(set.letters))
      i = set.next - 1
    } else if (c === '*') {
      // Several are as good as one.
      while (source[i + 1] === '*') i++
      parts.push(repeat(any, 0, Infinity, lazy))
    } else if (c === '?') parts.push(any)
    else if (c === '\\' && i + 1 < source.length) parts.push(letter(source[++i]!))
    else parts.push(letter(c))
  }
  return all(parts)
}

/** Brackets that mean nothing match nothing. */
function setAt(source: string, start: number): ReturnType<typeof bracket> {
  try {
    return bracket(source, start, { escapes: 'plain', bang: true })
  } catch (error) {
    if (!(error instanceof RegexError)) throw error
    return { letters: { spans: [], not: false }, next: source.indexOf(']', start + 1) + 1 || source.length }
  }
}
