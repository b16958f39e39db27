import { defineKind } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { always, objectReference, objectSchema } from '../../../api/schema/schema'

/** Ties a pod to a node; posted, acted on and never kept. */
export interface Binding extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'Binding'
  readonly target: { readonly kind?: string; readonly name?: string }
}

declare module '../../../api/meta' {
  interface KindMap {
    Binding: Binding
  }
}

export default defineKind<Binding>({
  group: '',
  version: 'v1',
  kind: 'Binding',
  plural: 'bindings',
  singular: 'binding',
  namespaced: true,
  verbs: ['create'],
  schema: objectSchema('Binding', { target: always(objectReference) }),
})
