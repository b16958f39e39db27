/** The visible parts of the thread, px from the left of the pane, and the height at which it runs. */
export interface Threads {
  readonly y: number
  readonly end: number
  readonly parts: readonly (readonly [number, number])[]
}

interface Rect {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The selection's ring is this far outside the Pod. */
const ring = 6

/** A level line from a box to the right edge of the pane, left out where other boxes lie in its way; null when it cannot be seen. */
export function threadLine(own: Rect, others: Iterable<Rect>, pane: Rect): Threads | null {
  const y = (own.top + own.bottom) / 2
  if (y < pane.top || y > pane.bottom || own.right + ring > pane.right || own.right < pane.left) return null
  const inWay = [...others]
    .filter((box) => box.top - 2 < y && box.bottom + 2 > y && box.left > own.left && box.left < pane.right)
    .sort((a, b) => a.left - b.left)
  const parts: (readonly [number, number])[] = []
  let from = own.right + ring
  for (const box of inWay) {
    if (box.left - 3 > from) parts.push([from - pane.left, box.left - 3 - pane.left])
    from = Math.max(from, box.right + 3)
  }
  if (from < pane.right) parts.push([from - pane.left, pane.right - pane.left])
  return { y: y - pane.top, end: pane.right - pane.left, parts }
}
