/** A judge's verdicts on a list, one byte each. */
interface Judged<T> {
  readonly list: readonly T[]
  readonly verdicts: Uint8Array
}

/**
 * Verdicts on lists of frozen objects that are looked at whenever one object of a thousand was replaced: what stands where it stood at the
 * last look keeps its verdict. `anchor` tells the lists apart, and must be new when the judge would judge otherwise.
 */
export function judging<T extends object>(): (anchor: object, list: readonly T[], judge: (object: T) => number) => Uint8Array {
  const known = new WeakMap<object, Judged<T>>()
  return (anchor, list, judge) => {
    const last = known.get(anchor)
    if (last?.list === list) return last.verdicts
    const verdicts = new Uint8Array(list.length)
    for (let i = 0; i < list.length; i++) {
      const object = list[i]!
      verdicts[i] = last && last.list[i] === object ? last.verdicts[i]! : judge(object)
    }
    known.set(anchor, { list, verdicts })
    return verdicts
  }
}

/** What got the verdict; the list itself when all of it did. */
export const having = <T>(list: readonly T[], verdicts: Uint8Array, verdict: number): readonly T[] =>
  verdicts.every((each) => each === verdict) ? list : list.filter((_, i) => verdicts[i] === verdict)
