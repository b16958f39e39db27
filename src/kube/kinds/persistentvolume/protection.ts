import { defineController } from '../../../control/controller'

const FINALIZER = 'kubernetes.io/pv-protection'

/** Keeps a volume that is to be deleted for as long as it is bound; upstream: persistentvolume-protection-controller. */
export const volumeProtection = defineController({
  name: 'persistentvolume-protection-controller',
  title: 'Volume in use',
  rank: 83,
  for: 'PersistentVolume',
  wakes: ({ object: { metadata } }) => metadata.deletionTimestamp !== undefined || !metadata.finalizers?.includes(FINALIZER),
  reconcile({ client }, volume) {
    const { deletionTimestamp, finalizers = [] } = volume.metadata
    const held = finalizers.includes(FINALIZER)
    if (!deletionTimestamp) {
      if (!held) client.update({ ...volume, metadata: { ...volume.metadata, finalizers: [...finalizers, FINALIZER] } })
    } else if (held && volume.status?.phase !== 'Bound') {
      client.update({ ...volume, metadata: { ...volume.metadata, finalizers: finalizers.filter((one) => one !== FINALIZER) } })
    }
  },
})
