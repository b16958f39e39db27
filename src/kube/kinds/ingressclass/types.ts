import type { KubeObject } from '../../../api/meta'

export interface IngressClassParameters {
  readonly apiGroup?: string
  readonly kind: string
  readonly name: string
  /** Cluster by default. */
  readonly scope?: 'Cluster' | 'Namespace'
  readonly namespace?: string
}

export interface IngressClassSpec {
  readonly controller?: string
  readonly parameters?: IngressClassParameters
}

/** Which controller takes care of the Ingresses of a class. */
export interface IngressClass extends KubeObject {
  readonly apiVersion: 'networking.k8s.io/v1'
  readonly kind: 'IngressClass'
  readonly spec: IngressClassSpec
}
