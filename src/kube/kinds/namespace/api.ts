import { defineKind } from '../../../api/kind'
import type { Namespace } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Namespace: Namespace
  }
}

export default defineKind<Namespace>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],  namespaced: false,
  statusSubresource: true,
})
