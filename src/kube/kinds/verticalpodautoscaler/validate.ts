import { invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { amountOf } from './policy'
import type { VerticalPodAutoscaler } from './types'

const MODES = ['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate', 'Auto']

/** What the resource definition and the add-on's admission ask for; upstream: ValidateVPA. */
export function validateVerticalPodAutoscaler({ spec }: VerticalPodAutoscaler): FieldError[] {
  const out: FieldError[] = []
  const { updatePolicy, resourcePolicy, targetRef } = spec
  if (!targetRef) out.push(required('spec.targetRef'))
  const mode = updatePolicy?.updateMode
  if (mode !== undefined && !MODES.includes(mode)) out.push(notSupported('spec.updatePolicy.updateMode', mode, MODES))
  const least = updatePolicy?.minReplicas
  if (least !== undefined && least <= 0) {
    out.push(invalid('spec.updatePolicy.minReplicas', least, 'minReplicas has to be positive'))
  }
  resourcePolicy?.containerPolicies?.forEach((policy, i) => {
    const at = `spec.resourcePolicy.containerPolicies[${i}]`
    const { containerName, mode: scaling, minAllowed = {}, maxAllowed = {}, controlledValues } = policy
    if (!containerName) out.push(required(`${at}.containerName`))
    if (scaling !== undefined && scaling !== 'Auto' && scaling !== 'Off') {
      out.push(notSupported(`${at}.mode`, scaling, ['Auto', 'Off']))
    }
    if (controlledValues !== undefined && !['RequestsAndLimits', 'RequestsOnly'].includes(controlledValues)) {
      out.push(notSupported(`${at}.controlledValues`, controlledValues, ['RequestsAndLimits', 'RequestsOnly']))
    } else if (scaling === 'Off' && controlledValues !== undefined) {
      out.push(invalid(`${at}.controlledValues`, controlledValues, 'should not be specified if container scaling mode is off'))
    }
    for (const [resource, min] of Object.entries(minAllowed)) {
      const max = maxAllowed[resource]
      if (max === undefined || amountOf(resource, max) >= amountOf(resource, min)) continue
      out.push(invalid(`${at}.maxAllowed.${resource}`, max, `max resource for ${resource} is lower than min`))
    }
  })
  return out
}
