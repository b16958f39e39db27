import { invalid, notSupported, type FieldError } from '../../../api/errors'
import { percent } from '../../../api/names'
import { nonNegative, validateSelector, type IntOrString } from '../pod/api'
import type { PodDisruptionBudget } from './types'

const policies = ['AlwaysAllow', 'IfHealthyBudget']

/** Checks a budget. Rule: ValidatePodDisruptionBudgetSpec. */
export function validateBudget({ spec = {} }: PodDisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec
  const out: FieldError[] = []
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    out.push(invalid('spec', spec, 'minAvailable and maxUnavailable cannot be both set'))
  if (minAvailable !== undefined) amount(minAvailable, 'spec.minAvailable', out)
  if (maxUnavailable !== undefined) amount(maxUnavailable, 'spec.maxUnavailable', out)
  validateSelector(selector, 'spec.selector', out)
  if (policy !== undefined && !policies.includes(policy))
    out.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, policies))
  return out
}

/** Checks a status. Rule: ValidatePodDisruptionBudgetStatusUpdate. */
export const validateBudgetStatus = ({ status }: PodDisruptionBudget): FieldError[] =>
  nonNegative(status ?? {}, ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'], 'status')

/** Rules: ValidatePositiveIntOrPercent, IsNotMoreThan100Percent. */
function amount(value: IntOrString, path: string, out: FieldError[]): void {
  if (typeof value === 'number') {
    if (value < 0) out.push(invalid(path, value, 'must be greater than or equal to 0'))
    return
  }
  const wrong = percent(value)
  for (const message of wrong) out.push(invalid(path, value, message))
  if (wrong.length === 0 && parseInt(value, 10) > 100) out.push(invalid(path, value, 'must not be greater than 100%'))
}
