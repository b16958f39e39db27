import type { Condition, KubeObject } from '../../../api/meta'

export interface NamespaceStatus {
  readonly phase: 'Active' | 'Terminating'
  readonly conditions?: readonly Condition[]
}

/** A room of names. Deleting it empties it first. */
export interface Namespace extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'Namespace'
  readonly spec: { readonly finalizers?: readonly string[] }
  readonly status: NamespaceStatus
}
