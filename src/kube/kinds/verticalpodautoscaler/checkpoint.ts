import type { Draft, KubeObject } from '../../../api/meta'
import { EPOCH_MS, timestamp } from '../../../api/time'
import type { HistogramCheckpoint, VerticalPodAutoscalerCheckpoint } from '../verticalpodautoscalercheckpoint/api'
import type { Aggregate } from './aggregate'
import type { VerticalPodAutoscaler } from './types'
import type { Histogram } from './histogram'

const MOST = 10_000

/** What is known of a container, to be stored. `now` is virtual ms. Upstream: checkpoint_writer.go. */
export function checkpointOf(
  vpa: VerticalPodAutoscaler,
  container: string,
  aggregate: Aggregate,
  now: number,
): Draft<VerticalPodAutoscalerCheckpoint> {
  const { name, namespace } = vpa.metadata
  return {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscalerCheckpoint',
    metadata: { name: `${name}-${container}`, ...(namespace && { namespace }) },
    spec: { vpaObjectName: name, containerName: container },
    status: {
      lastUpdateTime: timestamp(now),
      version: 'v3',
      cpuHistogram: histogramOf(aggregate.cpu),
      memoryHistogram: histogramOf(aggregate.memory),
      ...(aggregate.first !== undefined && { firstSampleStart: timestamp(aggregate.first - EPOCH_MS) }),
      ...(aggregate.last !== undefined && { lastSampleStart: timestamp(aggregate.last - EPOCH_MS) }),
      totalSamplesCount: aggregate.samples,
    },
  } satisfies Draft<VerticalPodAutoscalerCheckpoint & KubeObject>
}

function histogramOf({ weights, total, reference }: Histogram): HistogramCheckpoint {
  const ratio = MOST / Math.max(...weights, Number.MIN_VALUE)
  const whole = weights.map((weight, bucket): [string, number] => [String(bucket), Math.round(weight * ratio)])
  return {
    referenceTimestamp: timestamp(Number.isFinite(reference) ? reference - EPOCH_MS : 0),
    bucketWeights: Object.fromEntries(whole.filter(([, weight]) => weight > 0)),
    totalWeight: total,
  }
}
