import { invalid, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { compileSelector } from '../../../api/labels'
import { dns1123Label } from '../../../api/names'
import { validateSelector } from '../pod/api'
import { isTrue } from './conditions'
import { CONTROLLER_UID, JOB_NAME, OLD_CONTROLLER_UID, OLD_JOB_NAME } from './names'
import type { Job, JobSpec } from './types'
import { validateJobParts } from './validateSpec'
import type { Affinity, PodTemplateSpec } from '../pod/api'

/** Checks a Job. Rule: ValidateJob. */
export const validateJob = (job: Job): FieldError[] => validateWhole(job, true)

/** Checks a replaced one. Rules: ValidateJobUpdate, jobStrategy.ValidateUpdate. */
export function validateJobUpdate(job: Job, old: Job): FieldError[] {
  // Jobs from before the labels had a prefix do without them.
  const labels = old.spec.template?.metadata?.labels ?? {}
  const out = validateWhole(job, JOB_NAME in labels && CONTROLLER_UID in labels)
  const { spec } = job
  if (!same(spec.completions, old.spec.completions)) {
    const isElastic = spec.completionMode === 'Indexed' && spec.completions !== undefined
    if (spec.completionMode !== 'Indexed') out.push(invalid('spec.completions', spec.completions, 'field is immutable'))
    else if (isElastic && spec.completions !== spec.parallelism) {
      out.push(invalid('spec.completions', spec.completions, 'can only be modified in tandem with spec.parallelism'))
    }
  }
  const immutable = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const
  const stays = (field: (typeof immutable)[number] | 'selector') => {
    if (!same(spec[field], old.spec[field])) out.push(invalid(`spec.${field}`, spec[field], 'field is immutable'))
  }
  stays('selector')
  if (!same(spec.template, mayDiffer(old) ? openedUp(old.spec.template, spec.template) : old.spec.template)) {
    out.push(invalid('spec.template', spec.template, 'field is immutable'))
  }
  immutable.forEach(stays)
  return out
}

function validateWhole(job: Job, prefixed: boolean): FieldError[] {
  const { spec = {} as JobSpec, metadata } = job
  const out = generatedSelector(job, prefixed)
  out.push(...validateJobParts(spec, 'spec'))
  if (!spec.selector) out.push(required('spec.selector'))
  else validateSelector(spec.selector, 'spec.selector', out)
  const labels = spec.template?.metadata?.labels
  // No selector selects nothing.
  if (!spec.selector || !compileSelector(spec.selector)(labels)) {
    out.push(invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`'))
  }
  if (spec.completionMode === 'Indexed' && (spec.completions ?? 0) > 0) {
    const longest = `${metadata.name}-${spec.completions! - 1}`
    if (dns1123Label(longest).length) {
      out.push(invalid('metadata.name', metadata.name, `will not able to create pod with invalid DNS label: ${longest}`))
    }
  }
  return out
}

/** Rule: validateGeneratedSelector. */
function generatedSelector({ spec, metadata }: Job, prefixed: boolean): FieldError[] {
  const out: FieldError[] = []
  if (!spec?.selector || spec.manualSelector) return out
  const { uid = '', name = '' } = metadata
  if (!uid) out.push(required('metadata.uid'))
  const expected: Record<string, string> = { [OLD_CONTROLLER_UID]: uid, [OLD_JOB_NAME]: name }
  if (prefixed) Object.assign(expected, { [CONTROLLER_UID]: uid, [JOB_NAME]: name })
  const labels = spec.template?.metadata?.labels ?? {}
  for (const [key, value] of Object.entries(expected)) {
    const path = 'spec.template.metadata.labels'
    if (!(key in labels)) out.push(required(path, `must be '${value}'`))
    else if (labels[key] !== value) out.push(invalid(path, labels, `must be '${value}'`))
  }
  if (!compileSelector(spec.selector)(expected)) {
    out.push(invalid('spec.selector', spec.selector, '`selector` not auto-generated'))
  }
  return out
}

/** May the directives for scheduling and the resources still be changed? While it is suspended and nothing of it runs. */
function mayDiffer({ spec, status = {} }: Job): boolean {
  if (!spec.suspend) return false
  return status.startTime === undefined || (isTrue(status.conditions, 'Suspended') && (status.active ?? 0) === 0)
}

/** The old template with those parts of the new one that may change while a Job is suspended. Rule: validatePodTemplateUpdate. */
function openedUp(old: PodTemplateSpec, next: PodTemplateSpec): PodTemplateSpec {
  const { nodeSelector, tolerations, schedulingGates } = next.spec
  const resources = new Map([...(next.spec.containers ?? []), ...(next.spec.initContainers ?? [])].map((one) => [one.name, one]))
  const resized = <T extends { readonly name: string }>(one: T): T => ({ ...one, resources: resources.get(one.name)?.resources })
  return {
    ...old,
    metadata: { ...old.metadata, labels: next.metadata?.labels, annotations: next.metadata?.annotations },
    spec: {
      ...old.spec,
      affinity: openedAffinity(old.spec.affinity, next.spec.affinity),
      nodeSelector,
      tolerations,
      schedulingGates,
      containers: old.spec.containers?.map(resized),
      initContainers: old.spec.initContainers?.map(resized),
    },
  }
}

function openedAffinity(old: Affinity | undefined, next: Affinity | undefined): Affinity | undefined {
  const nodeAffinity = next?.nodeAffinity
  const rest = { ...old, nodeAffinity }
  return next || old?.podAffinity || old?.podAntiAffinity ? rest : undefined
}
