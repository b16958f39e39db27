import type { GutterMark } from '../editor/editorHandle'

/** Longer changes than this are marked as one block, because nobody compares them line by line. */
const most = 1200

/**
 * Lines of `now` that are not in `before`: added, or modified where they stand in for a line that is gone. By the longest common
 * subsequence of what lies between the equal beginning and the equal end.
 */
export function changedLines(before: string, now: string): GutterMark[] {
  if (before === now) return []
  const a = before.split('\n')
  const b = now.split('\n')
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const old = a.slice(start, a.length - end)
  const fresh = b.slice(start, b.length - end)
  const kept = old.length * fresh.length > most * most ? [] : commonLines(old, fresh)
  const marks: GutterMark[] = []
  let from = 0
  let oldFrom = 0
  for (const [i, j] of [...kept, [old.length, fresh.length] as const]) {
    for (let line = from; line < j; line++)
      marks.push({ line: start + line + 1, kind: line - from < i - oldFrom ? 'mod' : 'add' })
    from = j + 1
    oldFrom = i + 1
  }
  return marks
}

/** Pairs of equal lines of the longest common subsequence, in order. */
function commonLines(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const width = b.length + 1
  const length = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const down = length[(i + 1) * width + j]!
      const right = length[i * width + j + 1]!
      length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1]! + 1 : Math.max(down, right)
    }
  }
  const pairs: (readonly [number, number])[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i++
    else j++
  }
  return pairs
}
