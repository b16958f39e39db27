/** First and last of a run of indexes. */
export type Interval = readonly [number, number]

/** Reads `1,3-5`; what is broken is left out, what lies beyond the completions too. Rule: parseIndexesFromString. */
export function parseIndexes(text: string | undefined, completions: number): Interval[] {
  const found: [number, number][] = []
  for (const part of text ? text.split(',') : []) {
    const limits = part.split('-')
    const first = whole(limits[0]!)
    if (first === undefined) continue
    if (first >= completions) break
    const end = limits.length > 1 ? whole(limits[1]!) : first
    if (end === undefined) continue
    const last = Math.min(end, completions - 1)
    const before = found.at(-1)
    if (before?.[1] === first - 1) before[1] = last
    else found.push([first, last])
  }
  return found
}

/** Writes intervals as `1,3-5`; two neighbours are written apart. */
export const formatIndexes = (intervals: readonly Interval[]): string =>
  intervals
    .map(([first, last]) => (last === first ? `${first}` : last === first + 1 ? `${first},${last}` : `${first}-${last}`))
    .join(',')

/** How many indexes there are in intervals. */
export const totalOf = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0)

/** Is an index in ordered intervals? */
export function hasIndex(intervals: readonly Interval[], index: number): boolean {
  let low = 0
  let high = intervals.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (intervals[middle]![1] >= index) high = middle
    else low = middle + 1
  }
  return low < intervals.length && intervals[low]![0] <= index
}

/** The intervals with further indexes. */
export function withIndexes(intervals: readonly Interval[], indexes: Iterable<number>): Interval[] {
  const merged: [number, number][] = []
  const all = [...intervals, ...[...indexes].map((index): Interval => [index, index])].sort((a, b) => a[0] - b[0])
  for (const [first, last] of all) {
    const before = merged.at(-1)
    if (!before || first > before[1] + 1) merged.push([first, last])
    else if (before[1] < last) before[1] = last
  }
  return merged
}

/** The lowest `count` indexes below `completions` that are in none of the intervals. */
export function firstPending(taken: readonly Interval[], count: number, completions: number): number[] {
  const found: number[] = []
  let candidate = 0
  for (const [first, last] of [...taken, [completions, completions] as const]) {
    for (; candidate < Math.min(first, completions) && found.length < count; candidate++) found.push(candidate)
    candidate = Math.max(candidate, last + 1)
  }
  return found
}

/** How many indexes a list has, or why it is none; rule: validateIndexesFormat. */
export function checkIndexes(text: string, completions: number): { readonly total: number; readonly error?: string } {
  if (text === '') return { total: 0 }
  let total = 0
  let last = -1
  for (const part of text.split(',')) {
    const interval = checkInterval(part, completions)
    if (typeof interval === 'string') return { total: 0, error: interval }
    if (last >= interval[0]) return { total: 0, error: `non-increasing order, previous: ${last}, current: ${interval[0]}` }
    total += interval[1] - interval[0] + 1
    last = interval[1]
  }
  return { total }
}

/** One `3` or `3-5` of a list, or what is wrong with it; rule: parseIndexInterval. */
export function checkInterval(text: string, completions: number): Interval | string {
  const limits = text.split('-')
  if (limits.length > 2) {
    return `the fragment ${JSON.stringify(text)} violates the requirement that an index interval can have at most two parts separated by '-'`
  }
  const first = whole(limits[0]!)
  if (first === undefined) return notWhole(limits[0]!)
  if (first >= completions) return `too large index: ${JSON.stringify(limits[0])}`
  if (limits.length === 1) return [first, first]
  const last = whole(limits[1]!)
  if (last === undefined) return notWhole(limits[1]!)
  if (last >= completions) return `too large index: ${JSON.stringify(limits[1])}`
  if (first >= last) return `non-increasing order, previous: ${first}, current: ${last}`
  return [first, last]
}

const notWhole = (text: string) => `cannot convert string to integer for index: ${JSON.stringify(text)}`

const whole = (text: string): number | undefined => (/^[-+]?\d+$/.test(text) ? Number(text) : undefined)
