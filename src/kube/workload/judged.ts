/** A judge's verdicts on a list, one byte each, and how often each was given. */
export interface Judged<T> {
  readonly list: readonly T[]
  readonly verdicts: Uint8Array
  /** By verdict. */
  readonly counts: Uint32Array
}

/**
 * Verdicts (0 to 3) on lists of frozen objects that are looked at whenever one object of a thousand was replaced: what stands where it
 * stood at the last look keeps its verdict. `anchor` tells the lists apart, and must be new when the judge would judge otherwise.
 */
export function judging<T extends object>(): (anchor: object, list: readonly T[], judge: (object: T) => number) => Judged<T> {
  const known = new WeakMap<object, Judged<T>>()
  return (anchor, list, judge) => {
    const last = known.get(anchor)
    if (last?.list === list) return last
    const judged = last?.list.length === list.length ? renewed(last, list, judge) : extended(last, list, judge)
    known.set(anchor, judged)
    return judged
  }
}

/** What got the verdict; the list itself when all of it did. */
export function having<T>({ list, verdicts, counts }: Judged<T>, verdict: number): readonly T[] {
  if (counts[verdict] === list.length) return list
  return counts[verdict] === 0 ? [] : list.filter((_, i) => verdicts[i] === verdict)
}

function renewed<T>(last: Judged<T>, list: readonly T[], judge: (object: T) => number): Judged<T> {
  const verdicts = last.verdicts.slice()
  const counts = last.counts.slice()
  for (let i = 0; i < list.length; i++) {
    if (list[i] === last.list[i]) continue
    const verdict = judge(list[i]!)
    counts[verdicts[i]!]!--
    counts[verdict]!++
    verdicts[i] = verdict
  }
  return { list, verdicts, counts }
}

function extended<T>(last: Judged<T> | undefined, list: readonly T[], judge: (object: T) => number): Judged<T> {
  const verdicts = new Uint8Array(list.length)
  const counts = new Uint32Array(4)
  for (let i = 0; i < list.length; i++) {
    const verdict = last && last.list[i] === list[i] ? last.verdicts[i]! : judge(list[i]!)
    counts[verdict]!++
    verdicts[i] = verdict
  }
  return { list, verdicts, counts }
}
