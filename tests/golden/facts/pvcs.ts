import { storageClassOf, type PersistentVolumeClaim } from '../../../src/kube/kinds/persistentvolumeclaim/api'
import { byName, isGoing, type FactsOfKind } from '../fact'

export default {
  name: 'pvcs',
  facts: ({ of, names }) =>
    byName(of<PersistentVolumeClaim>('PersistentVolumeClaim'), (claim) => ({
      phase: claim.status.phase,
      class: claim.spec.storageClassName === undefined ? null : storageClassOf(claim),
      capacity: claim.status.capacity?.['storage'] ?? null,
      volume: claim.spec.volumeName ? names.of(claim.spec.volumeName) : null,
      terminating: isGoing(claim.metadata),
      finalizers: claim.metadata.finalizers ?? [],
    })),
} satisfies FactsOfKind
