import { defineKind } from '../../../api/kind'
import type { Lease } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Lease: Lease
  }
}

export default defineKind<Lease>({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  namespaced: true,
})
