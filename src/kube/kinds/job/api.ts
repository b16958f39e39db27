import { defineKind } from '../../../api/kind'
import { jobColumns } from './columns'
import { defaultJob, finishJob, prepareJob } from './defaults'
import { jobSchema } from './schema'
import type { Job } from './types'
import { validateJob, validateJobUpdate } from './validate'
import { validateJobStatus } from './validateStatus'

export type * from './types'
export { jobWord } from './columns'
export { finishedCondition, isTrue } from './conditions'
export { defaultJobTemplate } from './defaults'
export { COMPLETION_INDEX, CONTROLLER_UID, JOB_NAME } from './names'
export { jobTemplateSchema } from './schema'
export { validateJobTemplate } from './validateSpec'
export { validateJobCounts } from './validateStatus'

declare module '../../../api/meta' {
  interface KindMap {
    Job: Job
  }
}

export default defineKind<Job>({
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  categories: ['all'],
  namespaced: true,
  statusSubresource: true,
  generation: true,
  defaultPropagation: 'Orphan',
  schema: jobSchema,
  defaults: defaultJob,
  prepareForCreate: prepareJob,
  finish: finishJob,
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  validateStatusUpdate: validateJobStatus,
  columns: jobColumns,
})
