import { createVolumeFiles, type VolumeFiles } from '../../runtime/volumeFiles'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Client } from '../../api/client'
import type { FileAccess } from '../../runtime/processState'
import { storageClassOf, type PersistentVolumeClaim } from '../kinds/persistentvolumeclaim/api'
import type { PersistentVolume } from '../kinds/persistentvolume/api'
import type { Pod, Volume } from '../kinds/pod/api'
import { fileAccess, mountsOf, type Mount } from './mounts'
import { claimNameOf, ownId, placeOf, placeOfVolume, volumeBehind, type Place } from './places'
import { containerOf, type Shared } from './shared'

/** A volume of a pod as a person may want to see it. */
export interface PodVolume {
  readonly name: string
  /** What it is made of: `emptyDir`, `configMap`, `persistentVolumeClaim`, ... */
  readonly source: string
  /** '' where there is none: the claim, the volume bound to it, the class. */
  readonly claim: string
  readonly volume: string
  readonly storageClass: string
  /** Of the claim; '' without one. */
  readonly phase: string
  /** As the claim's capacity or its request says, or an emptyDir's limit; '' for none. */
  readonly size: string
  readonly accessModes: readonly string[]
  /** The node it is attached to or lies on; '' when it is reached over the network, or not at all yet. */
  readonly node: string
  readonly mounts: readonly { readonly container: string; readonly path: string; readonly readOnly: boolean }[]
  /** How many files are in it, their bytes, and how many records programs wrote to it. */
  readonly files: number
  readonly bytes: number
  readonly records: number
  /** Does what is in it outlive the pod? */
  readonly lasting: boolean
}

/** What is in a volume: its files by their paths in it, and how many records programs keep there. */
export interface VolumeContents {
  readonly files: readonly { readonly path: string; readonly bytes: number }[]
  readonly records: number
}

/** The files of pods: their volumes, and what their programs keep. */
export interface Disks {
  readonly store: VolumeFiles
  /** How a container sees its volumes; undefined when it has none. */
  accessOf(id: string): FileAccess | undefined
  /** A container answered requests: what keeps records keeps one for each. */
  served(id: string, requests: number): void
  /** Records that a container has at hand, on a volume or in its own layer. */
  recordsOf(id: string): number
  /** The pod is gone for good: so is what was its alone. */
  dropPod(pod: Pod): void
  /** A volume was done away with, or emptied. */
  dropVolume(volume: PersistentVolume): void
  volumesOf(pod: Pod): readonly PodVolume[]
  /** What is in a volume; one that is a folder of whichever node it is used on is looked at on `node`. */
  contentsOf(volume: PersistentVolume, node: string): VolumeContents
}

/** Records in a container's own layer, of one of its runs. */
interface Layer {
  readonly run: number
  readonly records: number
}

