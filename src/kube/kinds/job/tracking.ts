import type { Condition } from '../../../api/meta'
import type { ApiError } from '../../../api/errors'
import type { Pod } from '../pod/api'
import type { Job, JobStatus, UncountedTerminatedPods } from './api'
import { judgeFailure } from './failurePolicy'
import { release, trying, type Hands } from './hands'
import { formatIndexes, hasIndex, totalOf, withIndexes } from './indexes'
import { hasFailed, hasPlace, hasSucceeded, indexOf, isIndexed, isLimitedPerIndex, isTracked } from './podStates'
import type { Tally } from './tally'
import { finalOf, hasInterim } from './verdict'

/** The most pods counted in one go; upstream: MaxUncountedPods. */
const MOST_UNCOUNTED = 500

/** A status with what changed before the pods are counted. */
export interface Progress {
  readonly status: JobStatus
  /** Is the status to be written even when no pod is to be counted? */
  readonly changed: boolean
  /** The interim condition of a Job that is over. */
  readonly verdict: Condition | undefined
  readonly terminating: number
}

/** What became of it. */
export interface Tracked {
  readonly job: Job
  /** The final condition, if the Job has ended just now. */
  readonly ended: Condition | undefined
  /** Did the write of the counts go through, so that they need not be counted again? */
  readonly counted: boolean
  readonly error: ApiError | undefined
}

/**
 * Counts pods that have ended, so that none is counted twice and none forgotten whatever happens in between: writes their uids into the
 * status, lets go of the pods, then moves the uids into the counters. Rule: trackJobStatusAndRemoveFinalizers.
 */
export function track(hands: Hands, job: Job, tally: Tally, progress: Progress, now: number): Tracked {
  const { verdict } = progress
  const held = new Set(tally.pods.filter(isTracked).map(({ metadata }) => metadata.uid))
  let { status, changed } = counted(progress.status, held)
  changed ||= progress.changed
  const { leaving, succeeded, failed, indexes, isFull } = endedPods(job, tally, verdict, status.uncountedTerminatedPods ?? {})
  changed ||= succeeded.length + failed.length + indexes.length > 0
  status = withUncounted(status, succeeded, failed)
  if (isIndexed(job)) {
    const done = withIndexes(tally.doneBefore, indexes)
    const completedIndexes = formatIndexes(done) || undefined
    const failedIndexes = tally.lost && formatIndexes(tally.lost)
    changed ||= completedIndexes !== status.completedIndexes || failedIndexes !== status.failedIndexes
    status = { ...status, succeeded: totalOf(done) || undefined, completedIndexes, failedIndexes }
  }
  if (verdict && !hasInterim({ ...job, status }, verdict.type)) {
    status = { ...status, conditions: [...(status.conditions ?? []), verdict] }
    changed = true
  }

  let current = job
  const flush = () => {
    current = hands.client.updateStatus<Job>({ ...current, status })
    changed = false
  }
  const wasCounted = changed
  if (changed) flush()
  let error: ApiError | undefined
  for (const pod of leaving) {
    const failure = trying(() => release(hands, pod))
    if (failure) error ??= failure
    else held.delete(pod.metadata.uid)
  }
  const after = counted(status, held)
  status = after.status
  changed ||= after.changed
  if (error) {
    if (changed) flush()
    return { job: current, ended: undefined, counted: wasCounted, error }
  }
  const ended = verdict && !isFull && mayEnd(status, progress.terminating) ? finalOf(verdict, now) : undefined
  if (ended) {
    const conditions = [...(status.conditions ?? []).filter(({ type }) => type !== ended.type), ended]
    status = { ...status, conditions, ...(ended.type === 'Complete' && { completionTime: ended.lastTransitionTime }) }
    changed = true
  }
  if (changed) flush()
  return { job: current, ended, counted: wasCounted, error: undefined }
}

