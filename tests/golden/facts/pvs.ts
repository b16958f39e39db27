import type { PersistentVolume } from '../../../src/kube/kinds/persistentvolume/api'
import { storageClassOf } from '../../../src/kube/kinds/persistentvolumeclaim/api'
import type { FactsOfKind } from '../fact'
import { volumeName } from './pvcs'

export default {
  name: 'pvs',
  facts: ({ of, names }) =>
    of<PersistentVolume>('PersistentVolume')
      .map((volume) => ({
        name: volumeName(volume.metadata.name, (name) => names.of(name)),
        phase: volume.status.phase,
        claim: volume.spec.claimRef?.name ?? null,
        class: storageClassOf(volume),
        reclaim: volume.spec.persistentVolumeReclaimPolicy,
      }))
      .sort((a, b) => (a.name + a.claim < b.name + b.claim ? -1 : 1)),
} satisfies FactsOfKind
