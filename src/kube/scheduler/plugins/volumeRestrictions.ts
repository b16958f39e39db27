import type { Volume } from '../../kinds/pod/api'
import { fits, refuse, type SchedulerPlugin } from '../plugin'
import { claimsNamedBy, claimsOf, concernsClaims } from '../podClaims'
import { podInfo } from '../podInfo'

const inUse = refuse('node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode', {
  preemptible: true,
})
const diskConflict = refuse('node(s) had no available disk', { preemptible: true })

/** Some volumes cannot be shared: claims for one pod only by anybody, disks named in pods by pods of one node. */
export const volumeRestrictions: SchedulerPlugin = {
  name: 'VolumeRestrictions',
  wakeOn: [
    { on: 'pod/delete' },
    { on: 'node/add' },
    { on: 'storage', hint: (pod, { object }) => object?.kind === 'PersistentVolumeClaim' && concernsClaims(pod, object) },
  ],
  filter(pod, context) {
    const { cluster } = context
    const disks = (pod.pod.spec.volumes ?? []).filter(isDisk)
    const alone = claimsOf(pod, context).filter(({ spec }) => spec.accessModes?.includes('ReadWriteOncePod'))
    if (alone.length > 0) {
      const names = new Set(alone.map(({ metadata }) => metadata.name))
      for (const { pod: other } of cluster.allPlaced()) {
        if (other.metadata.namespace !== pod.namespace || other.metadata.uid === pod.uid) continue
        if (claimsNamedBy(podInfo(other)).some(({ name }) => names.has(name))) return () => inUse
      }
    }
    if (disks.length === 0) return null
    return (slot) => {
      const others = cluster.podsOn(cluster.table.names()[slot]!).flatMap(({ spec }) => spec.volumes ?? [])
      return disks.some((disk) => others.some((other) => isSameDisk(disk, other))) ? diskConflict : fits
    }
  },
}

const isDisk = (volume: Volume) =>
  volume.gcePersistentDisk !== undefined ||
  volume.awsElasticBlockStore !== undefined ||
  volume.rbd !== undefined ||
  volume.iscsi !== undefined

/** Do two volumes name one disk that cannot serve both? Rule: isVolumeConflict. */
function isSameDisk(a: Volume, b: Volume): boolean {
  const { gcePersistentDisk: gce, awsElasticBlockStore: aws, rbd, iscsi } = a
  if (gce && b.gcePersistentDisk && gce.pdName === b.gcePersistentDisk.pdName) {
    return !(gce.readOnly && b.gcePersistentDisk.readOnly)
  }
  if (aws && b.awsElasticBlockStore && aws.volumeID === b.awsElasticBlockStore.volumeID) return true
  if (iscsi && b.iscsi && iscsi.iqn === b.iscsi.iqn && iscsi.lun === b.iscsi.lun) return !(iscsi.readOnly && b.iscsi.readOnly)
  if (!rbd || !b.rbd || rbd.image !== b.rbd.image || rbd.pool !== b.rbd.pool) return false
  return rbd.monitors.some((monitor) => b.rbd!.monitors.includes(monitor)) && !(rbd.readOnly && b.rbd.readOnly)
}
