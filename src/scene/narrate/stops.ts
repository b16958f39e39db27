import { describe } from './describe'
import { narrate } from './narrate'
import type { Seen, Step } from './seen'

/** What was told of a run at a moment while it was computed ahead. */
export interface Moment {
  /** Virtual ms. */
  readonly at: number
  readonly step: Step
  /** Did a person do something just before? */
  readonly isEdit: boolean
}

/** A moment of a run worth stopping at, and what is said there. */
export interface Stop {
  /** Virtual ms. */
  readonly at: number
  readonly step: Step
}

/** A run as it was computed ahead: what happened when, and how it stands in the end. */
export interface Run {
  readonly moments: readonly Moment[]
  /** How it stands once nothing happens any more. */
  readonly end: Stop | null
}

/** Stops are never nearer to each other than this, virtual ms. */
const NEAREST_MS = 1000
/** How much less telling a sentence is for each time that its like was chosen already. */
const AGAIN = 0.6
/** Weight of how things stand a while after something happened, as long as something is under way. */
const STANDING = 45
/** A run counts as settled when for this long nothing was told, virtual ms. */
const SETTLED_MS = 20_000

/**
 * Runs ahead and notes what there is to tell. `look` computes the run on to a moment and answers how it is then; `edits` are the times at
 * which a person did something. Ends at `until`, or before when nothing happens any more.
 */
export function gatherRun(
  look: (to: number) => Seen,
  { from, until, every = 250, edits = [] }: { from: number; until: number; every?: number; edits?: readonly number[] },
): Run {
  const moments: Moment[] = []
  let before = look(from)
  let edited = 0
  let stands: Stop = { at: from, step: describe(before) }
  const lastEdit = Math.max(from, ...edits)
  for (let at = from + every; at <= until; at += every) {
    const after = look(at)
    const step = narrate(before, after)
    const isEdit = edits.some((time) => time > at - every && time <= at)
    if (isEdit) edited = at
    if (step) moments.push({ at, step, isEdit: isEdit || (edited > 0 && !moments.some((one) => one.at >= edited)) })
    else if (at - (moments.at(-1)?.at ?? at) >= NEAREST_MS && moments.at(-1)!.step.weight !== STANDING && !isAtRest(after))
      moments.push({ at, step: { ...describe(after), weight: STANDING }, isEdit: false })
    before = after
    const standing = describe(after)
    if (!isSame(standing, stands.step)) stands = { at, step: standing }
    if (at > lastEdit && at - (moments.at(-1)?.at ?? from) >= SETTLED_MS && isAtRest(after)) break
  }
  const last = moments.at(-1)
  return { moments, end: last ? { at: Math.max(last.at, stands.at), step: stands.step } : null }
}

const isSame = (a: Step, b: Step): boolean => JSON.stringify([a.head, a.body]) === JSON.stringify([b.head, b.body])

/** Nothing is on its way any more. */
const isAtRest = ({ pods }: Seen): boolean =>
  [...pods.values()].every(({ state, span }) => !span && state !== 'term' && state !== 'creating')

/**
 * At most `most` stops of a run, in the order of time: always what a person did first and how it ends, and in between what tells most,
 * each thing rather once than often.
 */
export function stepsOf({ moments, end }: Run, most: number): Stop[] {
  const stops: Stop[] = []
  const told = new Map<string, number>()
  const fits = (at: number): boolean => stops.every((stop) => Math.abs(stop.at - at) >= NEAREST_MS)
  const take = ({ at, step }: Stop): void => {
    stops.push({ at, step })
    told.set(step.head.key, (told.get(step.head.key) ?? 0) + 1)
  }
  const first = moments.find(({ isEdit }) => isEdit) ?? moments[0]
  if (first && most > 0) take(first)
  if (end && stops.length < most) {
    // An end right after the beginning waits until the eye has followed.
    const at = Math.max(end.at, (first?.at ?? -NEAREST_MS) + NEAREST_MS)
    take({ at, step: end.step })
  }
  const worth = ({ step }: Moment): number => step.weight * AGAIN ** (told.get(step.head.key) ?? 0)
  while (stops.length < most) {
    const best = moments.reduce<Moment | undefined>(
      (a, b) => (fits(b.at) && b.at >= (first?.at ?? 0) && (!a || worth(b) > worth(a)) ? b : a),
      undefined,
    )
    if (!best) break
    take(best)
  }
  return stops.sort((a, b) => a.at - b.at)
}
