import type { KubeObject, LabelSelector } from '../../../api/meta'
import type { IntOrString } from '../pod/api'

export interface PolicyPort {
  /** TCP by default. */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP'
  /** Number, or name of a container's port; absent: all of them. */
  readonly port?: IntOrString
  /** Last number of a range that begins with `port`. */
  readonly endPort?: number
}

export interface PolicyPeer {
  /** Pods of the policy's own namespace, or of those that `namespaceSelector` selects. */
  readonly podSelector?: LabelSelector
  readonly namespaceSelector?: LabelSelector
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] }
}

/** A rule lets pass what is to or from one of its peers at one of its ports; none given = all. */
export interface IngressPolicyRule {
  readonly ports?: readonly PolicyPort[]
  readonly from?: readonly PolicyPeer[]
}

export interface EgressPolicyRule {
  readonly ports?: readonly PolicyPort[]
  readonly to?: readonly PolicyPeer[]
}

export type PolicyType = 'Ingress' | 'Egress'

export interface NetworkPolicySpec {
  readonly podSelector?: LabelSelector
  readonly ingress?: readonly IngressPolicyRule[]
  readonly egress?: readonly EgressPolicyRule[]
  readonly policyTypes?: readonly PolicyType[]
}

/** Who may speak with the pods that it selects; as soon as one policy selects a pod, only what some rule names may. */
export interface NetworkPolicy extends KubeObject {
  readonly apiVersion: 'networking.k8s.io/v1'
  readonly kind: 'NetworkPolicy'
  readonly spec: NetworkPolicySpec
}
