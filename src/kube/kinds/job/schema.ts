import {
  always,
  condition,
  labelSelector,
  list,
  objectMeta,
  objectSchema,
  strings,
  struct,
  type StructSchema,
} from '../../../api/schema/schema'
import { podTemplateSchema } from '../pod/api'

const podFailureRule = struct('v1.PodFailurePolicyRule', {
  action: 'string!',
  onExitCodes: struct('v1.PodFailurePolicyOnExitCodesRequirement', {
    containerName: 'string*',
    operator: 'string!',
    values: list('int32'),
  }),
  onPodConditions: list(struct('v1.PodFailurePolicyOnPodConditionsPattern', { type: 'string!', status: 'string' })),
})

/** `spec` of a Job, also inside a CronJob. */
export const jobSpecSchema: StructSchema = struct('v1.JobSpec', {
  parallelism: 'int32*',
  completions: 'int32*',
  activeDeadlineSeconds: 'int64*',
  podFailurePolicy: struct('v1.PodFailurePolicy', { rules: list(podFailureRule) }),
  successPolicy: struct('v1.SuccessPolicy', {
    rules: list(struct('v1.SuccessPolicyRule', { succeededIndexes: 'string*', succeededCount: 'int32*' })),
  }),
  backoffLimit: 'int32*',
  backoffLimitPerIndex: 'int32*',
  maxFailedIndexes: 'int32*',
  selector: labelSelector,
  manualSelector: 'bool*',
  template: always(podTemplateSchema),
  ttlSecondsAfterFinished: 'int32*',
  completionMode: 'string*',
  suspend: 'bool*',
  podReplacementPolicy: 'string*',
  managedBy: 'string*',
})

/** `spec.jobTemplate` of a CronJob. */
export const jobTemplateSchema = struct('v1.JobTemplateSpec', { metadata: always(objectMeta), spec: always(jobSpecSchema) })

export const jobSchema = objectSchema('Job', {
  spec: always(jobSpecSchema),
  status: struct('v1.JobStatus', {
    conditions: list(condition('v1.JobCondition')),
    startTime: 'time*',
    completionTime: 'time*',
    active: 'int32',
    succeeded: 'int32',
    failed: 'int32',
    terminating: 'int32*',
    completedIndexes: 'string',
    failedIndexes: 'string*',
    uncountedTerminatedPods: struct('v1.UncountedTerminatedPods', { succeeded: strings, failed: strings }),
    ready: 'int32*',
  }),
})
