import { defineKind } from '../../../api/kind'
import { nodeColumns } from './columns'
import { defaultNode } from './defaults'
import { nodeSchema } from './schema'
import type { Node } from './types'
import { validateNode, validateNodeUpdate } from './validate'

export type * from './types'
export { nodeRoles, nodeStatusWord } from './columns'

declare module '../../../api/meta' {
  interface KindMap {
    Node: Node
  }
}

export default defineKind<Node>({
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  namespaced: false,
  selectableFields: ['spec.unschedulable'],
  statusSubresource: true,
  subresources: [{ name: 'proxy', kind: 'NodeProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] }],
  schema: nodeSchema,
  defaults: defaultNode,
  // Kubelets register with a status, and it is taken.
  prepareForCreate: (node) => node,
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  validateStatusUpdate: validateNodeUpdate,
  columns: nodeColumns,
})
