import { defineKind } from '../../../api/kind'
import type { EndpointSlice } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    EndpointSlice: EndpointSlice
  }
}

export default defineKind<EndpointSlice>({
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  namespaced: true,
  generation: true,
})
