import { keyOf, splitKey, type Condition } from '../../../api/meta'
import { compareQuantity, toQuantity } from '../../../api/quantity'
import { timestamp } from '../../../api/time'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import { attempt } from '../../workload/rounds'
import { DISK_DRIVER, provisioners } from '../csidriver/api'
import { claimNamesOf, type PersistentVolumeClaim } from '../persistentvolumeclaim/api'
import type { Pod } from '../pod/api'
import { annotation, PROVISIONED_BY } from './annotations'
import type { PersistentVolume } from './types'

const GROW = 'csi/grow'
const MOUNTED = 'csi/grow-files'
const VOLUME_MS = 1500
const FILES_MS = 1000
const PENDING = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.'

/**
 * Grows volumes whose claims ask for more: first the volume, as external-resizer does, then, for disks, the file system on it, which takes
 * a node that has it mounted.
 */
export function createResizer(context: ComponentContext): void {
  const { kernel, client } = context
  const growing = new CowMap<string, string>()
  kernel.part<SavedMap<string, string>>('csi-resizer', { save: () => growing.save(), load: (saved) => growing.load(saved) })
  context.onStart(() => growing.clear())
  const expander = context.recorder('volume_expand')

  const driverOf = (volume: PersistentVolume | undefined) => {
    const found = provisioners.get((volume && annotation(volume, PROVISIONED_BY)) ?? '')
    return found?.expands ? found : undefined
  }
  const recorderOf = (driver: string) => context.recorder(`external-resizer ${driver}`)

  context.watch('PersistentVolumeClaim', ({ type, object: claim, old }) => {
    const { uid } = claim.metadata
    if (type === 'DELETED') return void growing.delete(uid)
    if (!wantsMore(claim)) return
    const wanted = claim.spec.resources!.requests!['storage']!
    const news = old !== undefined && old.spec.resources?.requests?.['storage'] !== wanted
    if (news) expander(claim, 'ExternalExpanding', 'waiting for an external controller to expand this PVC')
    const volume = client.get('PersistentVolume', claim.spec.volumeName ?? '')
    const driver = driverOf(volume)
    if (!volume || !driver || growing.get(uid) === wanted) return
    growing.set(uid, wanted)
    if (isLess(volume.spec.capacity?.['storage'], wanted)) {
      attempt(() => {
        recorderOf(driver.name)(claim, 'Resizing', `External resizer is resizing volume ${volume.metadata.name}`)
        const status = withCondition(claim, condition('Resizing', kernel.now))
        const allocatedResources = { ...claim.status.allocatedResources, storage: wanted }
        const statuses = { ...claim.status.allocatedResourceStatuses, storage: 'ControllerResizeInProgress' }
        client.updateStatus({ ...claim, status: { ...status, allocatedResources, allocatedResourceStatuses: statuses } })
      })
      kernel.schedule(VOLUME_MS, GROW, keyOf(claim), wanted)
    } else kernel.schedule(0, GROW, keyOf(claim), wanted)
  })

  kernel.on(GROW, (key, wanted) => {
    if (!context.up) return
    const refused = attempt(() => {
      const { namespace, name } = splitKey(key)
      const claim = client.get('PersistentVolumeClaim', name, namespace)
      const volume = claim && client.get('PersistentVolume', claim.spec.volumeName ?? '')
      const driver = driverOf(volume)
      if (!claim || !volume || !driver || growing.get(claim.metadata.uid) !== wanted) return
      if (isLess(volume.spec.capacity?.['storage'], wanted as string)) {
        client.update({ ...volume, spec: { ...volume.spec, capacity: { storage: wanted as string } } })
      }
      if (driver.name === DISK_DRIVER && claim.spec.volumeMode !== 'Block') {
        const status = withCondition(claim, condition('FileSystemResizePending', kernel.now, PENDING), 'Resizing')
        const statuses = { ...status.allocatedResourceStatuses, storage: 'NodeResizePending' }
        client.updateStatus({ ...claim, status: { ...status, allocatedResourceStatuses: statuses } })
        recorderOf(driver.name)(claim, 'FileSystemResizeRequired', 'Require file system resize of volume on node')
        if (userOf(claim)) kernel.schedule(FILES_MS, MOUNTED, key, wanted)
      } else {
        finish(claim, wanted as string)
        recorderOf(driver.name)(claim, 'VolumeResizeSuccessful', 'Resize volume succeeded')
      }
    })
    if (refused) kernel.schedule(1000, GROW, key, wanted)
  })

  /** A running pod that has the claim's volume mounted. */
  const userOf = ({ metadata: { namespace, name } }: PersistentVolumeClaim): Pod | undefined =>
    client
      .list('Pod', { namespace: namespace! })
      .find((pod) => pod.status?.phase === 'Running' && claimNamesOf(pod).includes(name))

  context.watch('Pod', ({ type, object: pod, old }) => {
    if (growing.size === 0 || type === 'DELETED' || pod.status?.phase !== 'Running' || old?.status?.phase === 'Running') return
    for (const name of claimNamesOf(pod)) {
      const claim = client.get('PersistentVolumeClaim', name, pod.metadata.namespace)
      const wanted = claim && growing.get(claim.metadata.uid)
      if (claim && wanted !== undefined && hasCondition(claim, 'FileSystemResizePending')) {
        kernel.schedule(FILES_MS, MOUNTED, keyOf(claim), wanted)
      }
    }
  })

  kernel.on(MOUNTED, (key, wanted) => {
    if (!context.up) return
    const refused = attempt(() => {
      const { namespace, name } = splitKey(key)
      const claim = client.get('PersistentVolumeClaim', name, namespace)
      const pod = claim && userOf(claim)
      if (!claim || !pod || growing.get(claim.metadata.uid) !== wanted) return
      finish(claim, wanted as string)
      const node = pod.spec.nodeName!
      const message = `MountVolume.NodeExpandVolume succeeded for volume ${JSON.stringify(claim.spec.volumeName)} ${node}`
      const record = context.recorder('kubelet', node)
      record(pod, 'FileSystemResizeSuccessful', message)
      record(claim, 'FileSystemResizeSuccessful', message)
    })
    if (refused) kernel.schedule(1000, MOUNTED, key, wanted)
  })

  const finish = (claim: PersistentVolumeClaim, wanted: string) => {
    growing.delete(claim.metadata.uid)
    const { conditions: _, allocatedResourceStatuses: __, ...status } = claim.status
    const left = claim.status.conditions?.filter(({ type }) => type !== 'Resizing' && type !== 'FileSystemResizePending') ?? []
    const capacity = { ...status.capacity, storage: wanted }
    client.updateStatus({ ...claim, status: { ...status, capacity, ...(left.length && { conditions: left }) } })
  }
}

const isLess = (a: string | undefined, b: string): boolean => compareQuantity(toQuantity(a ?? '0'), toQuantity(b)) < 0

/** Is a bound claim larger than what it has? */
function wantsMore({ spec, status }: PersistentVolumeClaim): boolean {
  const wanted = spec.resources?.requests?.['storage']
  return status?.phase === 'Bound' && wanted !== undefined && isLess(status.capacity?.['storage'], wanted)
}

const condition = (type: string, now: number, message?: string): Condition => ({
  type,
  status: 'True',
  lastProbeTime: null,
  lastTransitionTime: timestamp(now),
  ...(message !== undefined && { message }),
})

const hasCondition = ({ status }: PersistentVolumeClaim, type: string) =>
  status.conditions?.some((each) => each.type === type) ?? false

function withCondition({ status }: PersistentVolumeClaim, next: Condition, without?: string): PersistentVolumeClaim['status'] {
  const rest = (status.conditions ?? []).filter(({ type }) => type !== next.type && type !== without)
  return { ...status, conditions: [...rest, next] }
}
