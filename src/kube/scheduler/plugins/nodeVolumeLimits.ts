import { storageClassOf, type PersistentVolumeClaim } from '../../kinds/persistentvolumeclaim/api'
import { fits, refuse, type PluginContext, type SchedulerPlugin } from '../plugin'
import { claimsNamedBy, claimsOf } from '../podClaims'
import { podInfo, type PodInfo } from '../podInfo'

const full = refuse('node(s) exceed max volume count', { preemptible: true })

/** A node can have only so many volumes of a driver attached; its CSINode says how many. */
export const nodeVolumeLimits: SchedulerPlugin = {
  name: 'NodeVolumeLimits',
  wakeOn: [
    { on: 'pod/delete', hint: (_, { pod }) => pod !== undefined && claimsNamedBy(podInfo(pod)).length > 0 },
    { on: 'node/add' },
    { on: 'storage', hint: (pod, { object }) => object?.kind === 'CSINode' && claimsNamedBy(pod).length > 0 },
  ],
  filter(pod, context) {
    const { storage, cluster } = context
    if (!storage || claimsNamedBy(pod).length === 0) return null
    const wanted = volumesOf(pod, context)
    if (wanted.size === 0) return null
    const drivers = new Set(wanted.values())
    return (slot) => {
      const node = cluster.table.names()[slot]!
      const limits = new Map<string, number>()
      for (const { name, allocatable } of storage.get('CSINode', node)?.spec.drivers ?? []) {
        if (allocatable?.count !== undefined && drivers.has(name)) limits.set(name, allocatable.count)
      }
      if (limits.size === 0) return fits
      const present = new Map<string, string>()
      for (const other of cluster.podsOn(node)) {
        for (const [volume, driver] of volumesOf(podInfo(other), context)) present.set(volume, driver)
      }
      for (const [driver, limit] of limits) {
        const there = count(present, driver)
        const more = [...wanted].filter(([volume, of]) => of === driver && !present.has(volume)).length
        if (more > 0 && there + more > limit) return full
      }
      return fits
    }
  },
}

const count = (volumes: ReadonlyMap<string, string>, driver: string): number => {
  let sum = 0
  for (const of of volumes.values()) if (of === driver) sum++
  return sum
}

/** The volumes of a pod's claims with their drivers; one that is yet to be made goes by its claim. */
function volumesOf(pod: PodInfo, context: PluginContext): ReadonlyMap<string, string> {
  const volumes = new Map<string, string>()
  if (claimsNamedBy(pod).length === 0) return volumes
  for (const claim of claimsOf(pod, context)) {
    const driver = driverOf(claim, context)
    if (driver !== undefined) volumes.set(claim.spec.volumeName || `${claim.metadata.namespace}/${claim.metadata.name}`, driver)
  }
  return volumes
}

function driverOf(claim: PersistentVolumeClaim, { storage }: PluginContext): string | undefined {
  const volume = claim.spec.volumeName ? storage!.get('PersistentVolume', claim.spec.volumeName) : undefined
  if (volume) return volume.spec.csi?.driver
  const name = storageClassOf(claim)
  return name ? storage!.get('StorageClass', name)?.provisioner : undefined
}
