import { keyOf, splitKey } from '../../../api/meta'
import type { ComponentContext, Recorder } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import { attempt } from '../../workload/rounds'
import { DISK_DRIVER, provisioners, type Provisioner } from '../csidriver/api'
import { storageClassOf, type PersistentVolumeClaim } from '../persistentvolumeclaim/api'
import { annotation, PROVISIONED_BY, SELECTED_NODE, STORAGE_PROVISIONER } from './annotations'
import { DRIVER_FINALIZER, provisionedName, provisionedVolume } from './provisioned'
import type { PersistentVolume } from './types'

const MAKE = 'csi/make'
const DELETE = 'csi/delete'
const MOST_WAIT_MS = 300_000

/** The programs outside the control plane that make and delete volumes, as external-provisioner does for a driver. */
export function createProvisioners(context: ComponentContext): void {
  const { kernel, client } = context
  // By uid of a claim: how often its volume was tried to be made in vain, while somebody is at it.
  const making = new CowMap<string, number>()
  const deleting = new CowMap<string, true>()
  kernel.part<readonly [SavedMap<string, number>, SavedMap<string, true>]>('csi-provisioner', {
    save: () => [making.save(), deleting.save()],
    load: ([a, b]) => {
      making.load(a)
      deleting.load(b)
    },
  })
  context.onStart(() => {
    making.clear()
    deleting.clear()
  })

  const recorders = new Map<string, Recorder>()
  const recorderOf = ({ name }: Provisioner): Recorder => {
    let recorder = recorders.get(name)
    if (!recorder) recorders.set(name, (recorder = context.recorder(`${name}_csi-provisioner-0`)))
    return recorder
  }

  /** The provisioner that is to make a volume for the claim now, if one of those here is. */
  const askedFor = (claim: PersistentVolumeClaim): Provisioner | undefined => {
    if (claim.spec.volumeName || claim.metadata.deletionTimestamp) return undefined
    const asked = provisioners.get(annotation(claim, STORAGE_PROVISIONER) ?? '')
    return asked?.inTree ? undefined : asked
  }

  context.watch('PersistentVolumeClaim', ({ type, object: claim }) => {
    const { uid } = claim.metadata
    if (type === 'DELETED') return void making.delete(uid)
    const provisioner = askedFor(claim)
    if (!provisioner || making.has(uid) || client.get('PersistentVolume', provisionedName(claim))) return
    const found = client.get('StorageClass', storageClassOf(claim))
    if (!found || (found.volumeBindingMode === 'WaitForFirstConsumer' && !annotation(claim, SELECTED_NODE))) return
    making.set(uid, 0)
    begin(provisioner, claim)
  })

  const begin = (provisioner: Provisioner, claim: PersistentVolumeClaim) => {
    recorderOf(provisioner)(
      claim,
      'Provisioning',
      `External provisioner is provisioning volume for claim ${JSON.stringify(keyOf(claim))}`,
    )
    kernel.schedule(provisioner.makeMs, MAKE, keyOf(claim), claim.metadata.uid)
  }

  kernel.on(MAKE, (key, uid) => {
    const failures = making.get(uid as string)
    if (!context.up || failures === undefined) return
    const refused = attempt(() => make(key, uid as string, failures))
    if (refused) kernel.schedule(1000, MAKE, key, uid)
  })

  const make = (key: string, uid: string, failures: number) => {
    const { namespace, name } = splitKey(key)
    const claim = client.get('PersistentVolumeClaim', name, namespace)
    const provisioner = claim && askedFor(claim)
    const found = claim && client.get('StorageClass', storageClassOf(claim))
    const given = claim && client.get('PersistentVolume', provisionedName(claim))
    if (!claim || claim.metadata.uid !== uid || !provisioner || !found || given) return void making.delete(uid)
    const record = recorderOf(provisioner)
    const problem = problemOf(provisioner, claim)
    if (problem) {
      const why = `failed to provision volume with StorageClass ${JSON.stringify(found.metadata.name)}: ${problem}`
      record(claim, 'ProvisioningFailed', why, 'Warning')
      making.set(uid, failures + 1)
      kernel.schedule(Math.min(1000 * 2 ** failures, MOST_WAIT_MS), MAKE, key, uid)
      return
    }
    making.delete(uid)
    const made = client.create<PersistentVolume>(provisionedVolume(claim, found))
    record(claim, 'ProvisioningSucceeded', `Successfully provisioned volume ${made.metadata.name}`)
  }

  /** Is the volume one of a driver's here, and is it the driver's turn to do away with it? */
  const isLeaving = ({ metadata, spec, status }: PersistentVolume): boolean => {
    if (!metadata.finalizers?.includes(DRIVER_FINALIZER) || status?.phase === 'Bound') return false
    const released = status?.phase === 'Released' && spec.persistentVolumeReclaimPolicy === 'Delete'
    return metadata.deletionTimestamp !== undefined || released
  }

  const isAttached = (name: string): boolean =>
    client.list('VolumeAttachment').some(({ spec }) => spec.source.persistentVolumeName === name)

  const consider = (volume: PersistentVolume) => {
    const { uid, name } = volume.metadata
    const provisioner = provisioners.get(annotation(volume, PROVISIONED_BY) ?? '')
    if (!provisioner || !isLeaving(volume) || deleting.has(uid) || isAttached(name)) return
    deleting.set(uid, true)
    const keeps = volume.spec.persistentVolumeReclaimPolicy !== 'Delete'
    kernel.schedule(keeps ? 0 : provisioner.deleteMs, DELETE, name, uid)
  }

  context.watch('PersistentVolume', ({ type, object }) => {
    if (type === 'DELETED') deleting.delete(object.metadata.uid)
    else consider(object)
  })
  context.watch('VolumeAttachment', ({ type, object }) => {
    const volume = type === 'DELETED' && client.get('PersistentVolume', object.spec.source.persistentVolumeName ?? '')
    if (volume) consider(volume)
  })

  kernel.on(DELETE, (name, uid) => {
    if (!context.up || !deleting.has(uid as string)) return
    const refused = attempt(() => {
      const volume = client.get('PersistentVolume', name)
      deleting.delete(uid as string)
      if (volume?.metadata.uid !== uid || !volume || !isLeaving(volume)) return
      if (!volume.metadata.deletionTimestamp) client.delete('PersistentVolume', volume)
      const rest = client.get('PersistentVolume', name)
      if (!rest) return
      const finalizers = rest.metadata.finalizers?.filter((one) => one !== DRIVER_FINALIZER)
      client.update({ ...rest, metadata: { ...rest.metadata, finalizers } })
    })
    if (!refused) return
    deleting.set(uid as string, true)
    kernel.schedule(1000, DELETE, name, uid)
  })
}

/** What a driver has against a claim. */
function problemOf({ name, source }: Provisioner, claim: PersistentVolumeClaim): string | undefined {
  if (source === 'local' && !annotation(claim, SELECTED_NODE)) return 'configuration error, no node was specified'
  const many = claim.spec.accessModes?.find((mode) => mode === 'ReadWriteMany' || (source === 'local' && mode === 'ReadOnlyMany'))
  if (source === 'local' && many) return 'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes'
  if (name === DISK_DRIVER && many && claim.spec.volumeMode !== 'Block') {
    return 'rpc error: code = InvalidArgument desc = Volume capabilities MULTI_NODE_MULTI_WRITER not supported. Only AccessModes[ReadWriteOnce] supported.'
  }
  return undefined
}
