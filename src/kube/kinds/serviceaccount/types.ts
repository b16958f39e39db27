import type { KubeObject } from '../../../api/meta'

/** Who a pod is when it speaks to the API server. */
export interface ServiceAccount extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'ServiceAccount'
  readonly secrets?: readonly { readonly name?: string; readonly namespace?: string }[]
  readonly imagePullSecrets?: readonly { readonly name?: string }[]
  readonly automountServiceAccountToken?: boolean
}
