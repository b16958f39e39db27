import type { Condition, KubeObject, LabelSelector, Time } from '../../../api/meta'
import type { IntOrString } from '../pod/api'

/** May a pod that is not ready be evicted although the budget is used up? */
export type UnhealthyPodEvictionPolicy = 'IfHealthyBudget' | 'AlwaysAllow'

export interface PodDisruptionBudgetSpec {
  /** Pods that must stay healthy; one of this and `maxUnavailable`. */
  readonly minAvailable?: IntOrString
  readonly maxUnavailable?: IntOrString
  /** Absent: no pod. Empty: every pod of the namespace. */
  readonly selector?: LabelSelector
  readonly unhealthyPodEvictionPolicy?: UnhealthyPodEvictionPolicy
}

export interface PodDisruptionBudgetStatus {
  readonly observedGeneration?: number
  /** Pods that the API server let go and that are still there, and when it did. */
  readonly disruptedPods?: Readonly<Record<string, Time>>
  readonly disruptionsAllowed: number
  readonly currentHealthy: number
  readonly desiredHealthy: number
  readonly expectedPods: number
  readonly conditions?: readonly Condition[]
}

/** How many of a group of pods may be taken away on purpose at a time. */
export interface PodDisruptionBudget extends KubeObject {
  readonly apiVersion: 'policy/v1'
  readonly kind: 'PodDisruptionBudget'
  readonly spec: PodDisruptionBudgetSpec
  readonly status: PodDisruptionBudgetStatus
}
