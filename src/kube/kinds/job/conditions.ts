import type { Condition } from '../../../api/meta'
import type { Job } from './types'

/** Is there such a condition, and does it hold? */
export const isTrue = (conditions: readonly Condition[] | undefined, type: string): boolean =>
  conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false

/** Complete or Failed: the Job will do nothing more. Undefined while it may. */
export const finishedCondition = (job: Job): Condition | undefined =>
  job.status?.conditions?.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True')
