import { defineKind } from '../../../api/kind'
import type { Service } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Service: Service
  }
}

export default defineKind<Service>({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],  categories: ['all'],  namespaced: true,
  statusSubresource: true,
})
