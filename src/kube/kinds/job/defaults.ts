import type { Draft } from '../../../api/meta'
import { defaultTemplate, fill, mapSame, replace } from '../pod/api'
import { CONTROLLER_UID, JOB_NAME, OLD_CONTROLLER_UID, OLD_JOB_NAME } from './names'
import type { Job, JobSpec, PodFailurePolicy } from './types'

const MOST = 2 ** 31 - 1

/** Fills a Job. Rule: SetDefaults_Job of batch/v1. */
export function defaultJob(job: Draft<Job>): Draft<Job> {
  const { spec } = job
  if (!spec) return job
  const filled = fill(defaultJobTemplate(spec), {
    ...(spec.completions === undefined && spec.parallelism === undefined && { completions: 1 }),
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : MOST,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
  })
  return withLabels(replace(job, { spec: filled }))
}

/** What is filled of a Job's spec inside a CronJob too: the pod template and the conditions of failure rules. */
export const defaultJobTemplate = (spec: JobSpec): JobSpec =>
  replace(spec, { template: defaultTemplate(spec.template), podFailurePolicy: defaultFailurePolicy(spec.podFailurePolicy) })

function defaultFailurePolicy(policy: PodFailurePolicy | undefined): PodFailurePolicy | undefined {
  if (!policy?.rules) return policy
  const rules = mapSame(policy.rules, (rule) =>
    replace(rule, { onPodConditions: mapSame(rule.onPodConditions, (pattern) => fill(pattern, { status: 'True' })) }),
  )!
  return replace(policy, { rules })
}

/** A Job without labels has those of its pods. */
function withLabels<T extends Draft<Job>>(job: T): T {
  const labels = job.spec.template?.metadata?.labels
  if (!labels || Object.keys(labels).length === 0 || Object.keys(job.metadata.labels ?? {}).length > 0) return job
  return { ...job, metadata: { ...job.metadata, labels } }
}

/** Drops what only the controller may say. Rule: jobStrategy.PrepareForCreate. */
export const prepareJob = (job: Draft<Job>): Draft<Job> => ({ ...job, status: {} })

/** Makes up the selector and the labels of the pods, unless a person sees to them. Rule: generateSelector. */
export function finishJob(job: Job): Job {
  const { spec } = job
  if (spec.manualSelector || !spec.template) return job
  const { name, uid } = job.metadata
  const labels = {
    [OLD_JOB_NAME]: name,
    [JOB_NAME]: name,
    [OLD_CONTROLLER_UID]: uid,
    [CONTROLLER_UID]: uid,
    ...spec.template.metadata?.labels,
  }
  const template = { ...spec.template, metadata: { ...spec.template.metadata, labels } }
  const selector = { ...spec.selector, matchLabels: { [CONTROLLER_UID]: uid, ...spec.selector?.matchLabels } }
  return withLabels({ ...job, spec: { ...spec, template, selector } })
}
