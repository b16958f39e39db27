import type { KubeObject } from '../../../api/meta'

/** Names an object of the same namespace; upstream: v1.TypedLocalObjectReference. */
export interface IngressResource {
  readonly apiGroup?: string
  readonly kind: string
  readonly name: string
}

/** Where requests go: to a port of a Service, or to an object that the controller knows what to do with. */
export interface IngressBackend {
  readonly service?: {
    readonly name: string
    readonly port?: { readonly name?: string; readonly number?: number }
  }
  readonly resource?: IngressResource
}

export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific'

export interface IngressPath {
  readonly path?: string
  readonly pathType?: PathType
  readonly backend: IngressBackend
}

export interface IngressRule {
  /** '' or absent: every host. `*.example.com`: one label in front. */
  readonly host?: string
  readonly http?: { readonly paths: readonly IngressPath[] }
}

export interface IngressSpec {
  readonly ingressClassName?: string
  readonly defaultBackend?: IngressBackend
  readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[]
  readonly rules?: readonly IngressRule[]
}

export interface IngressLoadBalancerIngress {
  readonly ip?: string
  readonly hostname?: string
  readonly ports?: readonly { readonly port: number; readonly protocol: string; readonly error?: string }[]
}

export interface IngressStatus {
  readonly loadBalancer?: { readonly ingress?: readonly IngressLoadBalancerIngress[] }
}

/** Hosts and paths of the outside world, and the Services behind them. */
export interface Ingress extends KubeObject {
  readonly apiVersion: 'networking.k8s.io/v1'
  readonly kind: 'Ingress'
  readonly spec: IngressSpec
  readonly status: IngressStatus
}
