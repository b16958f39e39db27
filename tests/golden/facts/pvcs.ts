import { storageClassOf, type PersistentVolumeClaim } from '../../../src/kube/kinds/persistentvolumeclaim/api'
import { byName, isGoing, type FactsOfKind } from '../fact'

export default {
  name: 'pvcs',
  facts: ({ of, names }) =>
    byName(of<PersistentVolumeClaim>('PersistentVolumeClaim'), (claim) => ({
      phase: claim.status.phase,
      class: claim.spec.storageClassName === undefined ? null : storageClassOf(claim),
      capacity: claim.status.capacity?.['storage'] ?? null,
      volume: claim.spec.volumeName ? volumeName(claim.spec.volumeName, names.of) : null,
      terminating: isGoing(claim.metadata),
      finalizers: claim.metadata.finalizers ?? [],
    })),
} satisfies FactsOfKind

/** Volumes that were made for a claim have its uid in their names. */
export const volumeName = (name: string, star: (name: string) => string): string =>
  name.startsWith('pvc-') && /^pvc-[0-9a-f]{8}-[0-9a-f]{4}-/.test(name) ? 'pvc-*' : star(name)
