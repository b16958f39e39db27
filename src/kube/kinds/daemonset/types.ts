import type { Condition, KubeObject, LabelSelector } from '../../../api/meta'
import type { IntOrString, PodTemplateSpec } from '../pod/api'

export interface RollingUpdateDaemonSet {
  /** Nodes that may be without a working pod, a count or a percentage; 1 by default. */
  readonly maxUnavailable?: IntOrString
  /** Nodes that may have an old pod and a new one; 0 by default. */
  readonly maxSurge?: IntOrString
}

export interface DaemonSetUpdateStrategy {
  readonly type?: 'RollingUpdate' | 'OnDelete'
  readonly rollingUpdate?: RollingUpdateDaemonSet
}

export interface DaemonSetSpec {
  readonly selector: LabelSelector
  readonly template: PodTemplateSpec
  readonly updateStrategy: DaemonSetUpdateStrategy
  readonly minReadySeconds?: number
  /** 10 by default. */
  readonly revisionHistoryLimit?: number
}

export interface DaemonSetStatus {
  /** Nodes that run a pod and are to run one. */
  readonly currentNumberScheduled: number
  /** Nodes that run a pod and are not to run one. */
  readonly numberMisscheduled: number
  /** Nodes that are to run a pod. */
  readonly desiredNumberScheduled: number
  readonly numberReady: number
  readonly observedGeneration?: number
  readonly updatedNumberScheduled?: number
  readonly numberAvailable?: number
  readonly numberUnavailable?: number
  readonly collisionCount?: number
  readonly conditions?: readonly Condition[]
}

/** Keeps one pod on every node that fits. */
export interface DaemonSet extends KubeObject {
  readonly apiVersion: 'apps/v1'
  readonly kind: 'DaemonSet'
  readonly spec: DaemonSetSpec
  readonly status: DaemonSetStatus
}
