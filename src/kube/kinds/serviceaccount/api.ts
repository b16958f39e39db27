import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { list, objectReference, objectSchema, struct } from '../../../api/schema/schema'
import { tokenSubresource } from './token'
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
  shortNames: ['sa'],
  namespaced: true,
  subresources: [tokenSubresource],
  schema: objectSchema('ServiceAccount', {
    secrets: list(objectReference),
    imagePullSecrets: list(struct('v1.LocalObjectReference', { name: 'string' })),
    automountServiceAccountToken: 'bool*',
  }),
  columns: [nameColumn, textColumn('Secrets', ({ secrets = [] }) => secrets.length), ageColumn],
})
