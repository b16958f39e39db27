import type { Hit } from '../../scene/hit'
import type { DocumentStatus } from '../../world/frame'
import type { View } from '../readModel'
import type { MenuTarget } from './menuItems'

/** What a menu on this place of the stage is about. */
export function targetOf(hit: Hit | null): MenuTarget {
  switch (hit?.kind) {
    case 'pod':
      return { kind: 'Pod', uid: hit.uid }
    case 'node':
      return { kind: 'Node', uid: hit.uid }
    case 'service':
      return { kind: 'Service', uid: hit.uid }
    case 'owner':
      return { kind: 'Workload', uid: hit.uid }
    case 'object':
      return { kind: 'Object', uid: hit.uid }
    case 'apiserver':
    case 'etcd':
    case 'scheduler':
      return { kind: 'Part', part: hit.kind }
    case 'controller':
      return { kind: 'Part', part: 'controller-manager' }
    case 'ghost':
    case undefined:
      return { kind: 'Stage' }
  }
}

/** True for what the inspector can show: objects of the API, and the parts of the control plane. */
export const isShowable = (hit: { readonly kind: string }): boolean => hit.kind !== 'ghost' && hit.kind !== 'group'

/** Uids on stage that a document stands for: a Service itself, or the pods of what it asks for. */
export function shapesOf(view: View, document: DocumentStatus): readonly string[] {
  const { uid, name, namespace } = document
  if (!uid) return []
  if (view.services.some((service) => service.uid === uid)) return [uid]
  const pods = [...view.pods.values()].filter((pod) => pod.uid === uid || (pod.namespace === namespace && pod.app === name))
  return [uid, ...pods.map((pod) => pod.uid)]
}
