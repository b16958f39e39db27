import type { PersistentVolume } from '../../../../src/kube/kinds/persistentvolume/api'
import type { VolumeAttachment } from '../../../../src/kube/kinds/volumeattachment/api'
import { all } from '../read'
import type { Rule } from '../watch'

/** A disk for one node is attached to one. */
export const attachments: Rule = ({ world, broken }) => ({
  written({ object, type }) {
    if (object.kind !== 'VolumeAttachment' || type === 'DELETED') return
    const volume = (object as VolumeAttachment).spec.source.persistentVolumeName ?? ''
    const { accessModes = [] } = (world.cluster.store.get('PersistentVolume', volume) as PersistentVolume | undefined)?.spec ?? {}
    if (!accessModes.length || accessModes.some((mode) => mode !== 'ReadWriteOnce' && mode !== 'ReadWriteOncePod')) return
    const nodes = all<VolumeAttachment>(world, 'VolumeAttachment')
      .filter(({ spec, status }) => spec.source.persistentVolumeName === volume && status?.attached)
      .map(({ spec }) => spec.nodeName)
    if (nodes.length > 1) broken(`${volume} is attached to ${nodes.join(' and ')}`)
  },
})
