import { ApiError } from '../../../api/errors'
import type { Draft } from '../../../api/meta'
import { timestamp } from '../../../api/time'
import { isFinished } from '../../workload/pods'
import { slowStart } from '../../workload/slowStart'
import type { Pod, PodTemplateSpec } from '../pod/api'
import type { StatefulSet } from './api'
import { firstOrdinal, isInRange, ordinalOf, podAt } from './identity'
import { podsToReplace } from './rolling'
import { countsOf, isAvailable, isGoing, isRunningAndReady, isUnavailable, type Counts, type RevisionNames } from './standing'

/** What a step may do. Every call may throw ApiError, which ends the step. */
export interface PodControl {
  /** Makes a pod and the claims it needs; gives it back as the server holds it. */
  create(draft: Draft<Pod>, ordinal: number): Pod
  remove(pod: Pod): void
  /** Is a claim of this place still somebody else's, so that no pod may be made there now? */
  isBlocked(ordinal: number): boolean
  /** Makes the claims that a pod waits for. */
  provide(pod: Pod, ordinal: number): void
  /** Puts identity, storage and the fate of its claims right. */
  tidy(pod: Pod, ordinal: number): void
  /** Puts right what becomes of the claims of a pod that is given up. */
  tidyClaims(pod: Pod, ordinal: number): void
}

/** A revision by name, with the template it keeps. */
export interface NamedTemplate {
  readonly name: string
  readonly template: PodTemplateSpec
}

export interface StepInput {
  readonly set: StatefulSet
  readonly current: NamedTemplate
  readonly update: NamedTemplate
  readonly pods: readonly Pod[]
  /** Virtual ms. */
  readonly now: number
  readonly control: PodControl
}

export interface StepResult {
  readonly counts: Counts
  /** What went wrong; the counts are to be written all the same. */
  readonly failure?: ApiError
}

/**
 * One look at all pods of a set: makes what is missing, gives up what is too many, replaces what is old. In order it does one thing
 * at a time and waits for each pod; in parallel it waits for none. Upstream: updateStatefulSet.
 */
export function step(input: StepInput): StepResult {
  const { set, now } = input
  const names: RevisionNames = { current: input.current.name, update: input.update.name }
  const first = firstOrdinal(set)
  const slots: (Pod | undefined)[] = Array.from({ length: set.spec.replicas })
  const condemned: Pod[] = []
  for (const pod of input.pods) {
    const ordinal = ordinalOf(set, pod)
    if (isInRange(set, ordinal)) slots[ordinal - first] = pod
    else if (ordinal >= 0) condemned.push(pod)
  }
  condemned.sort((a, b) => ordinalOf(set, b) - ordinalOf(set, a))
  const counts = () => countsOf(set, [...slots, ...condemned], names, now)
  if (set.metadata.deletionTimestamp) return { counts: counts() }

  const run: Run = { ...input, first, slots, condemned, ordered: set.spec.podManagementPolicy !== 'Parallel' }
  const unhealthy = firstUnhealthy(run)
  try {
    for (const [count, act] of [
      [slots.length, (i: number) => processReplica(run, i)],
      [condemned.length, (i: number) => tidyCondemned(run, i)],
      [condemned.length, (i: number) => processCondemned(run, i, unhealthy)],
    ] as const) {
      if (!forAll(run, count, act)) return { counts: counts() }
    }
  } catch (error) {
    return { counts: counts(), failure: refusal(error) }
  }
  return replaceOld(run, counts())
}

interface Run extends StepInput {
  readonly first: number
  readonly slots: (Pod | undefined)[]
  readonly condemned: Pod[]
  readonly ordered: boolean
}

/** True: go on to the next. */
type Go = boolean

/** In order until one says stop; in parallel all, in growing batches until one fails. */
function forAll({ ordered }: Run, count: number, act: (i: number) => Go): Go {
  if (ordered) {
    for (let i = 0; i < count; i++) if (!act(i)) return false
    return true
  }
  let next = 0
  const { error } = slowStart(
    count,
    () => void act(next++),
    (caught) => caught instanceof ApiError,
  )
  if (error !== undefined) throw error
  return true
}

function processReplica(run: Run, i: number): Go {
  const { set, control, slots, ordered, now } = run
  const ordinal = run.first + i
  const found = slots[i]
  if (found && isFinished(found)) {
    if (!isGoing(found)) slots[i] = removed(run, found)
    return false
  }
  if (!found?.status?.phase) {
    if (control.isBlocked(ordinal)) return false
    slots[i] = control.create(draftAt(run, ordinal), ordinal)
    if (ordered) return false
  }
  const pod = slots[i]!
  if (found?.status?.phase === 'Pending') control.provide(pod, ordinal)
  if (ordered && (isGoing(pod) || !isRunningAndReady(pod) || !isAvailable(set, pod, now))) return false
  if (found) control.tidy(pod, ordinal)
  return true
}

function tidyCondemned({ set, control, condemned }: Run, i: number): Go {
  control.tidyClaims(condemned[i]!, ordinalOf(set, condemned[i]!))
  return true
}

/** In order a pod goes when all before it are well, or when it is itself the first that is not. */
function processCondemned(run: Run, i: number, unhealthy: Pod | undefined): Go {
  const { set, condemned, ordered, now } = run
  const pod = condemned[i]!
  if (isGoing(pod)) return !ordered
  if (ordered && pod !== unhealthy && !(isRunningAndReady(pod) && isAvailable(set, pod, now))) return false
  condemned[i] = removed(run, pod)
  return false
}

/** Replaces what is not of the revision to come, from the last place down to the partition. */
function replaceOld(run: Run, counts: Counts): StepResult {
  const { set, slots, update, now, control } = run
  if (set.spec.updateStrategy.type === 'OnDelete') return { counts }
  let { currentReplicas } = counts
  try {
    for (const pod of podsToReplace(set, slots, update.name, now)) {
      control.remove(pod)
      currentReplicas--
    }
  } catch (error) {
    return { counts: { ...counts, currentReplicas }, failure: refusal(error) }
  }
  return { counts: { ...counts, currentReplicas } }
}

/** Until a rollout reaches a place, its pod is made from the current revision; upstream: newVersionedStatefulSetPod. */
function draftAt({ set, current, update, first }: Run, ordinal: number): Draft<Pod> {
  const { type, rollingUpdate } = set.spec.updateStrategy
  const before = rollingUpdate
    ? ordinal < first + (rollingUpdate.partition ?? 0)
    : type === 'RollingUpdate' && ordinal < first + (set.status?.currentReplicas ?? 0)
  const { name, template } = before ? current : update
  return podAt(set, template, name, ordinal)
}

/** The pod by which ordered scaling down is held up: of the places first, then of the condemned. */
function firstUnhealthy({ set, slots, condemned, now }: Run): Pod | undefined {
  const ill = slots.findIndex((pod) => isUnavailable(set, pod, now))
  return ill >= 0 ? slots[ill] : condemned.findLast((pod) => isUnavailable(set, pod, now))
}

/** The pod as it is from now on: told to go. */
function removed({ control, now }: Run, pod: Pod): Pod {
  control.remove(pod)
  return { ...pod, metadata: { ...pod.metadata, deletionTimestamp: timestamp(now) } }
}

function refusal(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  throw error
}
