import type { Client } from '../../../api/client'
import { ApiError } from '../../../api/errors'
import type { KubeObject } from '../../../api/meta'
import { order } from '../../workload/pods'
import { finishedCondition, type Job } from '../job/api'
import type { CronJob } from './api'

/** What the loop acts with. */
export interface CronHands {
  readonly client: Client
  record(about: KubeObject, reason: string, message: string, type?: 'Normal' | 'Warning'): void
}

/** Removes finished Jobs beyond what is to be kept, the oldest first; returns the CronJob as it stands then. Rule: cleanupFinishedJobs. */
export function cleanUp(hands: CronHands, cronJob: CronJob, jobs: readonly Job[]): CronJob {
  const { successfulJobsHistoryLimit: successes, failedJobsHistoryLimit: failures } = cronJob.spec
  const ended = (type: string) => jobs.filter((job) => finishedCondition(job)?.type === type)
  const doomed = [...oldest(ended('Complete'), successes), ...oldest(ended('Failed'), failures)]
  return doomed.reduce((left, job) => deleteJob(hands, left, job) ?? left, cronJob)
}

function oldest(jobs: readonly Job[], keep: number | undefined): readonly Job[] {
  if (keep === undefined || jobs.length <= keep) return []
  return [...jobs].sort(byStart).slice(0, jobs.length - keep)
}

/** Jobs that never started come last. */
const byStart = (a: Job, b: Job) =>
  Number(a.status?.startTime === undefined) - Number(b.status?.startTime === undefined) ||
  order(a.status?.startTime ?? '', b.status?.startTime ?? '') ||
  order(a.metadata.name, b.metadata.name)

/** Deletes a Job with its pods; returns the CronJob without it, or undefined when the server refused. */
export function deleteJob({ client, record }: CronHands, cronJob: CronJob, job: Job): CronJob | undefined {
  try {
    client.delete('Job', job, { propagationPolicy: 'Background' })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    record(cronJob, 'FailedDelete', `Deleted job: ${error.message}`, 'Warning')
    return undefined
  }
  record(cronJob, 'SuccessfulDelete', `Deleted job ${job.metadata.name}`)
  return withoutActive(cronJob, job.metadata.uid)
}

/** The CronJob with one Job less under way. */
export function withoutActive(cronJob: CronJob, uid: string | undefined): CronJob {
  const active = cronJob.status?.active?.filter((one) => one.uid !== uid)
  return { ...cronJob, status: { ...cronJob.status, active: active?.length ? active : undefined } }
}
