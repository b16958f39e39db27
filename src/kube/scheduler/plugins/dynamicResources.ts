import { fits, refuse, type SchedulerPlugin } from '../plugin'

/**
 * Pods that want devices wait for their claims, and nobody here makes any: without a driver there is no ResourceClaim that could be
 * allocated. Upstream says nothing in the pod's status about it either.
 */
export const dynamicResources: SchedulerPlugin = {
  name: 'DynamicResources',
  wakeOn: [],
  gate({ pod }) {
    const claim = pod.spec.resourceClaims?.[0]
    if (!claim) return fits
    const { resourceClaimName: name } = claim
    const why =
      name === undefined
        ? `pod "${pod.metadata.namespace}/${pod.metadata.name}": ResourceClaim not created yet`
        : `resourceclaim "${name}" not found`
    return refuse(`waiting for resource claim to be created: ${why}`, { preemptible: false })
  },
}
