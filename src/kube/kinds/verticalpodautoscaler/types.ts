import type { Condition, KubeObject } from '../../../api/meta'
import type { ScaleTargetRef } from '../horizontalpodautoscaler/api'
import type { ResourceList } from '../pod/api'

/**
 * What is done with a recommendation: nothing; new pods start with it; running pods are evicted for it (`Auto` says the same in older
 * words); or they are resized as they run, and evicted only where that cannot be.
 */
export type UpdateMode = 'Off' | 'Initial' | 'Recreate' | 'InPlaceOrRecreate' | 'Auto'

export interface ContainerResourcePolicy {
  /** `*` for all that have no policy of their own. */
  readonly containerName: string
  readonly mode?: 'Auto' | 'Off'
  readonly minAllowed?: ResourceList
  readonly maxAllowed?: ResourceList
  readonly controlledResources?: readonly string[]
  readonly controlledValues?: 'RequestsAndLimits' | 'RequestsOnly'
}

export interface VerticalPodAutoscalerSpec {
  readonly targetRef: ScaleTargetRef
  readonly updatePolicy?: {
    readonly updateMode?: UpdateMode
    /** With fewer pods nothing is evicted; 2 unless said. */
    readonly minReplicas?: number
    readonly evictionRequirements?: readonly {
      readonly resources: readonly string[]
      readonly changeRequirement: 'TargetHigherThanRequests' | 'TargetLowerThanRequests'
    }[]
  }
  readonly resourcePolicy?: { readonly containerPolicies?: readonly ContainerResourcePolicy[] }
  readonly recommenders?: readonly { readonly name: string }[]
}

export interface ContainerRecommendation {
  readonly containerName: string
  readonly target: ResourceList
  readonly lowerBound?: ResourceList
  readonly upperBound?: ResourceList
  /** The target before the policy's bounds. */
  readonly uncappedTarget?: ResourceList
}

export interface VerticalPodAutoscalerStatus {
  readonly recommendation?: { readonly containerRecommendations?: readonly ContainerRecommendation[] }
  readonly conditions?: readonly Condition[]
}

/** Finds out what the containers of a workload need, and sees to it that they request it. */
export interface VerticalPodAutoscaler extends KubeObject {
  readonly apiVersion: 'autoscaling.k8s.io/v1'
  readonly kind: 'VerticalPodAutoscaler'
  readonly spec: VerticalPodAutoscalerSpec
  readonly status?: VerticalPodAutoscalerStatus
}
