import { ApiError, conflictError } from '../../../api/errors'
import { controllerOf, controllerRef, type Draft } from '../../../api/meta'
import { EPOCH_MS, timestamp } from '../../../api/time'
import { isLeaving } from '../../workload/replicas'
import { finishedCondition, type Job } from '../job/api'
import type { ActiveJob, CronJob, CronJobStatus } from './api'
import { dueOf, untilNext } from './due'
import { ScheduleError } from './field'
import { deleteJob, withoutActive, type CronHands } from './history'
import { parseSchedule, type Schedule } from './schedule'
import { UTC, zonedTimestamp, zoneNamed } from './zone'

/** What came of a look at a CronJob. */
export interface CronSynced {
  readonly status: CronJobStatus
  /** Ms after which to look again; undefined when only a change can make it due. */
  readonly again?: number
  readonly error?: ApiError
}

const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp'
const UNSUPPORTED =
  'is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details'

/** One look at a CronJob: notes which Jobs ended, and makes the one that is due. `now` is Unix ms. Rule: syncCronJob. */
export function syncCronJob(hands: CronHands, given: CronJob, jobs: readonly Job[], now: number): CronSynced {
  const cronJob = withJobsNoted(hands, given, jobs)
  const stop: CronSynced = { status: cronJob.status ?? {} }
  if (cronJob.metadata.deletionTimestamp) return stop
  const { timeZone, suspend } = cronJob.spec
  const zone = timeZone === undefined ? UTC : zoneNamed(timeZone)
  if (!zone) {
    const why = `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`
    hands.record(cronJob, 'UnknownTimeZone', why, 'Warning')
    return stop
  }
  if (suspend) return stop
  const schedule = scheduleOf(hands, cronJob, zone)
  if (!schedule) return stop
  const wait = (status: CronJobStatus = stop.status): CronSynced => {
    const again = untilNext({ ...cronJob, status }, schedule, now)
    return { status, ...(again !== undefined && { again }) }
  }
  const { last: due, missed, error } = dueOf(cronJob, schedule, now, true)
  if (error !== undefined) {
    hands.record(cronJob, 'InvalidSchedule', `invalid schedule: ${cronJob.spec.schedule} : ${error}`, 'Warning')
    return stop
  }
  if (due === undefined) return wait()
  if (missed === 'many') {
    const why = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew'
    hands.record(cronJob, 'TooManyMissedTimes', why, 'Warning')
  }
  const { startingDeadlineSeconds: deadline, concurrencyPolicy } = cronJob.spec
  if (deadline !== undefined && due + deadline * 1000 < now) {
    hands.record(cronJob, 'MissSchedule', `Missed scheduled time to start a job: ${rfc1123(due)}`, 'Warning')
    return wait()
  }
  const name = jobName(cronJob, due)
  const active = cronJob.status?.active ?? []
  if (active.some((one) => one.name === name) || cronJob.status?.lastScheduleTime === timestamp(due - EPOCH_MS)) return wait()
  if (concurrencyPolicy === 'Forbid' && active.length > 0) {
    const why = 'Not starting job because prior execution is running and concurrency policy is Forbid'
    hands.record(cronJob, 'JobAlreadyActive', why)
    return wait()
  }
  const cleared = concurrencyPolicy === 'Replace' ? replaced(hands, cronJob) : { cronJob }
  if (cleared.error) return { status: cleared.cronJob.status, error: cleared.error }
  return started(hands, cleared.cronJob, schedule, { due, now, name, scheduled: zonedTimestamp(zone, due) })
}

