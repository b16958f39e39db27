import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { compileSelector } from '../../../api/labels'
import type { LabelSelector } from '../../../api/meta'
import { validateAnnotations, validateLabels } from '../../../api/validateMeta'
import type { PodTemplateSpec } from './types'
import { validatePodAnnotations, validateProfilesMatch } from './validateAnnotations'
import { validatePodSpec } from './validatePodSpec'
import { validateSelector } from './validateSelector'

const noSpec = Object.freeze({ containers: [] })
const noTemplate: PodTemplateSpec = Object.freeze({ spec: noSpec })
const onlyReadOnly = 'must be true for replicated pods > 1; GCE PD can only be mounted on multiple machines if it is read-only'

/** Checks a pod template by itself. Rule: ValidatePodTemplateSpec. */
export function validatePodTemplate(template: PodTemplateSpec, path: string): FieldError[] {
  const { spec = noSpec, metadata } = template
  return [
    // The paths are short of `metadata`, as upstream has them.
    ...validateLabels(metadata?.labels, `${path}.labels`),
    ...validateAnnotations(metadata?.annotations, `${path}.annotations`),
    ...validatePodAnnotations({ metadata, spec }, `${path}.annotations`),
    ...validatePodSpec(spec, `${path}.spec`),
    ...validateProfilesMatch({ metadata, spec }, `${path}.spec`),
    ...(template.spec?.ephemeralContainers?.length
      ? [forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
      : []),
  ]
}

/** The part that kinds with replicas, a selector and a template of pods have in common. */
export interface Workload {
  readonly replicas?: number
  readonly minReadySeconds?: number
  readonly selector?: LabelSelector
  readonly template?: PodTemplateSpec
}

/**
 * Checks such a spec, `kind` being the name that messages call it by. Rules: ValidateReplicaSetSpec and
 * ValidatePodTemplateSpecForReplicaSet; the kinds of apps/v1 agree but for words.
 */
export function validateWorkload(spec: Workload, path: string, kind = 'ReplicaSet'): FieldError[] {
  const { replicas = 0, selector, template = noTemplate } = spec
  const out = nonNegative(spec, ['replicas', 'minReadySeconds'], path)
  if (!selector) out.push(required(`${path}.selector`))
  else {
    const before = out.length
    validateSelector(selector, `${path}.selector`, out)
    const broken = out.length > before
    if (isEmpty(selector)) out.push(invalid(`${path}.selector`, selector, 'empty selector is invalid for deployment'))
    if (broken) return [...out, invalid(`${path}.selector`, selector, 'invalid label selector')]
  }
  const labels = template.metadata?.labels
  // What is empty is refused for that alone.
  if (!(selector && isEmpty(selector)) && !compileSelector(selector)(labels)) {
    out.push(invalid(`${path}.template.metadata.labels`, labels ?? null, '`selector` does not match template `labels`'))
  }
  out.push(...validatePodTemplate(template, `${path}.template`))
  return [...out, ...endlessPods(template, replicas, `${path}.template.spec`, kind)]
}

/** Refuses what makes no sense for pods that are replaced for ever. */
export function endlessPods({ spec = noSpec }: PodTemplateSpec, replicas: number, path: string, kind: string): FieldError[] {
  const out: FieldError[] = []
  if (replicas > 1) {
    spec.volumes?.forEach(({ gcePersistentDisk: disk }, i) => {
      if (disk && !disk.readOnly) out.push(invalid(`${path}.volumes[${i}].gcePersistentDisk.readOnly`, false, onlyReadOnly))
    })
  }
  if (spec.restartPolicy !== 'Always') out.push(notSupported(`${path}.restartPolicy`, spec.restartPolicy ?? '', ['Always']))
  if (spec.activeDeadlineSeconds !== undefined) {
    out.push(forbidden(`${path}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`))
  }
  return out
}

/** Errors of fields that must not be negative. Rule: ValidateNonnegativeField. */
export function nonNegative<T extends object>(object: T, fields: readonly (keyof T & string)[], path: string): FieldError[] {
  return fields
    .filter((field) => typeof object[field] === 'number' && object[field] < 0)
    .map((field) => invalid(`${path}.${field}`, object[field], 'must be greater than or equal to 0'))
}

const isEmpty = (selector: LabelSelector) => !Object.keys(selector.matchLabels ?? {}).length && !selector.matchExpressions?.length
