/** The stretch of time that the lanes show, and where it lies, px. */
export interface TimeScale {
  readonly from: number
  readonly span: number
  readonly left: number
  readonly width: number
}

export const xOf = (scale: TimeScale, at: number): number => scale.left + ((at - scale.from) / scale.span) * scale.width
export const timeAt = (scale: TimeScale, x: number): number => scale.from + ((x - scale.left) / scale.width) * scale.span

/** What is shown before anybody zooms, ms. */
export const usualSpan = 70_000
const shortest = 2_000
const longest = 24 * 3_600_000
/** Share of the lanes that lies in the past when the play head moves on. */
const pastShare = 0.72

/** Where the window begins so that now lies at its usual place; the start of time never leaves the left edge to the right. */
export const followedFrom = (now: number, span: number): number => Math.max(0, now - span * pastShare)

export const zoomedSpan = (span: number, factor: number): number => Math.min(longest, Math.max(shortest, span * factor))

const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 21600]

/** Times of the axis, whole steps with at least `gap` px between them. */
export function ticksOf(scale: TimeScale, gap = 130): { readonly step: number; readonly at: readonly number[] } {
  const wanted = ((scale.span / scale.width) * gap) / 1000
  const step = (steps.find((candidate) => candidate >= wanted) ?? steps.at(-1)!) * 1000
  const at: number[] = []
  for (let time = Math.ceil(scale.from / step) * step; time <= scale.from + scale.span; time += step) at.push(time)
  return { step, at }
}
