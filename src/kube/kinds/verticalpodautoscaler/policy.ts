import { bytes, milli } from '../../../api/quantity'
import type { ResourceList } from '../pod/api'
import type { ContainerResourcePolicy, UpdateMode, VerticalPodAutoscaler } from './types'

/** `Recreate` unless the autoscaler says otherwise, as the add-on's admission fills it. */
export const updateModeOf = ({ spec }: VerticalPodAutoscaler): UpdateMode => spec.updatePolicy?.updateMode ?? 'Recreate'

/** The policy for a container: its own, or that for `*`. */
export function policyFor({ spec }: VerticalPodAutoscaler, container: string): ContainerResourcePolicy | undefined {
  const policies = spec.resourcePolicy?.containerPolicies ?? []
  return policies.find((one) => one.containerName === container) ?? policies.find((one) => one.containerName === '*')
}

/** Millicores of a cpu amount, bytes of any other. */
export const amountOf = (resource: string, text: string): number => (resource === 'cpu' ? milli(text) : bytes(text))

/** Amounts within what the policy allows. */
export function capped(amounts: ResourceList, policy: ContainerResourcePolicy | undefined): ResourceList {
  return Object.fromEntries(
    Object.entries(amounts).map(([resource, text]) => {
      const [least, most] = [policy?.minAllowed?.[resource], policy?.maxAllowed?.[resource]]
      const raised = least !== undefined && amountOf(resource, text) < amountOf(resource, least) ? least : text
      return [resource, most !== undefined && amountOf(resource, raised) > amountOf(resource, most) ? most : raised]
    }),
  )
}

/** Which resources of a container are looked after. */
export const controlled = (policy: ContainerResourcePolicy | undefined): readonly string[] =>
  policy?.controlledResources ?? ['cpu', 'memory']
