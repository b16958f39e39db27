import type { ApiError } from '../../../api/errors'
import type { Condition } from '../../../api/meta'
import { timestamp } from '../../../api/time'
import type { Pod } from '../pod/api'
import type { Job, JobStatus } from './api'
import type { BackoffRecord } from './backoff'
import { finishedCondition } from './conditions'
import { removePods, type Hands } from './hands'
import { manage, type Managed } from './manage'
import { isSuspended } from './podStates'
import { tallyOf, type Tally } from './tally'
import { track } from './tracking'
import { isComplete, jobCondition, untilDeadline, verdictOn, withJobCondition } from './verdict'

/** What is known besides the objects. */
export interface SyncInput {
  readonly job: Job
  /** All pods of the Job. */
  readonly pods: readonly Pod[]
  readonly backoff?: BackoffRecord
  /** Virtual ms. */
  readonly now: number
  /** Are there writes whose effect is not to be seen yet? Then no pod is made or deleted to a number, and nothing is over. */
  readonly expecting?: boolean
}

/** What came of a look at a Job. */
export interface Synced {
  /** Failures to remember. */
  readonly backoff: BackoffRecord | undefined
  /** Ms after which to look again. */
  readonly again?: number
  /** What kept pods from being made, deleted or let go of. */
  readonly error?: ApiError
}

/** One look at a Job: makes and deletes pods, counts those that ended, and says how it stands. Rule: syncJob. */
export function syncJob(hands: Hands, { job: given, pods, backoff, now, expecting = false }: SyncInput): Synced {
  if (finishedCondition(given)) return { backoff: undefined }
  const starts = given.status?.startTime === undefined && !isSuspended(given)
  const job = starts ? { ...given, status: { ...given.status, startTime: timestamp(now) } } : given
  const tally = tallyOf(job, pods, backoff)
  const decided = verdictOn(job, tally, now)
  const step = decided ? stopAll(hands, job, tally) : mayManage(job, expecting) ? manage(hands, job, tally, now) : asItIs(tally)
  // A Job is not over while one of its pods could not be told to stop.
  const stopped = step.active === 0 && !expecting
  const complete = !decided && isComplete(job, tally.succeeded, step.active)
  const verdict = decided ? (stopped ? decided : undefined) : complete ? completed(now) : undefined
  const suspension = decided || complete || !mayManage(job, expecting) ? undefined : suspensionOf(hands, job, now)
  const status: JobStatus = {
    ...job.status,
    ...suspension,
    uncountedTerminatedPods: job.status?.uncountedTerminatedPods ?? {},
    active: step.active || undefined,
    ready: step.ready,
    terminating: step.terminating,
  }
  const before = given.status ?? {}
  const changed =
    suspension !== undefined ||
    step.active !== (before.active ?? 0) ||
    step.ready !== before.ready ||
    step.terminating !== before.terminating
  const tracked = track(hands, job, tally, { status, changed, verdict, terminating: step.terminating }, now)
  if (tracked.ended) tell(hands, tracked.job, tracked.ended)
  const error = tracked.error ?? step.error
  const again = least(step.wait, decided ? undefined : untilDeadline({ ...job, status }, now))
  return {
    backoff: tracked.counted ? tally.backoff : backoff,
    ...(again !== undefined && { again }),
    ...(error && { error }),
  }
}

const mayManage = (job: Job, expecting: boolean) => !expecting && job.metadata.deletionTimestamp === undefined

const asItIs = ({ active, ready, terminating }: Tally): Managed => ({ active: active.length, ready, terminating })

/** Ends what still runs of a Job that is over. */
function stopAll(hands: Hands, job: Job, { active, ready, terminating }: Tally): Managed {
  const gone = removePods(hands, job, active, false)
  return {
    active: active.length - gone.count,
    ready: ready - gone.ready,
    terminating: terminating + gone.count,
    ...(gone.error && { error: gone.error }),
  }
}

const completed = (now: number): Condition =>
  jobCondition('SuccessCriteriaMet', 'True', now, 'CompletionsReached', 'Reached expected number of succeeded pods')

/** What a suspension or its end changes in the status; undefined when neither happened just now. */
function suspensionOf({ record }: Hands, job: Job, now: number): Partial<JobStatus> | undefined {
  const [reason, message] = isSuspended(job) ? ['JobSuspended', 'Job suspended'] : ['JobResumed', 'Job resumed']
  const status = isSuspended(job) ? 'True' : 'False'
  const conditions = withJobCondition(job.status?.conditions ?? [], jobCondition('Suspended', status, now, reason, message))
  if (!conditions) return undefined
  record(job, isSuspended(job) ? 'Suspended' : 'Resumed', message)
  return { conditions, ...(!isSuspended(job) && { startTime: timestamp(now) }) }
}

function tell({ record }: Hands, job: Job, { type, reason = '', message = '' }: Condition): void {
  if (type !== 'Complete') return record(job, reason, message, 'Warning')
  if (job.spec.completions !== undefined && (job.status.succeeded ?? 0) > job.spec.completions) {
    record(job, 'TooManySucceededPods', 'Too many succeeded pods running after completion count reached', 'Warning')
  }
  record(job, 'Completed', 'Job completed')
}

/** The least of those that there are. */
const least = (...times: (number | undefined)[]): number | undefined => {
  const given = times.filter((time) => time !== undefined)
  return given.length ? Math.min(...given) : undefined
}
