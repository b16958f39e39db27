import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import type { Column } from '../../../api/kind'
import type { Node } from './types'

const rolePrefix = 'node-role.kubernetes.io/'
const roleLabel = 'kubernetes.io/role'

/** `kubectl get nodes`. Rule: printNode. */
export const nodeColumns: readonly Column<Node>[] = [
  nameColumn,
  textColumn('Status', nodeStatusWord),
  textColumn('Roles', (node) => nodeRoles(node).join(',') || '<none>'),
  ageColumn,
  textColumn('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
  textColumn('Internal-IP', (node) => address(node, 'InternalIP'), 'wide'),
  textColumn('External-IP', (node) => address(node, 'ExternalIP'), 'wide'),
  textColumn('OS-Image', ({ status }) => status?.nodeInfo?.osImage || '<unknown>', 'wide'),
  textColumn('Kernel-Version', ({ status }) => status?.nodeInfo?.kernelVersion || '<unknown>', 'wide'),
  textColumn('Container-Runtime', ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>', 'wide'),
]

/** The STATUS of a node: Ready, NotReady or Unknown, and SchedulingDisabled when it is cordoned. */
export function nodeStatusWord({ spec, status }: Node): string {
  const ready = status?.conditions?.findLast((one) => one.type === 'Ready')
  const word = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'
  return spec?.unschedulable ? `${word},SchedulingDisabled` : word
}

/** What a node is for, by its labels, sorted. Rule: findNodeRoles. */
export function nodeRoles({ metadata }: Node): string[] {
  const roles = new Set<string>()
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length))
    else if (key === roleLabel && value) roles.add(value)
  }
  return [...roles].sort()
}

const address = ({ status }: Node, type: string) => status?.addresses?.find((one) => one.type === type)?.address ?? '<none>'