/** A Job has not ended while there are pods of it that may still run, or that are not counted. */
function mayEnd({ uncountedTerminatedPods: { succeeded = [], failed = [] } = {} }: JobStatus, terminating: number): boolean {
  return succeeded.length + failed.length === 0 && terminating === 0
}

/** Moves the uids of pods that are let go of into the counters. */
function counted(status: JobStatus, held: ReadonlySet<string>): { readonly status: JobStatus; readonly changed: boolean } {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {}
  const successes = succeeded.filter((uid) => held.has(uid))
  const failures = failed.filter((uid) => held.has(uid))
  if (successes.length === succeeded.length && failures.length === failed.length) return { status, changed: false }
  return {
    changed: true,
    status: {
      ...status,
      succeeded: (status.succeeded ?? 0) + succeeded.length - successes.length || undefined,
      failed: (status.failed ?? 0) + failed.length - failures.length || undefined,
      uncountedTerminatedPods: uncounted(successes, failures),
    },
  }
}

const uncounted = (succeeded: readonly string[], failed: readonly string[]): UncountedTerminatedPods => ({
  ...(succeeded.length > 0 && { succeeded }),
  ...(failed.length > 0 && { failed }),
})

function withUncounted(status: JobStatus, succeeded: readonly string[], failed: readonly string[]): JobStatus {
  if (succeeded.length + failed.length === 0) return status
  const before = status.uncountedTerminatedPods ?? {}
  const pods = uncounted([...(before.succeeded ?? []), ...succeeded], [...(before.failed ?? []), ...failed])
  return { ...status, uncountedTerminatedPods: pods }
}

interface EndedPods {
  /** Pods that may go as far as the Job is concerned. */
  readonly leaving: readonly Pod[]
  readonly succeeded: readonly string[]
  readonly failed: readonly string[]
  readonly indexes: readonly number[]
  /** Are there more than are counted in one go? */
  readonly isFull: boolean
}

function endedPods(job: Job, tally: Tally, verdict: Condition | undefined, before: UncountedTerminatedPods): EndedPods {
  const known = new Set([...(before.succeeded ?? []), ...(before.failed ?? [])])
  const failedBefore = new Set(before.failed)
  const leaving: Pod[] = []
  const succeeded: string[] = []
  const failed: string[] = []
  const indexes: number[] = []
  // What has not ended when a Job fails counts as failed; when it is done early, it does not.
  const failsAll = verdict !== undefined && verdict.type !== 'SuccessCriteriaMet'
  const pods = isIndexed(job) ? [...tally.pods].sort((a, b) => indexOf(a) - indexOf(b)) : tally.pods
  for (const pod of pods) {
    const { uid } = pod.metadata
    if (!isTracked(pod) || !mayLeave(job, tally, verdict, pod)) continue
    leaving.push(pod)
    if (hasSucceeded(pod) && !failedBefore.has(uid)) {
      if (!isIndexed(job)) {
        if (!known.has(uid)) succeeded.push(uid)
      } else if (hasPlace(job, pod) && !hasIndex(tally.doneBefore, indexOf(pod)) && !indexes.includes(indexOf(pod))) {
        indexes.push(indexOf(pod))
      }
    } else if ((hasFailed(pod, job) || failsAll) && !failedBefore.has(uid) && hasPlace(job, pod)) {
      if (judgeFailure(job.spec.podFailurePolicy, pod).counts) failed.push(uid)
    }
    if (known.size + succeeded.length + failed.length + indexes.length >= MOST_UNCOUNTED) {
      return { leaving, succeeded, failed, indexes, isFull: true }
    }
  }
  return { leaving, succeeded, failed, indexes, isFull: false }
}

/** Rule: canRemoveFinalizer. */
function mayLeave(job: Job, tally: Tally, verdict: Condition | undefined, pod: Pod): boolean {
  if (job.metadata.deletionTimestamp || verdict || hasSucceeded(pod)) return true
  if (!hasFailed(pod, job)) return false
  return !isLimitedPerIndex(job) || tally.handingOver.get(indexOf(pod))?.metadata.uid !== pod.metadata.uid
}