export function createDisks(shared: Shared, client: Client): Disks {
  const { kernel } = shared
  const store = createVolumeFiles(kernel)
  const layers = new CowMap<string, Layer>()
  kernel.part<SavedMap<string, Layer>>('kubelet.layers', { save: () => layers.save(), load: (saved) => layers.load(saved) })

  const mountsOfContainer = (
    id: string,
  ): { readonly mounts: readonly Mount[]; readonly pod: Pod; readonly ip: string; readonly node: string } | undefined => {
    const found = containerOf(shared, id)
    if (!found?.container.volumeMounts?.length) return undefined
    const { record, container } = found
    const env = shared.engine.get(id)?.spec.env ?? {}
    return {
      mounts: mountsOf(record.pod, container, record.node, env, client),
      pod: record.pod,
      ip: record.ip,
      node: record.node,
    }
  }

  /** The volume that a program keeps its records on; undefined: its own layer. */
  const dataVolume = (id: string, folders: readonly string[]): string | undefined => {
    const { mounts = [] } = mountsOfContainer(id) ?? {}
    for (const { path, place } of mounts) {
      const under = (a: string, b: string) => a === b || a.startsWith(`${b}/`)
      if (place.id !== undefined && folders.some((folder) => under(folder, path) || under(path, folder)))
        return recordsId(place.id, place.base)
    }
    return undefined
  }

  const layerOf = (id: string): Layer => {
    const run = shared.engine.get(id)?.run ?? 0
    const layer = layers.get(id)
    return layer?.run === run ? layer : { run, records: 0 }
  }

  return {
    store,
    accessOf(id) {
      const found = mountsOfContainer(id)
      if (!found) return undefined
      const { mounts, pod, ip, node } = found
      return fileAccess(mounts, store, pod, client, { podIP: ip, hostIP: shared.reach.hostIP(node), node })
    },
    served(id, requests) {
      const folders = shared.engine.get(id)?.spec.behaviour.dataDirs
      if (!folders || requests <= 0) return
      const volume = dataVolume(id, folders)
      if (volume !== undefined) return store.addRecords(volume, requests)
      const layer = layerOf(id)
      layers.set(id, { ...layer, records: layer.records + requests })
    },
    recordsOf(id) {
      const folders = shared.engine.get(id)?.spec.behaviour.dataDirs
      if (!folders) return 0
      const volume = dataVolume(id, folders)
      return volume === undefined ? layerOf(id).records : store.of(volume).records
    },
    dropPod({ metadata: { uid }, spec }) {
      for (const { name } of spec.volumes ?? []) store.remove(ownId(uid, name))
      for (const list of [spec.containers, spec.initContainers ?? []])
        for (const { name } of list) layers.delete(`${uid}/${name}`)
    },
    dropVolume(volume) {
      const place = placeOfVolume(volume, '')
      if (place.id === undefined || place.id.startsWith('node:')) return
      if (place.base) store.write(place.id, place.base, undefined)
      else store.remove(place.id)
      store.remove(recordsId(place.id, place.base))
    },
    volumesOf(pod) {
      const node = pod.spec.nodeName ?? ''
      return (pod.spec.volumes ?? []).map((volume) => describe(pod, volume, node, client, store))
    },
    contentsOf: (volume, node) => contentsAt(store, placeOfVolume(volume, node)),
  }
}

/** Records are counted by where they lie; those of a whole volume with its files. */
const recordsId = (id: string, base: string): string => (base ? `${id}${base}` : id)

function describe(pod: Pod, volume: Volume, node: string, client: Client, store: VolumeFiles): PodVolume {
  const source = Object.keys(volume).find((key) => key !== 'name' && volume[key as keyof Volume] !== undefined) ?? 'emptyDir'
  const name = claimNameOf(pod, volume)
  const claim: PersistentVolumeClaim | undefined =
    name === undefined ? undefined : client.get('PersistentVolumeClaim', name, pod.metadata.namespace)
  const behind = volumeBehind(pod, volume, client)
  const place = placeOf(pod, volume, node, client)
  const missing = name !== undefined && !behind
  const { files, records } = missing ? nothing : contentsAt(store, place)
  return {
    name: volume.name,
    source,
    claim: name ?? '',
    volume: behind?.metadata.name ?? '',
    storageClass: claim ? storageClassOf(claim) : '',
    phase: claim?.status.phase ?? '',
    size: claim?.status.capacity?.['storage'] ?? claim?.spec.resources?.requests?.['storage'] ?? volume.emptyDir?.sizeLimit ?? '',
    accessModes: behind?.spec.accessModes ?? claim?.spec.accessModes ?? [],
    node: missing || behind?.spec.nfs || (behind?.spec.csi && !isAttached(client, behind, node)) ? '' : node,
    mounts: [...(pod.spec.initContainers ?? []), ...pod.spec.containers].flatMap((container) =>
      (container.volumeMounts ?? [])
        .filter((mount) => mount.name === volume.name)
        .map(({ mountPath, readOnly = false }) => ({ container: container.name, path: mountPath, readOnly })),
    ),
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    records,
    lasting: behind !== undefined || volume.hostPath !== undefined || volume.nfs !== undefined,
  }
}

const nothing: VolumeContents = { files: [], records: 0 }

function contentsAt(store: VolumeFiles, { id, base }: Place): VolumeContents {
  if (id === undefined) return nothing
  const files = Object.entries(store.of(id).files).flatMap(([path, text]) =>
    path.startsWith(`${base}/`) && !path.endsWith('/') ? [{ path: path.slice(base.length), bytes: text.length }] : [],
  )
  return { files, records: store.of(recordsId(id, base)).records }
}

const isAttached = (client: Client, { metadata }: PersistentVolume, node: string): boolean =>
  client
    .list('VolumeAttachment')
    .some(({ spec, status }) => spec.source.persistentVolumeName === metadata.name && spec.nodeName === node && status?.attached)
