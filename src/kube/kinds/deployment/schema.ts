import { always, condition, labelSelector, list, objectSchema, struct } from '../../../api/schema/schema'
import { podTemplateSchema } from '../pod/api'

export const deploymentSchema = objectSchema('Deployment', {
  spec: always(
    struct('v1.DeploymentSpec', {
      replicas: 'int32*',
      selector: labelSelector,
      template: always(podTemplateSchema),
      strategy: always(
        struct('v1.DeploymentStrategy', {
          type: 'string',
          rollingUpdate: struct('v1.RollingUpdateDeployment', { maxUnavailable: 'intOrString*', maxSurge: 'intOrString*' }),
        }),
      ),
      minReadySeconds: 'int32',
      revisionHistoryLimit: 'int32*',
      paused: 'bool',
      progressDeadlineSeconds: 'int32*',
    }),
  ),
  status: struct('v1.DeploymentStatus', {
    observedGeneration: 'int64',
    replicas: 'int32',
    updatedReplicas: 'int32',
    readyReplicas: 'int32',
    availableReplicas: 'int32',
    unavailableReplicas: 'int32',
    terminatingReplicas: 'int32*',
    conditions: list(condition('v1.DeploymentCondition')),
    collisionCount: 'int32*',
  }),
})
