import { isActive, isReady, isTerminating } from '../../workload/pods'
import type { Pod } from '../pod/api'
import type { Job } from './api'
import { noFailures, withEnded, type BackoffRecord } from './backoff'
import { judgeFailure } from './failurePolicy'
import { parseIndexes, totalOf, withIndexes, hasIndex, type Interval } from './indexes'
import { IGNORED_INDEX_FAILURES, INDEX_FAILURES } from './names'
import {
  finishedAt,
  hasFailed,
  hasPlace,
  hasSucceeded,
  indexOf,
  isIndexed,
  isLimitedPerIndex,
  isTracked,
  NO_INDEX,
} from './podStates'

/** What a look at a Job's pods finds; upstream: syncJobCtx. */
export interface Tally {
  readonly pods: readonly Pod[]
  readonly active: readonly Pod[]
  readonly ready: number
  readonly terminating: number
  readonly succeeded: number
  readonly failed: number
  /** Indexes that were done before, and those that are done now. Empty without indexes. */
  readonly doneBefore: readonly Interval[]
  readonly done: readonly Interval[]
  /** Indexes that are given up; only where each has a limit of its own. */
  readonly lost: readonly Interval[] | undefined
  /** By index, the failed pod that is kept until its successor has taken over its count. */
  readonly handingOver: ReadonlyMap<number, Pod>
  readonly backoff: BackoffRecord
}

/** Looks at all of a Job's pods. `backoff` is what was remembered of earlier ones. */
export function tallyOf(job: Job, pods: readonly Pod[], backoff: BackoffRecord = noFailures): Tally {
  const { status = {} } = job
  const { succeeded: countedSuccesses = [], failed: countedFailures = [] } = status.uncountedTerminatedPods ?? {}
  const isNew = (pod: Pod, uncounted: readonly string[]) =>
    isTracked(pod) && !uncounted.includes(pod.metadata.uid) && hasPlace(job, pod)
  const newSuccesses = pods.filter((pod) => hasSucceeded(pod) && isNew(pod, countedSuccesses))
  const newFailures = pods.filter((pod) => hasFailed(pod, job) && isNew(pod, countedFailures))
  const counting = newFailures.filter((pod) => judgeFailure(job.spec.podFailurePolicy, pod).counts)
  const active = pods.filter(isActive)
  const doneBefore = isIndexed(job) ? parseIndexes(status.completedIndexes, job.spec.completions!) : []
  const done = withIndexes(doneBefore, newIndexes(job, pods))
  const lost = isLimitedPerIndex(job) ? lostIndexes(job, pods) : undefined
  return {
    pods,
    active,
    ready: active.filter(isReady).length,
    terminating: pods.filter(isTerminating).length,
    succeeded: isIndexed(job) ? totalOf(done) : (status.succeeded ?? 0) + newSuccesses.length + countedSuccesses.length,
    failed: (status.failed ?? 0) + counting.length + countedFailures.length,
    doneBefore,
    done,
    lost,
    handingOver: lost ? handingOver(job, pods, active, done, lost) : nobody,
    backoff: withEnded(backoff, newSuccesses, newFailures),
  }
}

const nobody: ReadonlyMap<number, Pod> = new Map()

/** Indexes that succeeded and are not counted yet. */
const newIndexes = (job: Job, pods: readonly Pod[]) =>
  isIndexed(job) ? pods.filter((pod) => hasSucceeded(pod) && isTracked(pod) && hasPlace(job, pod)).map(indexOf) : []

function lostIndexes(job: Job, pods: readonly Pod[]): Interval[] {
  const before = parseIndexes(job.status?.failedIndexes, job.spec.completions!)
  const now = pods.filter((pod) => isTracked(pod) && hasPlace(job, pod) && losesIndex(job, pod)).map(indexOf)
  return withIndexes(before, now)
}

/** Does a pod's failure use up the limit of its index, or end it by rule? */
function losesIndex(job: Job, pod: Pod): boolean {
  if (!hasFailed(pod, job)) return false
  const { counts, action } = judgeFailure(job.spec.podFailurePolicy, pod)
  if (action === 'FailIndex') return true
  return counts && numberIn(pod, INDEX_FAILURES) >= job.spec.backoffLimitPerIndex!
}

/** Rule: getPodsWithDelayedDeletionPerIndex. */
function handingOver(
  job: Job,
  pods: readonly Pod[],
  active: readonly Pod[],
  done: readonly Interval[],
  lost: readonly Interval[],
): ReadonlyMap<number, Pod> {
  const busy = new Set(active.map(indexOf))
  const found = new Map<number, Pod>()
  for (const pod of pods) {
    const index = indexOf(pod)
    if (!isTracked(pod) || !hasPlace(job, pod) || !hasFailed(pod, job)) continue
    if (hasIndex(done, index) || hasIndex(lost, index) || busy.has(index)) continue
    const last = found.get(index)
    if (!last || (failuresOf(last) <= failuresOf(pod) && finishedAt(pod) >= finishedAt(last))) found.set(index, pod)
  }
  return found
}

/** Failures of a pod's index before it, those that did not count included. */
export const failuresOf = (pod: Pod): number => numberIn(pod, INDEX_FAILURES) + numberIn(pod, IGNORED_INDEX_FAILURES)

/** The annotations of the pod that takes over an index: its predecessor's counts, and its own failure. */
export function takenOver(job: Job, predecessor: Pod | undefined): Readonly<Record<string, string>> {
  if (!predecessor) return { [INDEX_FAILURES]: '0' }
  const { counts } = judgeFailure(job.spec.podFailurePolicy, predecessor)
  const failures = numberIn(predecessor, INDEX_FAILURES) + (counts ? 1 : 0)
  const ignored = numberIn(predecessor, IGNORED_INDEX_FAILURES) + (counts ? 0 : 1)
  return { [INDEX_FAILURES]: String(failures), ...(ignored > 0 && { [IGNORED_INDEX_FAILURES]: String(ignored) }) }
}

function numberIn({ metadata }: Pod, annotation: string): number {
  const text = metadata.annotations?.[annotation] ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}

/** Indexes that pods work on. */
export const indexesOf = (pods: readonly Pod[]): number[] => pods.map(indexOf).filter((index) => index !== NO_INDEX)
