import { ageColumn, nameColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { KubeObject, Time } from '../../../api/meta'
import { map, objectSchema, struct } from '../../../api/schema/schema'

/** A histogram with its weights scaled to whole numbers up to 10000. */
export interface HistogramCheckpoint {
  readonly referenceTimestamp: Time
  /** By number of the bucket; empty buckets are left out. */
  readonly bucketWeights: Readonly<Record<string, number>>
  readonly totalWeight: number
}

/** What the recommender knows of one container, kept so that a restart forgets nothing. */
export interface VerticalPodAutoscalerCheckpoint extends KubeObject {
  readonly apiVersion: 'autoscaling.k8s.io/v1'
  readonly kind: 'VerticalPodAutoscalerCheckpoint'
  readonly spec: { readonly vpaObjectName: string; readonly containerName: string }
  readonly status?: {
    readonly lastUpdateTime?: Time
    readonly version?: string
    readonly cpuHistogram?: HistogramCheckpoint
    readonly memoryHistogram?: HistogramCheckpoint
    readonly firstSampleStart?: Time
    readonly lastSampleStart?: Time
    readonly totalSamplesCount?: number
  }
}

declare module '../../../api/meta' {
  interface KindMap {
    VerticalPodAutoscalerCheckpoint: VerticalPodAutoscalerCheckpoint
  }
}

const histogram = struct('v1.HistogramCheckpoint', {
  referenceTimestamp: 'time',
  bucketWeights: map('int64'),
  totalWeight: 'float64',
})

export default defineKind<VerticalPodAutoscalerCheckpoint>({
  group: 'autoscaling.k8s.io',
  version: 'v1',
  kind: 'VerticalPodAutoscalerCheckpoint',
  plural: 'verticalpodautoscalercheckpoints',
  singular: 'verticalpodautoscalercheckpoint',
  shortNames: ['vpacheckpoint'],
  namespaced: true,
  schema: objectSchema('VerticalPodAutoscalerCheckpoint', {
    spec: struct('v1.VerticalPodAutoscalerCheckpointSpec', { vpaObjectName: 'string', containerName: 'string' }),
    status: struct('v1.VerticalPodAutoscalerCheckpointStatus', {
      lastUpdateTime: 'time*',
      version: 'string',
      cpuHistogram: histogram,
      memoryHistogram: histogram,
      firstSampleStart: 'time*',
      lastSampleStart: 'time*',
      totalSamplesCount: 'int64',
    }),
  }),
  columns: [nameColumn, ageColumn],
})
