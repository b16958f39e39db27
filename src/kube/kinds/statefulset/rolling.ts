import type { IntOrString, Pod } from '../pod/api'
import type { StatefulSet } from './api'
import { revisionOf } from './identity'
import { isGoing, isUnavailable } from './standing'

/**
 * The pods to give up now so that pods of the revision `update` take their places. Without `maxUnavailable` one at a time, and the next
 * only when all above it are well: a rollout that got stuck stays so until somebody deletes the pod.
 */
export function podsToReplace(set: StatefulSet, slots: readonly (Pod | undefined)[], update: string, now: number): Pod[] {
  const { partition = 0, maxUnavailable } = set.spec.updateStrategy.rollingUpdate ?? {}
  if (maxUnavailable !== undefined) return several(set, slots, update, partition, mostAtOnce(maxUnavailable, slots.length), now)
  for (let i = slots.length - 1; i >= partition; i--) {
    const pod = slots[i]
    if (pod && isOld(pod, update)) return [pod]
    if (isUnavailable(set, pod, now)) return []
  }
  return []
}

/**
 * As many as may be missing. Sets in parallel first give up what does not serve anyway, as that costs nothing. Upstream:
 * updateStatefulSetAfterInvariantEstablished. It needs the gate MaxUnavailableStatefulSet, which 1.36 has off unless asked for; here
 * whoever writes the field has asked for it.
 */
function several(
  set: StatefulSet,
  slots: readonly (Pod | undefined)[],
  update: string,
  partition: number,
  most: number,
  now: number,
): Pod[] {
  const missing = slots.filter((pod) => isUnavailable(set, pod, now)).length
  const old = slots
    .slice(partition)
    .filter((pod): pod is Pod => pod !== undefined && isOld(pod, update))
    .reverse()
  const budget = Math.max(0, most - missing)
  if (set.spec.podManagementPolicy !== 'Parallel') return old.slice(0, budget)
  const ill = old.filter((pod) => isUnavailable(set, pod, now))
  return [...ill, ...old.filter((pod) => !ill.includes(pod)).slice(0, budget)]
}

const isOld = (pod: Pod, update: string) => revisionOf(pod) !== update && !isGoing(pod)

/** A count, or a percentage of all rounded down; at least 1. Upstream: getStatefulSetMaxUnavailable. */
export const mostAtOnce = (value: IntOrString, replicas: number): number =>
  Math.max(1, typeof value === 'number' ? value : Math.floor((parseInt(value, 10) * replicas) / 100))
