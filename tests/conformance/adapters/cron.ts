import type { Client } from '../../../src/api/client'
import type { Draft } from '../../../src/api/meta'
import type { ActiveJob, CronJob } from '../../../src/kube/kinds/cronjob/api'
import { dueOf } from '../../../src/kube/kinds/cronjob/due'
import { parseField, ScheduleError } from '../../../src/kube/kinds/cronjob/field'
import { cleanUp } from '../../../src/kube/kinds/cronjob/history'
import { parseSchedule } from '../../../src/kube/kinds/cronjob/schedule'
import { syncCronJob } from '../../../src/kube/kinds/cronjob/sync'
import { zoneNamed } from '../../../src/kube/kinds/cronjob/zone'
import type { Job } from '../../../src/kube/kinds/job/api'
import { defineAdapter, same, sameSet } from '../adapter'

type In =
  | { op: 'next'; schedule: string; timeZone: string; after: string }
  | { op: 'activatesAt'; schedule: string; timeZone: string; time: string }
  | { op: 'parse'; schedule: string }
  | { op: 'field'; expr: string; min: number; max: number }
  | { op: 'unmetScheduleTimes'; cronJob: CronJob; now: string }
  | {
      op: 'sync'
      cronJob: CronJob
      jobs?: Job[]
      now: string
      jobExistsOnServerButNotInCache?: Job
      activeOnServer?: ActiveJob[]
    }
  | { op: 'cleanupFinishedJobs'; cronJob: CronJob; jobs?: Job[] }
type Out = { [key: string]: unknown }

export default defineAdapter<In, Out>({
  ops: ['next', 'activatesAt', 'parse', 'field', 'unmetScheduleTimes', 'sync', 'cleanupFinishedJobs'],
  run(input) {
    switch (input.op) {
      case 'next': {
        const next = parseSchedule(input.schedule, zoneNamed(input.timeZone)!).next(Date.parse(input.after))
        return { next: next === undefined ? null : new Date(next).toISOString() }
      }
      case 'activatesAt': {
        const at = Date.parse(input.time)
        return { activates: parseSchedule(input.schedule, zoneNamed(input.timeZone)!).next(at - 1000) === at }
      }
      case 'parse':
        return { valid: isValid(() => parseSchedule(input.schedule)) }
      case 'field': {
        const bounds = { min: input.min, max: input.max }
        if (!isValid(() => parseField(input.expr, bounds))) return { valid: false }
        return { valid: true, values: [...parseField(input.expr, bounds).values].sort((a, b) => a - b) }
      }
      case 'unmetScheduleTimes':
        return unmet(input.cronJob, Date.parse(input.now))
      case 'sync':
        return sync(input)
      case 'cleanupFinishedJobs': {
        const { client, deleted } = fakeCluster(input.cronJob, input.jobs ?? [])
        const { status } = cleanUp({ client, record: () => {} }, input.cronJob, (input.jobs ?? []).map(whole))
        return { deleteJobs: deleted, active: status?.active?.length ?? 0 }
      }
    }
  },
  equal(expected, got, input) {
    if (input.op === 'next') {
      return expected['next'] === null
        ? got['next'] === null
        : Date.parse(expected['next'] as string) === Date.parse(got['next'] as string)
    }
    if (input.op === 'cleanupFinishedJobs') {
      const names = (out: Out) => (out['deleteJobs'] ?? []) as string[]
      return sameSet(names(expected), names(got)) && expected['active'] === got['active']
    }
    return same(expected, got)
  },
})

/** Instants are written to the second, as the vectors have them. */
const text = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')

function isValid(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    if (error instanceof ScheduleError) return false
    throw error
  }
}

/** Every start since the last one, and the last of them. */
function unmet(cronJob: CronJob, now: number): Out {
  const schedule = parseSchedule(cronJob.spec.schedule)
  const { earliest, last } = dueOf(cronJob, schedule, now, true)
  const times: string[] = []
  for (let at = schedule.next(earliest); at !== undefined && at <= now; at = schedule.next(at)) times.push(text(at))
  return { times, mostRecent: last === undefined ? null : text(last) }
}

function sync({
  cronJob,
  jobs = [],
  now,
  jobExistsOnServerButNotInCache: hidden,
  activeOnServer,
}: Extract<In, { op: 'sync' }>): Out {
  const onServer = activeOnServer ? { ...cronJob, status: { ...cronJob.status, active: activeOnServer } } : cronJob
  const { client, created, deleted } = fakeCluster(onServer, hidden ? [...jobs, hidden] : jobs)
  let warnings = 0
  const record = (_about: object, _reason: string, _message: string, type?: string) => void (type === 'Warning' && warnings++)
  const { status, again } = syncCronJob({ client, record }, cronJob, jobs.map(whole), Date.parse(now))
  return {
    create: created.length > 0,
    delete: deleted.length > 0,
    active: status.active?.length ?? 0,
    warnings,
    requeue: again !== undefined,
    ...(again !== undefined && { requeueAfterSeconds: again / 1000 }),
    ...(created[0] && { jobName: created[0].metadata.name }),
  }
}

const whole = (job: Job): Job => ({ ...job, kind: 'Job', apiVersion: 'batch/v1', status: job.status ?? {} })

/** An API server with these Jobs, which notes what is asked of it. */
function fakeCluster(cronJob: CronJob, jobs: readonly Job[]) {
  const created: Draft<Job>[] = []
  const deleted: string[] = []
  const client = {
    actor: 'test',
    get: (kind: string, name: string) =>
      kind === 'CronJob' ? cronJob : jobs.map(whole).find(({ metadata }) => metadata.name === name),
    create(draft: Draft<Job>) {
      created.push(draft)
      return { ...draft, metadata: { ...draft.metadata, uid: 'new', resourceVersion: '1' } }
    },
    delete: (_: string, { metadata }: Job) => void deleted.push(metadata.name),
  } as unknown as Client
  return { client, created, deleted }
}
