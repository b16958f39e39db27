import { defineKind } from '../../../api/kind'
import type { ConfigMap } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    ConfigMap: ConfigMap
  }
}

export default defineKind<ConfigMap>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],  namespaced: true,
})
