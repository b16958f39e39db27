import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { percent } from '../../../api/names'
import { nonNegative, validateCounts, validateWorkload, type IntOrString } from '../pod/api'
import type { Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment } from './types'

/** Checks a deployment. Rule: ValidateDeployment. */
export const validateDeployment = ({ spec }: Deployment): FieldError[] => validateSpec(spec ?? {})

/** Checks a replaced deployment: its selector stays. Rules: ValidateDeploymentUpdate, deploymentStrategy.ValidateUpdate. */
export function validateDeploymentUpdate({ spec }: Deployment, old: Deployment): FieldError[] {
  const out = validateSpec(spec)
  if (!same(spec.selector, old.spec.selector)) out.push(invalid('spec.selector', spec.selector, 'field is immutable'))
  return out
}

/** Checks a status. Rule: ValidateDeploymentStatusUpdate. */
export const validateDeploymentStatus = (deployment: Deployment, old: Deployment): FieldError[] =>
  validateCounts(deployment.status ?? {}, old.status ?? {}, ['updatedReplicas', 'readyReplicas', 'availableReplicas'])

function validateSpec(spec: Partial<DeploymentSpec>): FieldError[] {
  const out = validateWorkload(spec, 'spec')
  validateStrategy(spec.strategy ?? {}, 'spec.strategy', out)
  out.push(...nonNegative(spec, ['revisionHistoryLimit', 'progressDeadlineSeconds'], 'spec'))
  const deadline = spec.progressDeadlineSeconds
  if (deadline !== undefined && deadline <= (spec.minReadySeconds ?? 0)) {
    out.push(invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'))
  }
  return out
}

function validateStrategy({ type, rollingUpdate }: DeploymentStrategy, path: string, out: FieldError[]): void {
  if (type === 'Recreate') {
    if (rollingUpdate) out.push(forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'"))
  } else if (type !== 'RollingUpdate') {
    out.push(notSupported(path, { type, ...(rollingUpdate && { rollingUpdate }) }, ['Recreate', 'RollingUpdate']))
  } else if (!rollingUpdate) out.push(required(`${path}.rollingUpdate`, 'this should be defaulted and never be nil'))
  else validateRolling(rollingUpdate, `${path}.rollingUpdate`, out)
}

function validateRolling({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment, path: string, out: FieldError[]): void {
  amount(maxUnavailable, `${path}.maxUnavailable`, out)
  amount(maxSurge, `${path}.maxSurge`, out)
  if (isZero(maxUnavailable) && isZero(maxSurge)) {
    out.push(invalid(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'))
  }
  if (typeof maxUnavailable === 'string' && !percent(maxUnavailable).length && parseInt(maxUnavailable, 10) > 100) {
    out.push(invalid(`${path}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%'))
  }
}

const isZero = (value: IntOrString) => (typeof value === 'number' ? value === 0 : /^0+%$/.test(value))

function amount(value: IntOrString, path: string, out: FieldError[]): void {
  if (typeof value === 'string') for (const message of percent(value)) out.push(invalid(path, value, message))
  else if (value < 0) out.push(invalid(path, value, 'must be greater than or equal to 0'))
}
