import { virtualMs } from '../../../api/time'
import type { Time } from '../../../api/meta'
import { isReady } from '../../workload/pods'
import type { Pod } from '../pod/api'
import type { PodDisruptionBudget } from './api'

/** Ms after which a pod that was let go and is still there is no longer believed to go; upstream: DeletionTimeout. */
export const DELETION_TIMEOUT = 120_000

/** What the pods make of a budget. */
export interface Counts {
  readonly expectedPods: number
  readonly desiredHealthy: number
  readonly currentHealthy: number
  readonly disruptionsAllowed: number
}

/** Pods that were let go and are still expected to go, those that should have gone, and when the next one is overdue (virtual ms). */
export interface Disrupted {
  readonly pods: Readonly<Record<string, Time>>
  readonly overdue: readonly Pod[]
  readonly recheckAt: number
}

/** Healthy pods that a budget asks for, `expected` being how many there should be in all. Throws RangeError for what is no amount. */
export function desiredHealthy({ spec }: PodDisruptionBudget, expected: number): number {
  const { minAvailable, maxUnavailable } = spec
  if (maxUnavailable !== undefined) return Math.max(0, expected - scaledUp(maxUnavailable, expected))
  return minAvailable === undefined ? 0 : scaledUp(minAvailable, expected)
}

/** Does the number of expected pods follow from who made them, and not just from how many there are? */
export const needsScale = ({ spec: { minAvailable, maxUnavailable } }: PodDisruptionBudget): boolean =>
  maxUnavailable !== undefined || typeof minAvailable === 'string'

function scaledUp(amount: number | string, of: number): number {
  if (typeof amount === 'number') return amount
  const percent = /^([+-]?\d+)%$/.exec(amount)
  if (!percent) throw new RangeError('invalid value for IntOrString: invalid type: string is not a percentage')
  return Math.ceil((Number(percent[1]) * of) / 100)
}

/** Which of the pods that were let go are still to go; upstream: buildDisruptedPodMap. */
export function stillDisrupted({ status }: PodDisruptionBudget, pods: readonly Pod[], now: number): Disrupted {
  const before = status?.disruptedPods
  const kept: Record<string, Time> = {}
  const overdue: Pod[] = []
  let recheckAt = Infinity
  if (before) {
    for (const pod of pods) {
      const since = pod.metadata.deletionTimestamp === undefined ? before[pod.metadata.name] : undefined
      if (since === undefined) continue
      const deadline = virtualMs(since) + DELETION_TIMEOUT
      if (deadline < now) overdue.push(pod)
      else {
        kept[pod.metadata.name] = since
        recheckAt = Math.min(recheckAt, deadline)
      }
    }
  }
  return { pods: kept, overdue, recheckAt }
}

/** The numbers of a budget's status; upstream: trySync. `expected`: see `needsScale`. */
export function countsOf(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  expected: number,
  disrupted: Disrupted['pods'],
  now: number,
): Counts {
  const desired = desiredHealthy(budget, expected)
  let healthy = 0
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined || !isReady(pod)) continue
    const since = disrupted[pod.metadata.name]
    if (since !== undefined && virtualMs(since) + DELETION_TIMEOUT > now) continue
    healthy++
  }
  return {
    expectedPods: expected,
    desiredHealthy: desired,
    currentHealthy: healthy,
    // While no pod is expected none may go: the budget must hold for the first ones, too.
    disruptionsAllowed: expected <= 0 ? 0 : Math.max(0, healthy - desired),
  }
}
