import { defineKind } from '../../../api/kind'
import type { ReplicaSet } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    ReplicaSet: ReplicaSet
  }
}

export default defineKind<ReplicaSet>({
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],  categories: ['all'],  namespaced: true,
  statusSubresource: true,
  scaleSubresource: true,
  generation: true,
})
