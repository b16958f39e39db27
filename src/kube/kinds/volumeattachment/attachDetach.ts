import { keyOf } from '../../../api/meta'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import { isFinished } from '../../workload/pods'
import { attempt } from '../../workload/rounds'
import type { PersistentVolume } from '../persistentvolume/api'
import { claimNamesOf } from '../persistentvolumeclaim/api'
import type { Pod } from '../pod/api'
import { attachmentName, uniqueVolumeName } from './name'
import { createNodeReports, isHealthy, isMountedBy, isOutOfService, mayRelease } from './nodeReports'
import type { VolumeAttachment } from './types'

const TOPIC = 'attach-detach'
const REACTION_MS = 40
/** How long a volume that is in use stays attached to a node that is not well; upstream: maxWaitForUnmountDuration. */
const FORCE_MS = 360_000
const inUse = "Volume is already exclusively attached to one node and can't be attached to another"

/** A pod that wants a claim's volume on its node. */
interface Use {
  readonly uid: string
  readonly key: string
  readonly name: string
  readonly namespace: string
  readonly node: string
}

/** Where an attachment puts which volume. */
interface Spot {
  readonly volume: string
  readonly node: string
  /** As the node's status names it. */
  readonly unique: string
}

interface Saved {
  readonly uses: SavedMap<string, readonly Use[]>
  readonly attachments: SavedMap<string, readonly string[]>
  readonly spots: SavedMap<string, Spot>
  readonly unwanted: SavedMap<string, number>
  readonly told: SavedMap<string, true>
}

/**
 * Attaches volumes to the nodes of the pods that use them and detaches what nobody uses; upstream: attachdetach-controller. A volume for one
 * node at a time goes to the next node only when it is free: when its node says in its status that it does not use it any more, is out of
 * service, or was not well for the end of six minutes.
 */
