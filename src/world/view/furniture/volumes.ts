import { bytes } from '../../../api/quantity'
import type { PersistentVolume } from '../../../kube/kinds/persistentvolume/api'
import type { PersistentVolumeClaim } from '../../../kube/kinds/persistentvolumeclaim/api'
import type { Pod } from '../../../kube/kinds/pod/api'
import type { VolumeView } from '../../frame'
import { definePart, type PartReading } from './part'

const CLAIM = 'PersistentVolumeClaim'
const VOLUME = 'PersistentVolume'

/** Claims with their volumes, then volumes that nobody claims. */
export const volumes = definePart<VolumeView>({
  kinds: [CLAIM, VOLUME, 'VolumeAttachment', 'Pod'],
  mark: ({ store, sources }) => (store.size(VOLUME) === 0 ? 0 : sources.filesMark()),
  build(reading) {
    const { store } = reading
    if (store.size(CLAIM) === 0 && store.size(VOLUME) === 0) return []
    const claims = [...store.all(CLAIM)] as unknown as readonly PersistentVolumeClaim[]
    const free = ([...store.all(VOLUME)] as unknown as readonly PersistentVolume[]).filter(
      ({ spec }) => !spec.claimRef?.name || !store.get(CLAIM, `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name}`),
    )
    const users = usersOf(reading)
    return [...claims.map((claim) => claimView(reading, claim, users)), ...free.map((volume) => volumeView(reading, volume))]
      .map((view) => ({ view, name: `${view.namespace}/${view.claim || view.volume}` }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ view }) => view)
  },
})

function claimView(reading: PartReading, claim: PersistentVolumeClaim, users: ReadonlyMap<string, readonly Pod[]>): VolumeView {
  const { uid, name, namespace = '' } = claim.metadata
  const { volumeName = '', storageClassName = '', resources } = claim.spec
  const pods = users.get(`${namespace}/${name}`) ?? []
  const size = claim.status.capacity?.['storage'] ?? resources?.requests?.['storage'] ?? 0
  const [first] = pods
  return {
    uid,
    claim: name,
    namespace,
    volume: volumeName,
    storageClass: storageClassName,
    phase: claim.status.phase ?? 'Pending',
    size: bytes(size),
    ...filesOf(reading, volumeName, first?.spec.nodeName ?? ''),
    // A claim wears the hue of whoever uses it; between two pods of a StatefulSet it keeps that of its own labels.
    hue: first ? reading.hues.of(first) : reading.hues.of(claim),
    pods: pods.map(({ metadata }) => metadata.uid),
    node: attachedTo(reading, volumeName),
  }
}

function volumeView(reading: PartReading, volume: PersistentVolume): VolumeView {
  const { uid, name } = volume.metadata
  const phase = volume.status.phase ?? 'Pending'
  return {
    uid,
    claim: '',
    namespace: '',
    volume: name,
    storageClass: volume.spec.storageClassName ?? '',
    phase,
    size: bytes(volume.spec.capacity?.['storage'] ?? 0),
    ...filesOf(reading, name, ''),
    hue: -1,
    pods: [],
    node: attachedTo(reading, name),
  }
}

function filesOf({ sources, store }: PartReading, name: string, node: string): Pick<VolumeView, 'files' | 'bytes' | 'records'> {
  const volume = name ? (store.get(VOLUME, name) as PersistentVolume | undefined) : undefined
  const { files, records } = volume ? sources.filesIn(volume, node) : { files: [], records: 0 }
  return { files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0), records }
}

/** Pods by the claims they use, as `namespace/name`; a generic ephemeral volume's claim is named after pod and volume. */
function usersOf({ store }: PartReading): ReadonlyMap<string, readonly Pod[]> {
  const users = new Map<string, Pod[]>()
  for (const pod of store.all('Pod') as IterableIterator<Pod>) {
    for (const volume of pod.spec.volumes ?? []) {
      const claim = volume.persistentVolumeClaim?.claimName ?? (volume.ephemeral && `${pod.metadata.name}-${volume.name}`)
      if (!claim) continue
      const key = `${pod.metadata.namespace ?? ''}/${claim}`
      const known = users.get(key)
      if (known) known.push(pod)
      else users.set(key, [pod])
    }
  }
  return users
}

interface Attachment {
  readonly spec: { readonly nodeName: string; readonly source: { readonly persistentVolumeName?: string } }
  readonly status?: { readonly attached?: boolean }
}

function attachedTo({ store }: PartReading, volume: string): string {
  if (!volume) return ''
  for (const object of store.all('VolumeAttachment')) {
    const { spec, status } = object as unknown as Attachment
    if (spec.source.persistentVolumeName === volume && status?.attached) return spec.nodeName
  }
  return ''
}
