import type { DriftView, OwnerView, Phrase } from '../../world/frame'
import { busyLine } from './busy'
import { unrest } from './unrest'
import { isWork, oldOnes, podsOf, step, told, type Seen, type Step } from './seen'

/** What is asked for and how it is answered: numbers, rollouts, work that ends. */
export function workloadSteps(before: Seen, after: Seen): Step[] {
  if (before.drift === after.drift && before.pods === after.pods) return []
  const were = new Map(before.drift.map((workload) => [workload.uid, workload]))
  const are = new Set(after.drift.map(({ uid }) => uid))
  const steps = after.drift.flatMap((workload) => {
    const was = were.get(workload.uid)
    return isWork(workload.kind) ? workSteps(was, workload, after) : numberSteps(was, workload, before, after)
  })
  for (const { uid, kind, name } of before.drift)
    if (!are.has(uid)) steps.push(step(80, uid, told('work.deleted', { kind, name }), leftLine(before, after, uid)))
  return steps
}

const leftLine = (before: Seen, after: Seen, uid: string): Phrase | null => {
  const n = podsOf(before, uid).filter((pod) => after.pods.has(pod.uid)).length
  return n ? told('work.deletedWhy', { n }) : null
}

/** Only one workload on stage goes without its name. */
export const isOnly = ({ drift }: Seen): boolean => drift.length === 1

/** `Asked for 5, has 3 ready.` */
export const askedLine = (seen: Seen, { name, want, have }: DriftView): Phrase =>
  isOnly(seen) ? told('asked', { want, have }) : told('askedOf', { name, want, have })

/** `All 3 are ready.` */
export function allLine(seen: Seen, { name, want }: DriftView): Phrase {
  if (want === 0) return told('asked0', { name })
  return isOnly(seen) ? told('all', { want }) : told('allOf', { name, want })
}

/** Has a workload what it asks for, with nothing on its way? */
export const isSettled = (seen: Seen, workload: DriftView): boolean => {
  if (workload.have !== workload.want) return false
  if (isWork(workload.kind)) return true
  return podsOf(seen, workload.uid).length === workload.want && busyLine(seen, workload) === null
}

/** How far a workload is: a rollout by its new and old pods, everything else by its number. */
export function headOf(seen: Seen, workload: DriftView): Phrase {
  const { uid, name, want, have, kind } = workload
  if (isGivenUp(workload)) return told('job.failed', { name })
  if (isWork(kind)) return told('job.goes', { name, have, want })
  const old = oldOnes(seen, workload)
  return old > 0 ? told('rollout.goes', { name, fresh: podsOf(seen, uid).length - old, old }) : askedLine(seen, workload)
}

function numberSteps(was: DriftView | undefined, is: DriftView, before: Seen, after: Seen): Step[] {
  const { uid, want, have } = is
  const steps: Step[] = []
  const say = (weight: number, head: Phrase, body: Phrase | null) => steps.push(step(weight, uid, head, body))
  if (!was) say(90, newLine(is), busyLine(after, is) ?? (have === want && want > 0 ? told('nothing') : null))
  else if (was.want !== want) say(90, askedLine(after, is), busyLine(after, is) ?? tooMany(after, is))
  const rollout = rolloutStep(was, is, before, after)
  if (rollout) steps.push(rollout)
  if (isSettled(after, is) && !(was && isSettled(before, was)))
    say(
      was ? 85 : 91,
      allLine(after, is),
      after.drift.every((other) => isSettled(after, other)) ? (unrest(after) ?? told('nothing')) : null,
    )
  else if (was && was.have !== have) say(have < was.have ? 64 : 52, headOf(after, is), busyLine(after, is))
  return steps
}

const newLine = ({ kind, name, want }: DriftView): Phrase => told('work.new', { kind, name, n: want })

const tooMany = (seen: Seen, { uid, want }: DriftView): Phrase | null => {
  const n = podsOf(seen, uid).length - want
  return n > 0 ? told('work.tooMany', { n }) : null
}

const rootOf = ({ furniture: { owners } }: Seen, uid: string): OwnerView | undefined => owners.find((owner) => owner.uid === uid)

/** Did the rollout of a workload miss its progress deadline? */
export const isStuck = (seen: Seen, uid: string): boolean => rootOf(seen, uid)?.stuck === true

function rolloutStep(was: DriftView | undefined, is: DriftView, before: Seen, after: Seen): Step | null {
  const { uid, name, want, have } = is
  if (isStuck(after, uid) && !isStuck(before, uid))
    return step(88, uid, told('rollout.stuck', { name }), told('rollout.stuckWhy', { have, want }))
  if (!was) return null
  const old = oldOnes(after, is)
  const wereOld = oldOnes(before, was)
  if (old === wereOld) return null
  const tag = rootOf(after, uid)?.tag ?? ''
  const fresh = podsOf(after, uid).length - old
  const body = busyLine(after, is)
  if (wereOld === 0) return step(89, uid, told('rollout.begins', { name, tag }), told('rollout.beginsWhy', { old, want }))
  if (old > wereOld) return null
  if (old > 0) return step(54, uid, told('rollout.goes', { name, fresh, old }), body)
  if (have < want) return step(60, uid, told('rollout.last', { name, tag, have, want }), body)
  return step(87, uid, told('rollout.done', { name, tag, want }), body ?? told('rollout.doneWhy'))
}

/** A Job that failed too often, so that what is missing will not come. */
export const isGivenUp = ({ kind, slots }: DriftView): boolean => isWork(kind) && slots.some(({ state }) => state === 'failed')

/** Work that ends: successes, and tries that failed. */
function workSteps(was: DriftView | undefined, is: DriftView, after: Seen): Step[] {
  const { uid, kind, name, want, have } = is
  if (!was) return [step(90, uid, told('job.new', { name, n: want }), busyLine(after, is))]
  if (isGivenUp(is) && !isGivenUp(was))
    return [step(88, uid, told('job.failed', { name }), told('job.failedWhy', { have, want }))]
  if (have === want && was.have !== want) return [step(86, uid, told('job.done', { name, n: want }), told('job.doneWhy'))]
  if (was.have !== have) return [step(63, uid, told('job.goes', { name, have, want }), busyLine(after, is))]
  if (was.want !== want) return [step(90, uid, told('job.goes', { kind, name, have, want }), busyLine(after, is))]
  return []
}

/** The next try of a Job that waits, in seconds; -1 where none does. */
export function nextTry({ ghosts, now }: Seen, uid: string): number {
  const at = ghosts.find((ghost) => ghost.owner === uid && (ghost.at ?? 0) > now)?.at
  return at === undefined ? -1 : Math.ceil((at - now) / 1000)
}
