import { conflictError, type ResourceName } from './errors'
import type { KubeObject, Time } from './meta'

interface Bindable extends KubeObject {
  readonly spec?: { readonly nodeName?: string }
  readonly status?: { readonly conditions?: readonly { readonly type: string }[] }
}

/** The pod as POST pods/NAME/binding leaves it. Throws Conflict for one that has a node or is going; upstream: BindingREST. */
export function boundPod(kind: ResourceName, object: KubeObject, node: string, now: Time): KubeObject {
  const { apiVersion, metadata, spec, status } = object as Bindable
  const { name, deletionTimestamp } = metadata
  const refused = deletionTimestamp
    ? `pod ${name} is being deleted, cannot be assigned to a host`
    : spec?.nodeName && `pod ${name} is already assigned to node ${JSON.stringify(spec.nodeName)}`
  if (refused) throw conflictError({ ...kind, plural: 'pods/binding' }, name, refused)
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: now }
  const conditions = (status?.conditions ?? []).filter((condition) => condition.type !== 'PodScheduled').concat(scheduled)
  const bound: Bindable = {
    apiVersion,
    kind: object.kind,
    metadata,
    spec: { ...spec, nodeName: node },
    status: { ...status, conditions },
  }
  return bound
}
