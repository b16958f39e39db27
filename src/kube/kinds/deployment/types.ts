import type { Condition, KubeObject, LabelSelector } from '../../../api/meta'
import type { IntOrString, PodTemplateSpec } from '../pod/api'

export interface RollingUpdateDeployment {
  /** Counts or percentages; 25% by default. */
  readonly maxUnavailable?: IntOrString
  readonly maxSurge?: IntOrString
}

export interface DeploymentStrategy {
  readonly type?: 'Recreate' | 'RollingUpdate'
  readonly rollingUpdate?: RollingUpdateDeployment
}

export interface DeploymentSpec {
  /** 1 by default. */
  readonly replicas: number
  readonly selector: LabelSelector
  readonly template: PodTemplateSpec
  /** A rolling update by default. */
  readonly strategy: DeploymentStrategy
  readonly minReadySeconds?: number
  /** 10 by default. */
  readonly revisionHistoryLimit?: number
  readonly paused?: boolean
  /** 600 by default. */
  readonly progressDeadlineSeconds?: number
}

export interface DeploymentStatus {
  readonly observedGeneration?: number
  readonly replicas?: number
  readonly updatedReplicas?: number
  readonly readyReplicas?: number
  readonly availableReplicas?: number
  readonly unavailableReplicas?: number
  readonly terminatingReplicas?: number
  readonly conditions?: readonly Condition[]
  readonly collisionCount?: number
}

/** Rolls from one version of a pod template to the next. */
export interface Deployment extends KubeObject {
  readonly apiVersion: 'apps/v1'
  readonly kind: 'Deployment'
  readonly spec: DeploymentSpec
  readonly status: DeploymentStatus
}
