import {
  always,
  condition,
  labelSelector,
  list,
  map,
  objectSchema,
  resourceList,
  stringMap,
  strings,
  struct,
} from '../../../api/schema/schema'
import { claimSpec, podTemplateSchema } from '../pod/api'

const claimTemplate = objectSchema('PersistentVolumeClaim', {
  spec: always(claimSpec),
  status: always(
    struct('v1.PersistentVolumeClaimStatus', {
      phase: 'string',
      accessModes: strings,
      capacity: resourceList,
      conditions: list(condition('v1.PersistentVolumeClaimCondition')),
      allocatedResources: resourceList,
      allocatedResourceStatuses: stringMap,
      currentVolumeAttributesClassName: 'string*',
      modifyVolumeStatus: map('any'),
    }),
  ),
})

export const statefulSetSchema = objectSchema('StatefulSet', {
  spec: always(
    struct('v1.StatefulSetSpec', {
      replicas: 'int32*',
      selector: labelSelector,
      template: always(podTemplateSchema),
      volumeClaimTemplates: list(claimTemplate),
      serviceName: 'string!',
      podManagementPolicy: 'string',
      updateStrategy: always(
        struct('v1.StatefulSetUpdateStrategy', {
          type: 'string',
          rollingUpdate: struct('v1.RollingUpdateStatefulSetStrategy', {
            partition: 'int32*',
            maxUnavailable: 'intOrString*',
          }),
        }),
      ),
      revisionHistoryLimit: 'int32*',
      minReadySeconds: 'int32',
      persistentVolumeClaimRetentionPolicy: struct('v1.StatefulSetPersistentVolumeClaimRetentionPolicy', {
        whenDeleted: 'string',
        whenScaled: 'string',
      }),
      ordinals: struct('v1.StatefulSetOrdinals', { start: 'int32!' }),
    }),
  ),
  status: always(
    struct('v1.StatefulSetStatus', {
      observedGeneration: 'int64',
      replicas: 'int32!',
      readyReplicas: 'int32',
      currentReplicas: 'int32',
      updatedReplicas: 'int32',
      currentRevision: 'string',
      updateRevision: 'string',
      collisionCount: 'int32*',
      conditions: list(condition('v1.StatefulSetCondition')),
      availableReplicas: 'int32!',
    }),
  ),
})
