import { invalid, notOneOf, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { compileSelector } from '../../../api/labels'
import { percent } from '../../../api/names'
import { endlessPods, nonNegative, validatePodTemplate, validateSelector, type IntOrString } from '../pod/api'
import { templateGeneration } from './generation'
import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from './types'

/** Checks a daemon set. Rule: ValidateDaemonSet. */
export const validateDaemonSet = (set: DaemonSet): FieldError[] => validateSpec(set, set.spec ?? {})

/** Checks a replaced one. Rule: ValidateDaemonSetUpdate. */
export function validateDaemonSetUpdate(set: DaemonSet, old: DaemonSet): FieldError[] {
  const out: FieldError[] = []
  const path = 'spec.templateGeneration'
  const now = templateGeneration(set) ?? 0
  const before = templateGeneration(old) ?? 0
  const changed = !same(set.spec.template, old.spec.template)
  if (now < before) out.push(invalid(path, now, 'must not be decremented'))
  if (now === before && changed) out.push(invalid(path, now, 'must be incremented upon template update'))
  else if (now > before && !changed) out.push(invalid(path, now, 'must not be incremented without template update'))
  return [...out, ...validateSpec(set, set.spec)]
}

/** The same as the API server does it: its selector stays. Rule: daemonSetStrategy.ValidateUpdate. */
export function validateDaemonSetReplaced(set: DaemonSet, old: DaemonSet): FieldError[] {
  const out = validateDaemonSetUpdate(set, old)
  if (!same(set.spec.selector, old.spec.selector)) out.push(invalid('spec.selector', set.spec.selector, 'field is immutable'))
  return out
}

const counts = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
] as const

/** Checks a status. Rule: ValidateDaemonSetStatusUpdate. */
export function validateDaemonSetStatus({ status }: DaemonSet, old: DaemonSet): FieldError[] {
  const out = nonNegative(status ?? {}, counts, 'status')
  const collisions = status?.collisionCount ?? 0
  if (collisions < (old.status?.collisionCount ?? 0))
    out.push(invalid('status.collisionCount', collisions, 'cannot be decremented'))
  return out
}

function validateSpec(set: DaemonSet, spec: Partial<DaemonSetSpec>): FieldError[] {
  const out: FieldError[] = []
  const { selector, template = { spec: { containers: [] } } } = spec
  validateSelector(selector, 'spec.selector', out)
  const labels = template.metadata?.labels
  if (out.length === 0 && !compileSelector(selector)(labels))
    out.push(invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`'))
  if (selector && !Object.keys(selector.matchLabels ?? {}).length && !selector.matchExpressions?.length)
    out.push(invalid('spec.selector', selector, 'empty selector is invalid for daemonset'))
  out.push(...validatePodTemplate(template, 'spec.template'))
  // A daemon runs on more than one node.
  out.push(...endlessPods(template, 2, 'spec.template.spec', 'DaemonSet'))
  out.push(...nonNegative(spec, ['minReadySeconds'], 'spec'))
  const generation = templateGeneration(set) ?? 0
  if (generation < 0) out.push(invalid('spec.templateGeneration', generation, 'must be greater than or equal to 0'))
  validateStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy', out)
  return [...out, ...nonNegative(spec, ['revisionHistoryLimit'], 'spec')]
}

function validateStrategy(strategy: DaemonSetUpdateStrategy, path: string, out: FieldError[]): void {
  if (strategy.type === 'OnDelete') return
  if (strategy.type !== 'RollingUpdate') out.push(notOneOf(path, strategy, ['RollingUpdate', 'OnDelete']))
  else if (!strategy.rollingUpdate) out.push(required(`${path}.rollingUpdate`))
  else validateRolling(strategy.rollingUpdate, `${path}.rollingUpdate`, out)
}

/** Either pods may be missing or there may be more of them, not both. Rule: ValidateRollingUpdateDaemonSet. */
function validateRolling({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet, path: string, out: FieldError[]): void {
  amount(maxUnavailable, `${path}.maxUnavailable`, out)
  amount(maxSurge, `${path}.maxSurge`, out)
  atMostAll(maxUnavailable, `${path}.maxUnavailable`, out)
  atMostAll(maxSurge, `${path}.maxSurge`, out)
  const hasUnavailable = valueOf(maxUnavailable) !== 0
  const hasSurge = valueOf(maxSurge) !== 0
  if (hasUnavailable && hasSurge)
    out.push(invalid(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'))
  if (!hasUnavailable && !hasSurge) out.push(required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'))
}

function amount(value: IntOrString, path: string, out: FieldError[]): void {
  if (typeof value === 'string') for (const message of percent(value)) out.push(invalid(path, value, message))
  else if (value < 0) out.push(invalid(path, value, 'must be greater than or equal to 0'))
}

function atMostAll(value: IntOrString, path: string, out: FieldError[]): void {
  if (typeof value === 'string' && valueOf(value) > 100) out.push(invalid(path, value, 'must not be greater than 100%'))
}

/** What is no percentage counts as none. Upstream: getIntOrPercentValue. */
const valueOf = (value: IntOrString) => (typeof value === 'number' ? value : percent(value).length ? 0 : parseInt(value, 10))
