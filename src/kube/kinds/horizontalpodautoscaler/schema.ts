import { always, condition, labelSelector, list, objectSchema, struct, type Field } from '../../../api/schema/schema'

const reference = struct('v2.CrossVersionObjectReference', { kind: 'string!', name: 'string!', apiVersion: 'string' })
const identifier = always(struct('v2.MetricIdentifier', { name: 'string!', selector: labelSelector }))
const target = always(
  struct('v2.MetricTarget', {
    type: 'string!',
    value: 'quantity*',
    averageValue: 'quantity*',
    averageUtilization: 'int32*',
  }),
)
const current = always(
  struct('v2.MetricValueStatus', { value: 'quantity*', averageValue: 'quantity*', averageUtilization: 'int32*' }),
)

/** The five kinds of source, each with what is wanted (spec) or what is (status) of it. */
const sources = (of: 'Source' | 'Status', value: Record<string, Field>) => ({
  type: 'string!' as const,
  object: struct(`v2.ObjectMetric${of}`, { describedObject: always(reference), metric: identifier, ...value }),
  pods: struct(`v2.PodsMetric${of}`, { metric: identifier, ...value }),
  resource: struct(`v2.ResourceMetric${of}`, { name: 'string!', ...value }),
  containerResource: struct(`v2.ContainerResourceMetric${of}`, { name: 'string!', container: 'string!', ...value }),
  external: struct(`v2.ExternalMetric${of}`, { metric: identifier, ...value }),
})

const rules = struct('v2.HPAScalingRules', {
  stabilizationWindowSeconds: 'int32*',
  selectPolicy: 'string*',
  policies: list(struct('v2.HPAScalingPolicy', { type: 'string!', value: 'int32!', periodSeconds: 'int32!' })),
  tolerance: 'quantity*',
})

export const horizontalPodAutoscalerSchema = objectSchema(
  'HorizontalPodAutoscaler',
  {
    spec: always(
      struct('v2.HorizontalPodAutoscalerSpec', {
        scaleTargetRef: always(reference),
        minReplicas: 'int32*',
        maxReplicas: 'int32!',
        metrics: list(struct('v2.MetricSpec', sources('Source', { target }))),
        behavior: struct('v2.HorizontalPodAutoscalerBehavior', { scaleUp: rules, scaleDown: rules }),
      }),
    ),
    status: struct('v2.HorizontalPodAutoscalerStatus', {
      observedGeneration: 'int64*',
      lastScaleTime: 'time*',
      currentReplicas: 'int32',
      desiredReplicas: 'int32!',
      currentMetrics: list(struct('v2.MetricStatus', sources('Status', { current }))),
      conditions: list(condition('v2.HorizontalPodAutoscalerCondition')),
    }),
  },
  'v2',
)

/** autoscaling/v1: one target for the CPU; everything else rides in annotations. */
export const horizontalPodAutoscalerV1Schema = objectSchema('HorizontalPodAutoscaler', {
  spec: always(
    struct('v1.HorizontalPodAutoscalerSpec', {
      scaleTargetRef: always(
        struct('v1.CrossVersionObjectReference', { kind: 'string!', name: 'string!', apiVersion: 'string' }),
      ),
      minReplicas: 'int32*',
      maxReplicas: 'int32!',
      targetCPUUtilizationPercentage: 'int32*',
    }),
  ),
  status: struct('v1.HorizontalPodAutoscalerStatus', {
    observedGeneration: 'int64*',
    lastScaleTime: 'time*',
    currentReplicas: 'int32!',
    desiredReplicas: 'int32!',
    currentCPUUtilizationPercentage: 'int32*',
  }),
})
