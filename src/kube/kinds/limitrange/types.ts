import type { KubeObject } from '../../../api/meta'

type Amounts = Readonly<Record<string, string>>

/** The bounds of one sort of thing: `Pod`, `Container`, `PersistentVolumeClaim`. */
export interface LimitRangeItem {
  readonly type: string
  readonly max?: Amounts
  readonly min?: Amounts
  /** What containers that say nothing are limited to. */
  readonly default?: Amounts
  /** What containers that say nothing request. */
  readonly defaultRequest?: Amounts
  readonly maxLimitRequestRatio?: Amounts
}

/** How much single pods, containers and claims of a namespace may take. */
export interface LimitRange extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'LimitRange'
  readonly spec: { readonly limits: readonly LimitRangeItem[] | null }
}
