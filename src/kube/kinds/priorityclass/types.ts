import type { KubeObject } from '../../../api/meta'

/** May pods of a class push others out to make room? */
export type PreemptionPolicy = 'PreemptLowerPriority' | 'Never'

/** A name for a priority: the higher the value, the more important the pods that name it. */
export interface PriorityClass extends KubeObject {
  readonly apiVersion: 'scheduling.k8s.io/v1'
  readonly kind: 'PriorityClass'
  readonly value: number
  /** Pods that name no class get this one. */
  readonly globalDefault?: boolean
  readonly description?: string
  /** PreemptLowerPriority by default. */
  readonly preemptionPolicy?: PreemptionPolicy
}
