import type { ReplicationController } from '../../../src/kube/kinds/replicationcontroller/api'
import { byName, counts, type FactsOfKind, type Source } from '../fact'

export default {
  name: 'replicationcontrollers',
  facts: ({ of }: Source) =>
    byName(of<ReplicationController>('ReplicationController'), (object) => {
      const { spec, status } = object as ReplicationController
      return {
        replicas: spec.replicas,
        status: counts(status, ['availableReplicas', 'fullyLabeledReplicas', 'readyReplicas', 'replicas']),
      }
    }),
} satisfies FactsOfKind
