import { isReady, untilAvailable } from '../../workload/pods'
import type { Pod } from '../pod/api'
import type { StatefulSet, StatefulSetStatus } from './api'
import { revisionOf } from './identity'

/** Is it told to go? */
export const isGoing = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined

export const isRunningAndReady = (pod: Pod): boolean => pod.status?.phase === 'Running' && isReady(pod)

/** Ready for as long as the set asks. */
export const isAvailable = (set: StatefulSet, pod: Pod, now: number): boolean =>
  untilAvailable(pod, set.spec.minReadySeconds ?? 0, now) === 0

/** Not to be counted on: absent, not available, or told to go. */
export const isUnavailable = (set: StatefulSet, pod: Pod | undefined, now: number): boolean =>
  !pod?.status?.phase || isGoing(pod) || !isAvailable(set, pod, now)

/** Names of the revision in use and of the one to come. */
export interface RevisionNames {
  readonly current: string
  readonly update: string
}

/** What pods make of a status; upstream: computeReplicaStatus. */
export function countsOf(
  set: StatefulSet,
  pods: Iterable<Pod | undefined>,
  { current, update }: RevisionNames,
  now: number,
): Counts {
  const counts = { replicas: 0, readyReplicas: 0, availableReplicas: 0, currentReplicas: 0, updatedReplicas: 0 }
  for (const pod of pods) {
    if (!pod?.status?.phase) continue
    counts.replicas++
    if (isRunningAndReady(pod)) {
      counts.readyReplicas++
      if (isAvailable(set, pod, now)) counts.availableReplicas++
    }
    if (isGoing(pod)) continue
    const revision = revisionOf(pod)
    if (revision === current) counts.currentReplicas++
    if (revision === update) counts.updatedReplicas++
  }
  return counts
}

export type Counts = Readonly<
  Record<'replicas' | 'readyReplicas' | 'availableReplicas' | 'currentReplicas' | 'updatedReplicas', number>
>

/**
 * The status to write. When all pods are of the revision to come and ready, that one becomes the current; upstream:
 * completeRollingUpdate.
 */
export function statusOf(set: StatefulSet, counts: Counts, names: RevisionNames, collisionCount: number): StatefulSetStatus {
  const { replicas } = set.spec
  const done =
    set.spec.updateStrategy.type === 'RollingUpdate' &&
    [counts.replicas, counts.readyReplicas, counts.updatedReplicas].every((count) => count === replicas)
  return {
    observedGeneration: set.metadata.generation,
    replicas: counts.replicas,
    readyReplicas: counts.readyReplicas || undefined,
    // Giving up a pod that is of neither revision counts as one less of the current, too.
    currentReplicas: Math.max(0, done ? counts.updatedReplicas : counts.currentReplicas) || undefined,
    updatedReplicas: counts.updatedReplicas || undefined,
    currentRevision: done ? names.update : names.current,
    updateRevision: names.update,
    collisionCount,
    availableReplicas: counts.availableReplicas,
  }
}

/** Ms until the next pod that is ready has been so for minReadySeconds; undefined when there is nothing to wait for. */
export function nextAvailability(set: StatefulSet, pods: readonly Pod[], now: number): number | undefined {
  const minReadySeconds = set.spec.minReadySeconds ?? 0
  if (minReadySeconds === 0) return undefined
  let next = Infinity
  for (const pod of pods) {
    const ms = untilAvailable(pod, minReadySeconds, now)
    if (ms > 0 && ms < next) next = ms
  }
  return next === Infinity ? undefined : next
}
