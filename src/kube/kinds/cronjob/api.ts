import { ageColumn, ago, nameColumn, numberColumn, orNone, textColumn } from '../../../api/columns'
import { defineKind, type Column } from '../../../api/kind'
import { formatLabelSelector } from '../../../api/labels'
import type { Draft } from '../../../api/meta'
import { always, list, objectReference, objectSchema, struct } from '../../../api/schema/schema'
import { defaultJobTemplate, jobTemplateSchema } from '../job/api'
import { fill, replace } from '../pod/api'
import type { CronJob } from './types'
import { validateCronJob, validateCronJobUpdate } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    CronJob: CronJob
  }
}

const schema = objectSchema('CronJob', {
  spec: always(
    struct('v1.CronJobSpec', {
      schedule: 'string!',
      timeZone: 'string*',
      startingDeadlineSeconds: 'int64*',
      concurrencyPolicy: 'string',
      suspend: 'bool*',
      jobTemplate: always(jobTemplateSchema),
      successfulJobsHistoryLimit: 'int32*',
      failedJobsHistoryLimit: 'int32*',
    }),
  ),
  status: struct('v1.CronJobStatus', {
    active: list(objectReference),
    lastScheduleTime: 'time*',
    lastSuccessfulTime: 'time*',
  }),
})

/** Fills a CronJob. Rule: SetDefaults_CronJob of batch/v1. */
function defaultCronJob(cronJob: Draft<CronJob>): Draft<CronJob> {
  const { spec } = cronJob
  if (!spec) return cronJob
  const named = replace(spec, { concurrencyPolicy: spec.concurrencyPolicy || 'Allow' })
  const filled = fill(named, { suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 })
  const { jobTemplate } = filled
  if (!jobTemplate?.spec) return replace(cronJob, { spec: filled })
  return replace(cronJob, {
    spec: replace(filled, { jobTemplate: replace(jobTemplate, { spec: defaultJobTemplate(jobTemplate.spec) }) }),
  })
}

const containers = (cronJob: CronJob, field: 'name' | 'image') =>
  (cronJob.spec.jobTemplate?.spec?.template?.spec?.containers ?? []).map((container) => container[field]).join(',')

const suspendColumn: Column<CronJob> = {
  name: 'Suspend',
  type: 'boolean',
  cell: ({ spec }) => (spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False'),
}

export default defineKind<CronJob>({
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  singular: 'cronjob',
  shortNames: ['cj'],
  categories: ['all'],
  namespaced: true,
  statusSubresource: true,
  generation: true,
  schema,
  defaults: defaultCronJob,
  prepareForCreate: (cronJob) => ({ ...cronJob, status: {} }),
  validate: validateCronJob,
  validateUpdate: validateCronJobUpdate,
  columns: [
    nameColumn,
    textColumn('Schedule', ({ spec }) => spec.schedule),
    textColumn('Timezone', ({ spec }) => orNone(spec.timeZone)),
    suspendColumn,
    numberColumn('Active', ({ status }) => status?.active?.length ?? 0),
    textColumn('Last Schedule', ({ status }, now) => (status?.lastScheduleTime ? ago(status.lastScheduleTime, now) : '<none>')),
    ageColumn,
    textColumn('Containers', (cronJob) => containers(cronJob, 'name'), 'wide'),
    textColumn('Images', (cronJob) => containers(cronJob, 'image'), 'wide'),
    textColumn('Selector', ({ spec }) => formatLabelSelector(spec.jobTemplate?.spec?.selector), 'wide'),
  ],
})
