import { always, condition, list, objectSchema, resourceList, strings, struct } from '../../../api/schema/schema'

export const verticalPodAutoscalerSchema = objectSchema('VerticalPodAutoscaler', {
  spec: always(
    struct('v1.VerticalPodAutoscalerSpec', {
      targetRef: struct('v1.CrossVersionObjectReference', { kind: 'string!', name: 'string!', apiVersion: 'string' }),
      updatePolicy: struct('v1.PodUpdatePolicy', {
        updateMode: 'string*',
        minReplicas: 'int32*',
        evictionRequirements: list(struct('v1.EvictionRequirement', { resources: strings, changeRequirement: 'string!' })),
      }),
      resourcePolicy: struct('v1.PodResourcePolicy', {
        containerPolicies: list(
          struct('v1.ContainerResourcePolicy', {
            containerName: 'string',
            mode: 'string*',
            minAllowed: resourceList,
            maxAllowed: resourceList,
            controlledResources: strings,
            controlledValues: 'string*',
          }),
        ),
      }),
      recommenders: list(struct('v1.VerticalPodAutoscalerRecommenderSelector', { name: 'string!' })),
    }),
  ),
  status: struct('v1.VerticalPodAutoscalerStatus', {
    recommendation: struct('v1.RecommendedPodResources', {
      containerRecommendations: list(
        struct('v1.RecommendedContainerResources', {
          containerName: 'string',
          target: resourceList,
          lowerBound: resourceList,
          upperBound: resourceList,
          uncappedTarget: resourceList,
        }),
      ),
    }),
    conditions: list(condition('v1.VerticalPodAutoscalerCondition')),
  }),
})
