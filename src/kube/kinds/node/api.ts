import { defineKind } from '../../../api/kind'
import type { Node } from './types'

export type * from './types'

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
  shortNames: ['no'],  namespaced: false,
  statusSubresource: true,
})
