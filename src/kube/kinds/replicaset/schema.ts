import { always, condition, labelSelector, list, objectSchema, struct } from '../../../api/schema/schema'
import { podTemplateSchema } from '../pod/api'

export const replicaSetSchema = objectSchema('ReplicaSet', {
  spec: always(
    struct('v1.ReplicaSetSpec', {
      replicas: 'int32*',
      minReadySeconds: 'int32',
      selector: labelSelector,
      template: always(podTemplateSchema),
    }),
  ),
  status: struct('v1.ReplicaSetStatus', {
    replicas: 'int32!',
    fullyLabeledReplicas: 'int32',
    readyReplicas: 'int32',
    availableReplicas: 'int32',
    terminatingReplicas: 'int32*',
    observedGeneration: 'int64',
    conditions: list(condition('v1.ReplicaSetCondition')),
  }),
})
