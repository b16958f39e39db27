import type { Condition, KubeObject, LabelSelector, ObjectMeta, Time } from '../../../api/meta'
import type { PodTemplateSpec } from '../pod/api'

export type PodFailureAction = 'FailJob' | 'FailIndex' | 'Ignore' | 'Count'

export interface OnExitCodes {
  /** Any container by default. */
  readonly containerName?: string
  readonly operator: 'In' | 'NotIn'
  readonly values: readonly number[]
}

export interface OnPodCondition {
  readonly type: string
  /** True by default. */
  readonly status?: 'True' | 'False' | 'Unknown'
}

/** What to do about pods that fail in a certain way; the first rule that matches counts. */
export interface PodFailureRule {
  readonly action: PodFailureAction
  readonly onExitCodes?: OnExitCodes
  readonly onPodConditions?: readonly OnPodCondition[]
}

export interface PodFailurePolicy {
  readonly rules: readonly PodFailureRule[]
}

/** When an Indexed Job counts as done though indexes are left. */
export interface SuccessRule {
  readonly succeededIndexes?: string
  readonly succeededCount?: number
}

export interface SuccessPolicy {
  readonly rules: readonly SuccessRule[]
}

export interface JobSpec {
  /** Pods at a time; 1 by default. */
  readonly parallelism?: number
  /** Successes wanted; absent = a work queue, done when one pod succeeds and all have ended. */
  readonly completions?: number
  readonly activeDeadlineSeconds?: number
  readonly podFailurePolicy?: PodFailurePolicy
  readonly successPolicy?: SuccessPolicy
  /** 6 by default. */
  readonly backoffLimit?: number
  readonly backoffLimitPerIndex?: number
  readonly maxFailedIndexes?: number
  readonly selector?: LabelSelector
  readonly manualSelector?: boolean
  readonly template: PodTemplateSpec
  readonly ttlSecondsAfterFinished?: number
  readonly completionMode?: 'NonIndexed' | 'Indexed'
  readonly suspend?: boolean
  readonly podReplacementPolicy?: 'TerminatingOrFailed' | 'Failed'
  readonly managedBy?: string
}

/** Pods that have ended and whose finalizer may still be there: uids. */
export interface UncountedTerminatedPods {
  readonly succeeded?: readonly string[]
  readonly failed?: readonly string[]
}

export interface JobStatus {
  readonly conditions?: readonly Condition[]
  readonly startTime?: Time
  readonly completionTime?: Time
  readonly active?: number
  readonly succeeded?: number
  readonly failed?: number
  readonly terminating?: number
  readonly completedIndexes?: string
  readonly failedIndexes?: string
  readonly uncountedTerminatedPods?: UncountedTerminatedPods
  readonly ready?: number
}

/** Runs pods until enough of them have succeeded. */
export interface Job extends KubeObject {
  readonly apiVersion: 'batch/v1'
  readonly kind: 'Job'
  readonly spec: JobSpec
  readonly status: JobStatus
}

/** What a Job made from it looks like. */
export interface JobTemplateSpec {
  readonly metadata?: Partial<ObjectMeta>
  readonly spec: JobSpec
}
