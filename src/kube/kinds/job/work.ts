import { isActive } from '../../workload/pods'
import type { Pod } from '../pod/api'
import { finishedCondition, isTrue, type Job } from './api'
import { noFailures, remainingWait, withEnded } from './backoff'
import { hasFailed, hasSucceeded, isLimitedPerIndex, isSuspended } from './podStates'

/** How far a Job is. */
export interface JobWork {
  /** Successes asked for, and had. */
  readonly want: number
  readonly done: number
  /** It has failed: what is missing will not come. */
  readonly isLost: boolean
  /** Pods that should be at work now and are not there, and the virtual ms before which none of them is made (-1: they are due). */
  readonly missing: number
  readonly nextAt: number
}

/** How far a Job is, by itself and its pods. `now` is virtual ms. */
export function workOf(job: Job, pods: readonly Pod[], now: number): JobWork {
  const { completions, parallelism = 1 } = job.spec
  const { succeeded = 0, conditions } = job.status ?? {}
  const want = completions ?? 1
  const over = { want, done: succeeded, missing: 0, nextAt: -1 }
  if (isTrue(conditions, 'Failed') || isTrue(conditions, 'FailureTarget')) return { ...over, isLost: true }
  if (finishedCondition(job) || isSuspended(job)) return { ...over, isLost: false }
  const active = pods.filter(isActive).length
  // Without a number of completions the first success is enough, and nothing is begun after it.
  const wanted =
    completions === undefined ? (succeeded > 0 ? active : parallelism) : Math.min(completions - succeeded, parallelism)
  const missing = Math.max(0, wanted - active)
  return { ...over, isLost: false, missing, nextAt: missing > 0 ? nextTry(job, pods, now) : -1 }
}

/** When the wait after failures is over; -1 when there is none, or where each index waits by itself. */
function nextTry(job: Job, pods: readonly Pod[], now: number): number {
  if (isLimitedPerIndex(job)) return -1
  const failed = pods.filter((pod) => hasFailed(pod, job))
  const { failuresAfterLastSuccess, lastFailure } = withEnded(noFailures, pods.filter(hasSucceeded), failed)
  const wait = remainingWait(failuresAfterLastSuccess, lastFailure, now)
  return wait > 0 ? now + wait : -1
}
