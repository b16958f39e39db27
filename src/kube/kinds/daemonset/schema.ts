import { always, condition, labelSelector, list, objectSchema, struct } from '../../../api/schema/schema'
import { podTemplateSchema } from '../pod/api'

export const daemonSetSchema = objectSchema('DaemonSet', {
  spec: always(
    struct('v1.DaemonSetSpec', {
      selector: labelSelector,
      template: always(podTemplateSchema),
      updateStrategy: always(
        struct('v1.DaemonSetUpdateStrategy', {
          type: 'string',
          rollingUpdate: struct('v1.RollingUpdateDaemonSet', { maxUnavailable: 'intOrString*', maxSurge: 'intOrString*' }),
        }),
      ),
      minReadySeconds: 'int32',
      revisionHistoryLimit: 'int32*',
    }),
  ),
  status: always(
    struct('v1.DaemonSetStatus', {
      currentNumberScheduled: 'int32!',
      numberMisscheduled: 'int32!',
      desiredNumberScheduled: 'int32!',
      numberReady: 'int32!',
      observedGeneration: 'int64',
      updatedNumberScheduled: 'int32',
      numberAvailable: 'int32',
      numberUnavailable: 'int32',
      collisionCount: 'int32*',
      conditions: list(condition('v1.DaemonSetCondition')),
    }),
  ),
})
