import type { Hit } from '../../scene/hit'
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

/** True for what the inspector can show: objects of the API. */
export const isObject = (hit: Hit): boolean => ['pod', 'node', 'service', 'owner'].includes(hit.kind)

/** Uids on stage that a document stands for: itself, the pods of a workload, the endpoints of a Service. */
export function shapesOf(view: View, file: string, line: number): readonly string[] {
  const document = view.documents.find((other) => other.file === file && other.line <= line && line <= other.endLine)
  if (!document?.uid) return []
  const pods = [...view.pods.values()].filter(
    (pod) => pod.namespace === document.namespace && (pod.uid === document.uid || pod.app === document.name),
  )
  return document.kind === 'Service' ? [document.uid] : [document.uid, ...pods.map((pod) => pod.uid)]
}