/** Notes Jobs that ended, came from elsewhere, or went missing. */
function withJobsNoted({ client, record }: CronHands, given: CronJob, jobs: readonly Job[]): CronJob {
  let cronJob = given
  const isActive = (one: CronJob, uid: string) => one.status?.active?.some((ref) => ref.uid === uid) ?? false
  for (const job of jobs) {
    const { uid, name } = job.metadata
    const ended = finishedCondition(job)
    if (!ended) {
      if (isActive(cronJob, uid)) continue
      const fresh = client.get('CronJob', cronJob.metadata.name, cronJob.metadata.namespace)
      if (fresh && isActive(fresh, uid)) cronJob = fresh
      else record(cronJob, 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`, 'Warning')
      continue
    }
    if (isActive(cronJob, uid)) {
      cronJob = withoutActive(cronJob, uid)
      record(cronJob, 'SawCompletedJob', `Saw completed job: ${name}, condition: ${ended.type}`)
    }
    const { completionTime } = job.status
    const last = cronJob.status?.lastSuccessfulTime
    if (ended.type === 'Complete' && completionTime !== undefined && (last === undefined || completionTime > last)) {
      cronJob = { ...cronJob, status: { ...cronJob.status, lastSuccessfulTime: completionTime } }
    }
  }
  const children = new Set(jobs.map(({ metadata }) => metadata.uid))
  for (const { uid = '', name = '', namespace } of cronJob.status?.active ?? []) {
    if (children.has(uid) || client.get('Job', name, namespace)) continue
    record(cronJob, 'MissingJob', `Active job went missing: ${name}`)
    cronJob = withoutActive(cronJob, uid)
  }
  return cronJob
}

/** The schedule, or undefined when it cannot be read, which is told. */
function scheduleOf({ record }: CronHands, cronJob: CronJob, zone: typeof UTC): Schedule | undefined {
  const { schedule } = cronJob.spec
  if (schedule.includes('TZ')) {
    record(cronJob, 'UnsupportedSchedule', `CRON_TZ or TZ used in schedule ${JSON.stringify(schedule)} ${UNSUPPORTED}`, 'Warning')
  }
  try {
    return parseSchedule(schedule, zone)
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error
    record(cronJob, 'UnparseableSchedule', `unparseable schedule: ${JSON.stringify(schedule)} : ${error.message}`, 'Warning')
    return undefined
  }
}

/** Ends what still runs, to make place for the next. */
function replaced(hands: CronHands, given: CronJob): { readonly cronJob: CronJob; readonly error?: ApiError } {
  let cronJob = given
  for (const { name = '', namespace } of given.status?.active ?? []) {
    const job = hands.client.get('Job', name, namespace)
    const left = job && deleteJob(hands, cronJob, job)
    if (!left) {
      if (!job) hands.record(cronJob, 'FailedGet', `Get job: jobs.batch "${name}" not found`, 'Warning')
      const of = { group: 'batch', plural: 'jobs', kind: 'Job' }
      return { cronJob, error: conflictError(of, name, `could not replace job ${namespace}/${name}`) }
    }
    cronJob = left
  }
  return { cronJob }
}

interface Start {
  /** Unix ms. */
  readonly due: number
  readonly now: number
  readonly name: string
  /** When it was due, as the clocks of its zone show it. */
  readonly scheduled: string
}

/** Makes the Job that is due and notes it. */
function started(hands: CronHands, cronJob: CronJob, schedule: Schedule, { due, now, name, scheduled }: Start): CronSynced {
  const { client, record } = hands
  let job: Job | undefined
  try {
    job = client.create<Job>(jobFrom(cronJob, name, scheduled))
    record(cronJob, 'SuccessfulCreate', `Created job ${name}`)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.reason !== 'AlreadyExists') {
      if (!isLeaving(error)) record(cronJob, 'FailedCreate', `Error creating job: ${error.message}`, 'Warning')
      return { status: cronJob.status ?? {}, error }
    }
    // It was made before, and there was no time to note it.
    job = client.get('Job', name, cronJob.metadata.namespace)
    if (!job || controllerOf(job)?.uid !== cronJob.metadata.uid) return { status: cronJob.status ?? {} }
  }
  const status: CronJobStatus = {
    ...cronJob.status,
    active: [...(cronJob.status?.active ?? []), refTo(job)],
    lastScheduleTime: timestamp(due - EPOCH_MS),
  }
  const again = untilNext({ ...cronJob, status }, schedule, now)
  return { status, ...(again !== undefined && { again }) }
}

/** Names tell the minute, so that no start is made twice. */
const jobName = ({ metadata }: CronJob, due: number) => `${metadata.name}-${Math.floor(due / 60_000)}`

const jobFrom = (cronJob: CronJob, name: string, scheduled: string): Draft<Job> => {
  const { metadata, spec } = cronJob.spec.jobTemplate
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: cronJob.metadata.namespace,
      labels: metadata?.labels,
      annotations: { ...metadata?.annotations, [SCHEDULED_AT]: scheduled },
      ownerReferences: [controllerRef(cronJob)],
    },
    spec,
  }
}

const refTo = ({ metadata }: Job): ActiveJob => ({
  kind: 'Job',
  namespace: metadata.namespace,
  name: metadata.name,
  uid: metadata.uid,
  apiVersion: 'batch/v1',
  resourceVersion: metadata.resourceVersion,
})

/** As Go's RFC1123Z: `Thu, 01 Jan 2026 08:00:00 +0000`. */
const rfc1123 = (instant: number) => new Date(instant).toUTCString().replace(/GMT$/, '+0000')
