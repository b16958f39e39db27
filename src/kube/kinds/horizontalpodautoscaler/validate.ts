import { invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { nonNegative } from '../pod/api'
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, ScalingPolicy, ScalingRules } from './types'
import { isNegative, pathSegment, validateMetrics } from './validateMetrics'

/** The most seconds that recommendations may count, and that a policy may look back. */
const MAX_WINDOW = 3600
const MAX_PERIOD = 1800

/** Checks an autoscaler. Rule: ValidateHorizontalPodAutoscaler. */
export const validateHorizontalPodAutoscaler = ({ spec }: HorizontalPodAutoscaler): FieldError[] => validateSpec(spec ?? {}, 1)

/** Checks a replaced one: what was scaled to zero before may stay so. Rule: ValidateHorizontalPodAutoscalerUpdate. */
export const validateHorizontalPodAutoscalerUpdate = (
  { spec }: HorizontalPodAutoscaler,
  old: HorizontalPodAutoscaler,
): FieldError[] => validateSpec(spec, old.spec.minReplicas === 0 ? 0 : 1)

/** Checks a status. Rule: ValidateHorizontalPodAutoscalerStatusUpdate. */
export const validateHorizontalPodAutoscalerStatus = ({ status }: HorizontalPodAutoscaler): FieldError[] =>
  nonNegative(status ?? {}, ['currentReplicas', 'desiredReplicas'], 'status')

function validateSpec(spec: HorizontalPodAutoscalerSpec, lowest: number): FieldError[] {
  const out: FieldError[] = []
  const { minReplicas, maxReplicas = 0, scaleTargetRef, metrics, behavior } = spec
  if (minReplicas !== undefined && minReplicas < lowest) {
    out.push(invalid('spec.minReplicas', minReplicas, `must be greater than or equal to ${lowest}`))
  }
  if (maxReplicas < 1) out.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0'))
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    out.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'))
  }
  for (const field of ['kind', 'name'] as const) pathSegment(scaleTargetRef?.[field], `spec.scaleTargetRef.${field}`, out)
  validateMetrics(metrics ?? [], minReplicas, 'spec.metrics', out)
  validateRules(behavior?.scaleUp, 'spec.behavior.scaleUp', out)
  validateRules(behavior?.scaleDown, 'spec.behavior.scaleDown', out)
  return out
}

function validateRules(rules: ScalingRules | undefined, path: string, out: FieldError[]): void {
  if (!rules) return
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules
  if (window !== undefined && window < 0) {
    out.push(invalid(`${path}.stabilizationWindowSeconds`, window, 'must be greater than or equal to zero'))
  }
  if (window !== undefined && window > MAX_WINDOW) {
    out.push(invalid(`${path}.stabilizationWindowSeconds`, window, `must be less than or equal to ${MAX_WINDOW}`))
  }
  if (selectPolicy !== undefined && !['Disabled', 'Max', 'Min'].includes(selectPolicy)) {
    out.push(notSupported(`${path}.selectPolicy`, selectPolicy, ['Disabled', 'Max', 'Min']))
  }
  if (!policies.length) out.push(required(`${path}.policies`, 'must specify at least one Policy'))
  policies.forEach((policy, i) => validatePolicy(policy, `${path}.policies[${i}]`, out))
  if (tolerance !== undefined && isNegative(tolerance)) {
    out.push(invalid(`${path}.tolerance`, tolerance, 'must be greater than or equal to 0'))
  }
}

function validatePolicy({ type, value = 0, periodSeconds = 0 }: ScalingPolicy, path: string, out: FieldError[]): void {
  if (type !== 'Pods' && type !== 'Percent') out.push(notSupported(`${path}.type`, type, ['Percent', 'Pods']))
  if (value <= 0) out.push(invalid(`${path}.value`, value, 'must be greater than zero'))
  if (periodSeconds <= 0) out.push(invalid(`${path}.periodSeconds`, periodSeconds, 'must be greater than zero'))
  if (periodSeconds > MAX_PERIOD) {
    out.push(invalid(`${path}.periodSeconds`, periodSeconds, `must be less than or equal to ${MAX_PERIOD}`))
  }
}
