import type { Condition, KubeObject } from '../../api/meta'
import { virtualMs } from '../../api/time'
import type { Pod } from '../kinds/pod/api'

/** Will its containers never run again? */
export const isFinished = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

/** Does it count for the workload that owns it: neither finished nor on its way out? */
export const isActive = (pod: Pod): boolean => pod.metadata.deletionTimestamp === undefined && !isFinished(pod)

/** Is it on its way out with containers that may still run? */
export const isTerminating = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined && !isFinished(pod)

/** The condition of that type, if the object has it. */
export function conditionOf(
  object: { readonly status?: { readonly conditions?: readonly Condition[] } },
  type: string,
): Condition | undefined {
  const conditions = object.status?.conditions
  if (conditions) for (const condition of conditions) if (condition.type === type) return condition
  return undefined
}

/** Does the kubelet say that it can serve? */
export function isReady(pod: Pod): boolean {
  // Asked of every pod of a workload whenever one of them changes, so without a closure.
  const conditions = pod.status?.conditions
  if (!conditions) return false
  for (const condition of conditions) if (condition.type === 'Ready') return condition.status === 'True'
  return false
}

/** Virtual ms since when it has been ready, or undefined. */
export function readySince(pod: Pod): number | undefined {
  const ready = conditionOf(pod, 'Ready')
  if (ready?.status !== 'True' || !ready.lastTransitionTime) return undefined
  return virtualMs(ready.lastTransitionTime)
}

/** Ms until a ready pod has been so for `minReadySeconds`; 0 when it is available, Infinity when it is not even ready. */
export function untilAvailable(pod: Pod, minReadySeconds: number, now: number): number {
  if (!isReady(pod)) return Infinity
  if (minReadySeconds === 0) return 0
  const since = readySince(pod)
  return since === undefined ? Infinity : Math.max(0, since + minReadySeconds * 1000 - now)
}

/** Which of two objects is older; the name settles ties, so that a run repeats. */
export const olderFirst = (a: KubeObject, b: KubeObject): number =>
  order(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') || order(a.metadata.name, b.metadata.name)

/** Total order of strings by code unit. */
export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
