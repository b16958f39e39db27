import { defineController, watches, type ControllerContext } from '../../../control/controller'
import type { PersistentVolumeClaim } from '../persistentvolumeclaim/api'
import { annotation, PROVISIONED_BY } from './annotations'
import { setPhase, unbindVolume } from './binding'
import { reclaim } from './reclaim'
import type { PersistentVolume } from './types'

/** Tells how each volume stands, and what becomes of one whose claim is gone; upstream: the half of persistentvolume-controller about volumes. */
export const volumeBinder = defineController({
  name: 'persistentvolume-volume-controller',
  eventsAs: 'persistentvolume-controller',
  title: 'Volume',
  rank: 31,
  for: 'PersistentVolume',
  watches: [
    watches('PersistentVolumeClaim', ({ type, object, old }) => {
      const names = [object.spec.volumeName, old?.spec.volumeName]
      // What was made for a claim that went before it was bound.
      if (type === 'DELETED') names.push(`pvc-${object.metadata.uid}`)
      return [...new Set(names.filter((name) => name !== undefined))]
    }),
  ],
  reconcile: sync,
})

/** Rule: syncVolume. */
function sync(context: ControllerContext, volume: PersistentVolume): number | void {
  const { client, now } = context
  const { claimRef } = volume.spec
  if (!claimRef?.uid) return void setPhase(client, volume, 'Available', now)
  const found = client.get('PersistentVolumeClaim', claimRef.name ?? '', claimRef.namespace)
  const claim: PersistentVolumeClaim | undefined = found?.metadata.uid === claimRef.uid ? found : undefined
  if (!claim) {
    const { phase } = volume.status ?? {}
    return reclaim(context, phase === 'Released' || phase === 'Failed' ? volume : setPhase(client, volume, 'Released', now))
  }
  if (!claim.spec.volumeName) {
    if ((claim.spec.volumeMode ?? 'Filesystem') === (volume.spec.volumeMode ?? 'Filesystem')) return
    const why = `Cannot bind PersistentVolume to requested PersistentVolumeClaim ${JSON.stringify(claim.metadata.name)} due to incompatible volumeMode.`
    context.record(volume, 'VolumeMismatch', why, 'Warning')
    return
  }
  if (claim.spec.volumeName === volume.metadata.name) return void setPhase(client, volume, 'Bound', now)
  // The claim chose another volume.
  if (annotation(volume, PROVISIONED_BY) !== undefined && volume.spec.persistentVolumeReclaimPolicy === 'Delete') {
    return reclaim(context, setPhase(client, volume, 'Released', now))
  }
  unbindVolume(client, volume, now)
}
