import type { Condition, KubeObject, LabelSelector, Time } from '../../../api/meta'

/** Names an object, whatever its kind's version; upstream: CrossVersionObjectReference. */
export interface ScaleTargetRef {
  readonly apiVersion?: string
  readonly kind: string
  readonly name: string
}

export interface MetricIdentifier {
  readonly name: string
  readonly selector?: LabelSelector
}

/** What a metric should be; one of the three amounts is set. */
export interface MetricTarget {
  readonly type: 'Utilization' | 'Value' | 'AverageValue'
  readonly value?: string
  readonly averageValue?: string
  /** Percent of what the pods request. */
  readonly averageUtilization?: number
}

export interface MetricSpec {
  readonly type: 'Object' | 'Pods' | 'Resource' | 'ContainerResource' | 'External'
  readonly object?: { readonly describedObject: ScaleTargetRef; readonly target: MetricTarget; readonly metric: MetricIdentifier }
  readonly pods?: { readonly metric: MetricIdentifier; readonly target: MetricTarget }
  readonly resource?: { readonly name: string; readonly target: MetricTarget }
  readonly containerResource?: { readonly name: string; readonly target: MetricTarget; readonly container: string }
  readonly external?: { readonly metric: MetricIdentifier; readonly target: MetricTarget }
}

export interface MetricValueStatus {
  readonly value?: string
  readonly averageValue?: string
  readonly averageUtilization?: number
}

/** A metric as it was when last computed. One that could not be computed has an empty type. */
export interface MetricStatus {
  readonly type: MetricSpec['type'] | ''
  readonly object?: {
    readonly metric: MetricIdentifier
    readonly current: MetricValueStatus
    readonly describedObject: ScaleTargetRef
  }
  readonly pods?: { readonly metric: MetricIdentifier; readonly current: MetricValueStatus }
  readonly resource?: { readonly name: string; readonly current: MetricValueStatus }
  readonly containerResource?: { readonly name: string; readonly current: MetricValueStatus; readonly container: string }
  readonly external?: { readonly metric: MetricIdentifier; readonly current: MetricValueStatus }
}

/** So much change is allowed in so much time. */
export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent'
  readonly value: number
  readonly periodSeconds: number
}

/** How fast an autoscaler may go in one direction. */
export interface ScalingRules {
  /** The best of the recommendations of so many seconds counts; 0 up, 300 down by default. */
  readonly stabilizationWindowSeconds?: number
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled'
  readonly policies?: readonly ScalingPolicy[]
  /** Share by which a metric may miss its target, as a quantity; 0.1 unless said. */
  readonly tolerance?: string
}

export interface HorizontalPodAutoscalerSpec {
  readonly scaleTargetRef: ScaleTargetRef
  /** 1 by default. */
  readonly minReplicas?: number
  readonly maxReplicas: number
  /** CPU at 80 % of the request by default. */
  readonly metrics?: readonly MetricSpec[]
  readonly behavior?: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules }
}

export interface HorizontalPodAutoscalerStatus {
  readonly observedGeneration?: number
  readonly lastScaleTime?: Time
  readonly currentReplicas?: number
  readonly desiredReplicas: number
  readonly currentMetrics?: readonly MetricStatus[] | null
  readonly conditions?: readonly Condition[] | null
}

/** Sizes a workload by metrics of its pods or of other things. */
export interface HorizontalPodAutoscaler extends KubeObject {
  readonly apiVersion: 'autoscaling/v2'
  readonly kind: 'HorizontalPodAutoscaler'
  readonly spec: HorizontalPodAutoscalerSpec
  readonly status: HorizontalPodAutoscalerStatus
}
