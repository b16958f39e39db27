import { virtualMs } from '../../../api/time'
import { conditionOf } from '../../workload/pods'
import type { Pod } from '../pod/api'
import type { Job } from './api'
import { COMPLETION_INDEX, TRACKING } from './names'

/** What a pod is whose index is not known. */
export const NO_INDEX = -1

export const isIndexed = ({ spec }: Job): boolean => spec.completionMode === 'Indexed'

/** Does each index have a limit of its own? */
export const isLimitedPerIndex = (job: Job): boolean => isIndexed(job) && job.spec.backoffLimitPerIndex !== undefined

/** Are pods replaced only when they are quite over, and not when they begin to go? */
export const waitsForFailed = ({ spec }: Job): boolean =>
  spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined

export const isSuspended = ({ spec }: Job): boolean => spec.suspend === true

/** Has the Job yet to count this pod? */
export const isTracked = ({ metadata }: Pod): boolean => metadata.finalizers?.includes(TRACKING) ?? false

/** The pod without the finalizer by which its Job holds it. */
export function untracked(pod: Pod): Pod {
  const rest = pod.metadata.finalizers?.filter((name) => name !== TRACKING)
  return { ...pod, metadata: { ...pod.metadata, finalizers: rest?.length ? rest : undefined } }
}

/** The index that a pod works on, or NO_INDEX. */
export function indexOf({ metadata }: Pod): number {
  const text = metadata.annotations?.[COMPLETION_INDEX] ?? ''
  return /^\+?\d+$/.test(text) ? Number(text) : NO_INDEX
}

/** Does the pod work on an index that the Job has? Always, for Jobs without indexes. */
export function hasPlace(job: Job, pod: Pod): boolean {
  if (!isIndexed(job)) return true
  const index = indexOf(pod)
  return index !== NO_INDEX && index < job.spec.completions!
}

/** Is the pod a failure? One that is on its way out is, unless the Job waits to see how it ends. */
export function hasFailed(pod: Pod, job: Job): boolean {
  if (pod.status?.phase === 'Failed') return true
  if (waitsForFailed(job)) return false
  return pod.metadata.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded'
}

export const hasSucceeded = (pod: Pod): boolean => pod.status?.phase === 'Succeeded'

/** Virtual ms at which a pod ended, as well as can be told. Rule: getFinishedTime. */
export function finishedAt(pod: Pod): number {
  const statuses = pod.status?.containerStatuses ?? []
  const ends = statuses.map(({ state }) => state?.terminated?.finishedAt)
  if (ends.length > 0 && ends.every((end) => end !== undefined)) return Math.max(...ends.map((end) => virtualMs(end)))
  const ready = conditionOf(pod, 'Ready')
  if (ready?.status === 'False' && ready.lastTransitionTime) return virtualMs(ready.lastTransitionTime)
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata
  if (deletionTimestamp) return virtualMs(deletionTimestamp) - deletionGracePeriodSeconds * 1000
  return creationTimestamp ? virtualMs(creationTimestamp) : 0
}
