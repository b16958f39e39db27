import type { KubeObject, Time } from '../../../api/meta'
import type { JobTemplateSpec } from '../job/api'

export interface CronJobSpec {
  readonly schedule: string
  /** An IANA name; that of the controller manager, which is UTC, by default. */
  readonly timeZone?: string
  /** Seconds for which a missed start may be made up for. */
  readonly startingDeadlineSeconds?: number
  /** What to do when the last run is not over: Allow by default. */
  readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace'
  readonly suspend?: boolean
  readonly jobTemplate: JobTemplateSpec
  /** 3 by default. */
  readonly successfulJobsHistoryLimit?: number
  /** 1 by default. */
  readonly failedJobsHistoryLimit?: number
}

/** A reference to a Job under way. */
export interface ActiveJob {
  readonly kind?: string
  readonly namespace?: string
  readonly name?: string
  readonly uid?: string
  readonly apiVersion?: string
  readonly resourceVersion?: string
  readonly fieldPath?: string
}

export interface CronJobStatus {
  readonly active?: readonly ActiveJob[]
  readonly lastScheduleTime?: Time
  readonly lastSuccessfulTime?: Time
}

/** Makes a Job whenever its schedule says so. */
export interface CronJob extends KubeObject {
  readonly apiVersion: 'batch/v1'
  readonly kind: 'CronJob'
  readonly spec: CronJobSpec
  readonly status: CronJobStatus
}
