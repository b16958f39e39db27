import { defineKind } from '../../../api/kind'
import type { Pod } from './types'

export type * from './containerTypes'
export type * from './types'
export type * from './volumeTypes'

declare module '../../../api/meta' {
  interface KindMap {
    Pod: Pod
  }
}

export default defineKind<Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  statusSubresource: true,
  generation: true,
})
