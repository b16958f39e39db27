import { defineKind } from '../../../api/kind'
import type { Secret } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Secret: Secret
  }
}

export default defineKind<Secret>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  namespaced: true,
})
