import type { PersistentVolume } from '../../../src/kube/kinds/persistentvolume/api'
import { storageClassOf } from '../../../src/kube/kinds/persistentvolumeclaim/api'
import type { FactsOfKind } from '../fact'
import { starred } from '../names'

export default {
  name: 'pvs',
  facts: ({ of }) =>
    of<PersistentVolume>('PersistentVolume')
      .map((volume) => ({
        name: starred(volume),
        phase: volume.status.phase,
        claim: volume.spec.claimRef?.name ?? null,
        class: storageClassOf(volume),
        reclaim: volume.spec.persistentVolumeReclaimPolicy,
      }))
      .sort((a, b) => (a.name + a.claim < b.name + b.claim ? -1 : 1)),
} satisfies FactsOfKind
