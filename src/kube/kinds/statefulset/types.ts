import type { Condition, KubeObject, LabelSelector, ObjectMeta } from '../../../api/meta'
import type { IntOrString, PersistentVolumeClaimSpec, PodTemplateSpec } from '../pod/api'

export interface RollingUpdateStatefulSet {
  /** Pods below this place keep the current revision; 0 by default. */
  readonly partition?: number
  /** Pods that may be missing at a time, a count or a percentage of all; without it they are replaced one by one. */
  readonly maxUnavailable?: IntOrString
}

export interface StatefulSetUpdateStrategy {
  readonly type?: 'RollingUpdate' | 'OnDelete'
  readonly rollingUpdate?: RollingUpdateStatefulSet
}

/** A claim that every pod gets one of. */
export interface ClaimTemplate {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata: Partial<ObjectMeta> & { readonly name: string }
  readonly spec: PersistentVolumeClaimSpec
  readonly status?: { readonly phase?: string }
}

export type ClaimFate = 'Retain' | 'Delete'

/** What becomes of claims with the set, or with a pod that is scaled away. */
export interface ClaimRetentionPolicy {
  readonly whenDeleted?: ClaimFate
  readonly whenScaled?: ClaimFate
}

export interface StatefulSetSpec {
  /** 1 by default. */
  readonly replicas: number
  readonly selector: LabelSelector
  readonly template: PodTemplateSpec
  readonly volumeClaimTemplates?: readonly ClaimTemplate[]
  /** The headless service that gives the pods their names. */
  readonly serviceName: string
  /** One after the other, each Ready before the next, by default. */
  readonly podManagementPolicy: 'OrderedReady' | 'Parallel'
  readonly updateStrategy: StatefulSetUpdateStrategy
  /** 10 by default. */
  readonly revisionHistoryLimit?: number
  readonly minReadySeconds?: number
  readonly persistentVolumeClaimRetentionPolicy?: ClaimRetentionPolicy
  readonly ordinals?: { readonly start?: number }
}

export interface StatefulSetStatus {
  readonly observedGeneration?: number
  readonly replicas: number
  readonly readyReplicas?: number
  readonly currentReplicas?: number
  readonly updatedReplicas?: number
  readonly availableReplicas?: number
  readonly currentRevision?: string
  readonly updateRevision?: string
  readonly collisionCount?: number
  readonly conditions?: readonly Condition[]
}

/** Pods with names that stay, made, replaced and given up in order. */
export interface StatefulSet extends KubeObject {
  readonly apiVersion: 'apps/v1'
  readonly kind: 'StatefulSet'
  readonly spec: StatefulSetSpec
  readonly status: StatefulSetStatus
}
