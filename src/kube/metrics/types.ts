import type { KubeObject, Time } from '../../api/meta'

/** A metric of one object, as an adapter tells it under custom.metrics.k8s.io. Never stored. */
export interface MetricValue extends KubeObject {
  readonly apiVersion: 'custom.metrics.k8s.io/v1beta2'
  readonly kind: 'MetricValue'
  readonly describedObject: {
    readonly kind: string
    readonly namespace: string
    readonly name: string
    readonly apiVersion: string
  }
  readonly metric: { readonly name: string }
  readonly timestamp: Time
  readonly windowSeconds: number
  readonly value: string
}

/** A metric of something outside the cluster, as an adapter tells it under external.metrics.k8s.io. Never stored. */
export interface ExternalMetricValue extends KubeObject {
  readonly apiVersion: 'external.metrics.k8s.io/v1beta1'
  readonly kind: 'ExternalMetricValue'
  readonly metricName: string
  readonly metricLabels: Readonly<Record<string, string>>
  readonly timestamp: Time
  readonly value: string
}

declare module '../../api/meta' {
  interface KindMap {
    MetricValue: MetricValue
    ExternalMetricValue: ExternalMetricValue
  }
}