export function createAttachDetach(context: ComponentContext): void {
  const { kernel, client } = context
  const record = context.recorder('attachdetach-controller')
  const reports = createNodeReports(context)
  // By `namespace/claim`.
  const uses = new CowMap<string, readonly Use[]>()
  // Names of VolumeAttachments by volume.
  const attachments = new CowMap<string, readonly string[]>()
  // By name of the VolumeAttachment.
  const spots = new CowMap<string, Spot>()
  // Virtual ms from when on a VolumeAttachment that nobody wants may be taken by force.
  const unwanted = new CowMap<string, number>()
  // `pod uid/volume` for which a Multi-Attach error was told.
  const told = new CowMap<string, true>()
  kernel.part<Saved>(TOPIC, {
    save: () => ({
      uses: uses.save(),
      attachments: attachments.save(),
      spots: spots.save(),
      unwanted: unwanted.save(),
      told: told.save(),
    }),
    load(saved) {
      uses.load(saved.uses)
      attachments.load(saved.attachments)
      spots.load(saved.spots)
      unwanted.load(saved.unwanted)
      told.load(saved.told)
    },
  })
  context.onStart(() => {
    for (const map of [uses, attachments, spots, unwanted, told]) map.clear()
  })

  const look = (volume: string, ms = REACTION_MS) => kernel.schedule(ms, TOPIC, volume)

  const useOf = ({ metadata, spec }: Pod): Use => ({
    uid: metadata.uid,
    key: `${metadata.namespace}/${metadata.name}`,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    node: spec.nodeName!,
  })

  context.watch('Pod', ({ type, object: pod, old }) => {
    const names = claimNamesOf(pod)
    if (names.length === 0 || !pod.spec.nodeName) return
    const gone = type === 'DELETED' || isFinished(pod)
    if (!gone && old?.spec.nodeName) return
    for (const name of names) {
      const key = `${pod.metadata.namespace}/${name}`
      const others = (uses.get(key) ?? []).filter(({ uid }) => uid !== pod.metadata.uid)
      if (gone && others.length === 0) uses.delete(key)
      else uses.set(key, gone ? others : [...others, useOf(pod)])
      const volume = client.get('PersistentVolumeClaim', name, pod.metadata.namespace)?.spec.volumeName
      if (volume) {
        if (gone) told.delete(`${pod.metadata.uid}/${volume}`)
        look(volume)
      }
    }
  })
  context.watch('PersistentVolume', ({ type, object, old }) => {
    const bound = object.status?.phase === 'Bound' && old?.status?.phase !== 'Bound'
    if (object.spec.csi && (bound || type === 'DELETED')) look(object.metadata.name)
  })
  context.watch('VolumeAttachment', ({ type, object, old }) => {
    const { name } = object.metadata
    const volume = object.spec.source.persistentVolumeName
    if (volume === undefined) return
    const others = (attachments.get(volume) ?? []).filter((each) => each !== name)
    if (type !== 'DELETED') {
      attachments.set(volume, [...others, name])
      const spot = spots.get(name) ?? place(volume, object)
      if (spot) reports[isPresent(object) ? 'add' : 'remove'](spot.node, spot.unique)
    } else {
      const spot = spots.get(name)
      if (spot) reports.remove(spot.node, spot.unique)
      spots.delete(name)
      unwanted.delete(name)
      if (others.length) attachments.set(volume, others)
      else attachments.delete(volume)
    }
    if (object.status?.attached && old && !old.status?.attached) tellAttached(volume, object)
    look(volume)
  })
  context.watch('Node', ({ type, object, old }) => {
    if (unwanted.size === 0 || (type === 'MODIFIED' && !mayRelease(object, old))) return
    for (const name of unwanted.keys()) {
      const spot = spots.get(name)
      if (spot?.node === object.metadata.name) look(spot.volume)
    }
  })

  kernel.on(TOPIC, (name) => {
    if (!context.up) return
    if (attempt(() => sync(name))) look(name, 1000)
  })

  const place = (volume: string, { metadata, spec: { nodeName: node } }: VolumeAttachment): Spot | undefined => {
    const { csi } = client.get('PersistentVolume', volume)?.spec ?? {}
    if (!csi) return undefined
    const spot = { volume, node, unique: uniqueVolumeName(csi.driver, csi.volumeHandle) }
    spots.set(metadata.name, spot)
    return spot
  }

  const wantedBy = (volume: PersistentVolume | undefined): readonly Use[] => {
    const { claimRef } = volume?.spec ?? {}
    if (!volume || !claimRef?.uid) return []
    const claim = client.get('PersistentVolumeClaim', claimRef.name ?? '', claimRef.namespace)
    return claim?.metadata.uid === claimRef.uid && claim.spec.volumeName === volume.metadata.name
      ? (uses.get(keyOf(claim)) ?? [])
      : []
  }

  const sync = (name: string) => {
    const volume = client.get('PersistentVolume', name)
    const wanted = wantedBy(volume)
    const nodes = [...new Set(wanted.map(({ node }) => node))]
    const present = (attachments.get(name) ?? []).flatMap((each) => client.get('VolumeAttachment', each) ?? [])
    for (const each of present) {
      if (nodes.includes(each.spec.nodeName)) unwanted.delete(each.metadata.name)
      else if (!each.metadata.deletionTimestamp) detach(name, each)
    }
    const driver = volume?.spec.csi?.driver
    if (!volume || driver === undefined || client.get('CSIDriver', driver)?.spec.attachRequired === false) return
    const held = new Set(
      (attachments.get(name) ?? []).flatMap((each) => client.get('VolumeAttachment', each)?.spec.nodeName ?? []),
    )
    for (const node of nodes) {
      if (held.has(node)) continue
      if (held.size > 0 && isExclusive(volume)) refuse(name, wanted, node)
      else {
        attach(volume, driver, node)
        held.add(node)
      }
    }
  }

  const attach = (volume: PersistentVolume, attacher: string, nodeName: string) => {
    const { name: persistentVolumeName } = volume.metadata
    const name = attachmentName(volume.spec.csi!.volumeHandle, attacher, nodeName)
    // Counted at once, so that nothing is attached twice before the watch tells of it.
    attachments.set(persistentVolumeName, [...(attachments.get(persistentVolumeName) ?? []), name])
    if (client.get('VolumeAttachment', name)) return
    client.create<VolumeAttachment>({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'VolumeAttachment',
      metadata: { name },
      spec: { attacher, source: { persistentVolumeName }, nodeName },
    })
  }

  const detach = (volume: string, attachment: VolumeAttachment) => {
    const { name } = attachment.metadata
    const spot = spots.get(name) ?? place(volume, attachment)
    const node = client.get('Node', attachment.spec.nodeName)
    const forced = isOutOfService(node) || (!isHealthy(node) && kernel.now >= (unwanted.get(name) ?? Infinity))
    if (spot && isMountedBy(node, spot.unique) && !forced) {
      if (unwanted.has(name)) return
      unwanted.set(name, kernel.now + FORCE_MS)
      return look(volume, FORCE_MS)
    }
    try {
      // Its kubelet must not mount it any more: only then it is safe to take it away.
      if (spot) reports.withdraw(spot.node, spot.unique)
      client.delete('VolumeAttachment', attachment)
    } catch (error) {
      if (spot && isPresent(attachment)) reports.add(spot.node, spot.unique)
      throw error
    }
  }

  /** Says once to each waiting pod why its volume does not come. Rule: reportMultiAttachError. */
  const refuse = (volume: string, wanted: readonly Use[], node: string) => {
    const elsewhere = wanted.filter((use) => use.node !== node)
    for (const use of wanted) {
      const id = `${use.uid}/${volume}`
      if (use.node !== node || told.has(id)) continue
      told.set(id, true)
      const pod = client.get('Pod', use.name, use.namespace)
      const message = `Multi-Attach error for volume ${JSON.stringify(volume)} ${elsewhere.length ? usedBy(elsewhere) : inUse}`
      if (pod) record(pod, 'FailedAttachVolume', message, 'Warning')
    }
  }

  const tellAttached = (volume: string, { spec }: VolumeAttachment) => {
    for (const use of wantedBy(client.get('PersistentVolume', volume))) {
      const pod = use.node === spec.nodeName && client.get('Pod', use.name, use.namespace)
      // The blank at the end is upstream's.
      if (pod) record(pod, 'SuccessfulAttachVolume', `AttachVolume.Attach succeeded for volume ${JSON.stringify(volume)} `)
    }
  }
}

/** A claim is used within its namespace only, so all of these pods may be named. */
const usedBy = (pods: readonly Use[]) => `Volume is already used by pod(s) ${pods.map(({ name }) => name).join(', ')}`

/** Is its volume on the node, and to stay there? */
const isPresent = ({ metadata, status }: VolumeAttachment): boolean =>
  status?.attached === true && metadata.deletionTimestamp === undefined

/** May only one node have it at a time? Rule: IsMultiAttachAllowed. */
const isExclusive = ({ spec }: PersistentVolume): boolean =>
  !spec.accessModes?.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany')
