import { conflictError, type ResourceName } from './errors'
import type { KubeObject, Time } from './meta'

interface Bindable extends KubeObject {
  readonly spec?: { readonly nodeName?: string }
  readonly status?: { readonly conditions?: readonly { readonly type: string }[] }
}

/** The pod as POST pods/NAME/binding leaves it. Throws Conflict for one that has a node or is going; upstream: BindingREST. */
export function boundPod(kind: ResourceName, object: KubeObject, node: string, now: Time): KubeObject {
  const { spec, status, ...pod } = object as Bindable
  const { name, deletionTimestamp } = pod.metadata
  const binding = { ...kind, plural: 'pods/binding' }
  if (deletionTimestamp) throw conflictError(binding, name, `pod ${name} is being deleted, cannot be assigned to a host`)
  if (spec?.nodeName)
    throw conflictError(binding, name, `pod ${name} is already assigned to node ${JSON.stringify(spec.nodeName)}`)
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: now }
  const conditions = [...(status?.conditions ?? []).filter((condition) => condition.type !== 'PodScheduled'), scheduled]
  return { ...pod, spec: { ...spec, nodeName: node }, status: { ...status, conditions } } as KubeObject
}
