import { bytesOf, createVolumeFiles, type VolumeFiles } from '../../runtime/volumeFiles'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Client } from '../../api/client'
import type { FileAccess } from '../../runtime/processState'
import { storageClassOf, type PersistentVolumeClaim } from '../kinds/persistentvolumeclaim/api'
import type { PersistentVolume } from '../kinds/persistentvolume/api'
import type { Pod, Volume } from '../kinds/pod/api'
import { fileAccess, mountsOf, type Mount } from './mounts'
import { claimNameOf, ownId, placeOf, placeOfVolume, volumeBehind } from './places'
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
  const contents = place.id === undefined || missing ? { files: {}, records: 0 } : store.of(place.id)
  const here = Object.fromEntries(
    Object.entries(contents.files).filter(([path]) => path.startsWith(`${place.base}/`) && !path.endsWith('/')),
  )
  const records = place.id === undefined || missing ? 0 : store.of(recordsId(place.id, place.base)).records
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
    files: Object.keys(here).length,
    bytes: bytesOf({ files: here, records }),
    records,
    lasting: behind !== undefined || volume.hostPath !== undefined || volume.nfs !== undefined,
  }
}

const isAttached = (client: Client, { metadata }: PersistentVolume, node: string): boolean =>
  client
    .list('VolumeAttachment')
    .some(({ spec, status }) => spec.source.persistentVolumeName === metadata.name && spec.nodeName === node && status?.attached)
