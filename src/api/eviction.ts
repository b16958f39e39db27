import type { DeleteOptions, Ref } from './client'
import { notFoundError } from './errors'
import type { Condition, KubeObject } from './meta'
import type { ApiServer } from './server'
import { timestamp } from './time'

interface Evictable extends KubeObject {
  readonly status?: { readonly phase?: string; readonly conditions?: readonly Condition[] }
}

/**
 * POST pods/NAME/eviction: a delete that a disruption budget may refuse. A running pod is first marked as the target of a disruption.
 * Throws NotFound. Upstream: EvictionREST.
 */
export function evict(server: ApiServer, actor: string, ref: Ref, options: DeleteOptions = {}): void {
  const { name, namespace = 'default' } = ref.metadata
  const pod = server.read(actor, 'Pod', name, namespace) as Evictable | undefined
  if (!pod) throw notFoundError(server.kind('Pod'), name)
  const phase = pod.status?.phase
  const unprotected =
    pod.metadata.deletionTimestamp !== undefined || phase === 'Pending' || phase === 'Succeeded' || phase === 'Failed'
  if (!unprotected) server.update(actor, disrupted(pod, timestamp(server.kernel.now)), 'status')
  server.delete(actor, 'Pod', ref, options)
}

function disrupted(pod: Evictable, lastTransitionTime: string): Evictable {
  const condition: Condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
    lastTransitionTime,
  }
  const others = pod.status?.conditions?.filter(({ type }) => type !== 'DisruptionTarget') ?? []
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } }
}
