import { always, condition, list, objectSchema, stringMap, struct } from '../../../api/schema/schema'
import { podTemplateSchema } from '../pod/api'

export const replicationControllerSchema = objectSchema('ReplicationController', {
  spec: always(
    struct('v1.ReplicationControllerSpec', {
      replicas: 'int32*',
      minReadySeconds: 'int32',
      selector: stringMap,
      template: { ...podTemplateSchema, always: false },
    }),
  ),
  status: struct('v1.ReplicationControllerStatus', {
    replicas: 'int32!',
    fullyLabeledReplicas: 'int32',
    readyReplicas: 'int32',
    availableReplicas: 'int32',
    observedGeneration: 'int64',
    conditions: list(condition('v1.ReplicationControllerCondition')),
  }),
})
