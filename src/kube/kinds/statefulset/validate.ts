import { forbidden, invalid, notOneOf, notSupported, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { compileSelector } from '../../../api/labels'
import { dns1123Label, percent } from '../../../api/names'
import {
  nonNegative,
  validateClaimSpec,
  validateCounts,
  validatePodTemplate,
  validateSelector,
  type PodTemplateSpec,
} from '../pod/api'
import type {
  ClaimRetentionPolicy,
  RollingUpdateStatefulSet,
  StatefulSet,
  StatefulSetSpec,
  StatefulSetUpdateStrategy,
} from './types'

const noSpec: PodTemplateSpec['spec'] = { containers: [] }

const changeable = [
  'replicas',
  'template',
  'updateStrategy',
  'minReadySeconds',
  'ordinals',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
] as const

const fixed =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"

/** What an update does not look at again. */
interface Spared {
  /** What the set is called by: it stays anyhow. */
  readonly identity?: boolean
  /** A template that was wrong before may stay so. */
  readonly template?: boolean
}

/** Checks a stateful set. Rule: ValidateStatefulSet. */
export const validateStatefulSet = ({ spec }: StatefulSet): FieldError[] => validateSpec(spec ?? {}, {})

/** Checks a replaced one: identity and storage stay. Rule: ValidateStatefulSetUpdate. */
export const validateStatefulSetUpdate = (set: StatefulSet, old: StatefulSet): FieldError[] => [
  ...validateSpec(set.spec, { identity: true, template: validateSpec(old.spec, { identity: true }).length > 0 }),
  ...validateFixed(set, old),
]

/** Refuses a change of what stays. */
export function validateFixed({ spec }: StatefulSet, old: StatefulSet): FieldError[] {
  const kept = Object.fromEntries(changeable.map((field) => [field, old.spec[field]]))
  return same({ ...spec, ...kept }, old.spec) ? [] : [forbidden('spec', fixed)]
}

/** Checks a status. Rule: ValidateStatefulSetStatusUpdate. */
export function validateStatefulSetStatus({ status = { replicas: 0 } }: StatefulSet, old: StatefulSet): FieldError[] {
  const out = validateCounts(
    status,
    old.status ?? {},
    ['readyReplicas', 'updatedReplicas', 'availableReplicas'],
    'status.readyReplicas',
  )
  out.push(...nonNegative(status, ['currentReplicas'], 'status'))
  if ((status.currentReplicas ?? 0) > status.replicas)
    out.push(invalid('status.currentReplicas', status.currentReplicas, 'cannot be greater than status.replicas'))
  return out
}

function validateSpec(spec: Partial<StatefulSetSpec>, spared: Spared): FieldError[] {
  const out: FieldError[] = []
  const { podManagementPolicy: policy, ordinals, persistentVolumeClaimRetentionPolicy: retention } = spec
  if (!policy) out.push(required('spec.podManagementPolicy'))
  else if (policy !== 'OrderedReady' && policy !== 'Parallel')
    out.push(invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"))
  validateStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy', out)
  if (retention) validateRetention(retention, 'spec.persistentVolumeClaimRetentionPolicy', out)
  out.push(...nonNegative(spec, ['replicas', 'minReadySeconds'], 'spec'))
  if (ordinals) out.push(...nonNegative(ordinals, ['start'], 'spec.ordinals'))
  if (spec.serviceName && !spared.identity) {
    for (const message of dns1123Label(spec.serviceName)) out.push(invalid('spec.serviceName', spec.serviceName, message))
  }
  validateTemplate(spec, spared, out)
  if (!spared.identity) {
    spec.volumeClaimTemplates?.forEach((claim, i) =>
      validateClaimSpec(claim.spec ?? {}, `spec.volumeClaimTemplates[${i}].spec`, out),
    )
  }
  return out
}

function validateStrategy(strategy: StatefulSetUpdateStrategy, path: string, out: FieldError[]): void {
  const { type, rollingUpdate } = strategy
  if (!type) out.push(required(path))
  else if (type === 'OnDelete') {
    if (rollingUpdate)
      out.push(invalid(`${path}.rollingUpdate`, rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'"))
  } else if (type !== 'RollingUpdate') out.push(invalid(path, strategy, "must be 'RollingUpdate' or 'OnDelete'"))
  else if (rollingUpdate) validateRolling(rollingUpdate, `${path}.rollingUpdate`, out)
}

function validateRolling(rolling: RollingUpdateStatefulSet, path: string, out: FieldError[]): void {
  out.push(...nonNegative(rolling, ['partition'], path))
  const { maxUnavailable: most } = rolling
  if (most === undefined) return
  const at = `${path}.maxUnavailable`
  if (typeof most === 'number') {
    if (most < 0) out.push(invalid(at, most, 'must be greater than or equal to 0'))
  } else for (const message of percent(most)) out.push(invalid(at, most, message))
  const amount = typeof most === 'number' ? most : percent(most).length ? 0 : parseInt(most, 10)
  if (amount === 0) out.push(invalid(at, most, 'cannot be 0'))
  if (typeof most === 'string' && amount > 100) out.push(invalid(at, most, 'must not be greater than 100%'))
}

function validateRetention({ whenDeleted, whenScaled }: ClaimRetentionPolicy, path: string, out: FieldError[]): void {
  for (const [field, fate] of Object.entries({ whenDeleted, whenScaled })) {
    if (fate !== 'Retain' && fate !== 'Delete') out.push(notOneOf(`${path}.${field}`, fate ?? '', ['Retain', 'Delete']))
  }
}

function validateTemplate(set: Partial<StatefulSetSpec>, spared: Spared, out: FieldError[]): void {
  const { selector, template } = set
  const isEmpty = selector && !Object.keys(selector.matchLabels ?? {}).length && !selector.matchExpressions?.length
  const before = out.length
  if (!selector) out.push(required('spec.selector'))
  else validateSelector(selector, 'spec.selector', out)
  const broken = selector !== undefined && out.length > before
  if (isEmpty) out.push(invalid('spec.selector', selector, 'empty selector is invalid for statefulset'))
  const { metadata, spec } = template ?? {}
  if (broken) out.push(invalid('spec.selector', selector, ''))
  else {
    if (!isEmpty && !compileSelector(selector)(metadata?.labels))
      out.push(invalid('spec.template.metadata.labels', metadata?.labels ?? null, '`selector` does not match template `labels`'))
    if (!spared.template) out.push(...validatePodTemplate(withClaims(set), 'spec.template'))
  }
  if (spec?.restartPolicy !== 'Always')
    out.push(notSupported('spec.template.spec.restartPolicy', spec?.restartPolicy ?? '', ['Always']))
  if (spec?.activeDeadlineSeconds !== undefined)
    out.push(forbidden('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in StatefulSet is not Supported'))
}

/** The template with the volumes that its pods will have: a claim takes the place of a volume of the same name. */
function withClaims({ template, volumeClaimTemplates: claims }: Partial<StatefulSetSpec>): PodTemplateSpec {
  const { spec = noSpec, ...rest } = template ?? {}
  if (!claims?.length) return { ...rest, spec }
  const names = new Set(claims.map(({ metadata }) => metadata?.name ?? ''))
  const own = (spec.volumes ?? []).filter(({ name }) => !names.has(name))
  const made = [...names].map((name) => ({ name, persistentVolumeClaim: { claimName: name || 'claim' } }))
  return { ...rest, spec: { ...spec, volumes: [...own, ...made] } }
}
