import { defineKind } from '../../../api/kind'
import type { Deployment } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Deployment: Deployment
  }
}

export default defineKind<Deployment>({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],  categories: ['all'],  namespaced: true,
  statusSubresource: true,
  scaleSubresource: true,
  generation: true,
})
