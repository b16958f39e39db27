import type { Condition, KubeObject } from '../../../api/meta'
import type { PodTemplateSpec } from '../pod/api'

export interface ReplicationControllerSpec {
  /** 1 by default. */
  readonly replicas: number
  readonly minReadySeconds?: number
  /** The labels of the template by default. */
  readonly selector: Readonly<Record<string, string>>
  readonly template: PodTemplateSpec
}

export interface ReplicationControllerStatus {
  readonly replicas: number
  readonly fullyLabeledReplicas?: number
  readonly readyReplicas?: number
  readonly availableReplicas?: number
  readonly observedGeneration?: number
  readonly conditions?: readonly Condition[]
}

/** Keeps a number of equal pods in being: what there was before ReplicaSets. */
export interface ReplicationController extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'ReplicationController'
  readonly spec: ReplicationControllerSpec
  readonly status: ReplicationControllerStatus
}
