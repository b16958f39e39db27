import type { ServedVersion } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { horizontalPodAutoscalerV1Schema } from './schema'
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, MetricSpec } from './types'

interface V1 extends KubeObject {
  readonly spec?: Omit<HorizontalPodAutoscalerSpec, 'metrics' | 'behavior'> & { readonly targetCPUUtilizationPercentage?: number }
  readonly status?: object
}

const isCpuShare = ({ type, resource }: MetricSpec) =>
  type === 'Resource' && resource?.name === 'cpu' && resource.target.averageUtilization !== undefined

/** autoscaling/v1: only the CPU's share of the request; rules: Convert_v1_..., Convert_autoscaling_HorizontalPodAutoscalerSpec. */
export const horizontalPodAutoscalerV1: ServedVersion = {
  group: 'autoscaling',
  version: 'v1',
  schema: horizontalPodAutoscalerV1Schema,
  toStored(object) {
    const { spec, ...rest } = object as V1
    if (!spec) return object
    const { targetCPUUtilizationPercentage: percent, ...others } = spec
    if (percent === undefined) return { ...rest, spec: others } as KubeObject
    const target = { type: 'Utilization', averageUtilization: percent }
    return { ...rest, spec: { ...others, metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] } } as KubeObject
  },
  fromStored(object) {
    const { spec, status, ...rest } = object as HorizontalPodAutoscaler
    const { metrics, behavior: _, ...others } = spec
    const percent = metrics?.find(isCpuShare)?.resource?.target.averageUtilization
    const { currentMetrics, conditions: __, ...counts } = status ?? {}
    const current = currentMetrics?.find((metric) => metric.type === 'Resource' && metric.resource?.name === 'cpu')
    const used = current?.resource?.current.averageUtilization
    return {
      ...rest,
      spec: { ...others, ...(percent !== undefined && { targetCPUUtilizationPercentage: percent }) },
      status: { currentReplicas: 0, ...counts, ...(used !== undefined && { currentCPUUtilizationPercentage: used }) },
    } as KubeObject
  },
}
