import type { KubeObject } from '../../../api/meta'

/** Which objects a quota counts; upstream: ScopedResourceSelectorRequirement. */
export interface ScopeRequirement {
  readonly scopeName: string
  readonly operator: string
  readonly values?: readonly string[]
}

export interface ResourceQuotaStatus {
  readonly hard?: Readonly<Record<string, string>>
  readonly used?: Readonly<Record<string, string>>
}

/** How much of everything a namespace may use. */
export interface ResourceQuota extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'ResourceQuota'
  readonly spec: {
    readonly hard?: Readonly<Record<string, string>>
    readonly scopes?: readonly string[]
    readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeRequirement[] }
  }
  readonly status?: ResourceQuotaStatus
}
