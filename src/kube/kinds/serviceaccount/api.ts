import { defineKind } from '../../../api/kind'
import type { ServiceAccount } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    ServiceAccount: ServiceAccount
  }
}

export default defineKind<ServiceAccount>({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],  namespaced: true,
})
