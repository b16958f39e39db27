import type { KubeObject } from '../../api/meta'
import type { PersistentVolume } from '../../kube/kinds/persistentvolume/api'
import type { PersistentVolumeClaim } from '../../kube/kinds/persistentvolumeclaim/api'
import type { Pod } from '../../kube/kinds/pod/api'
import type { HoldingsView } from '../frame'
import type { Sources } from './sources'

/** What is in a volume, asked by the volume itself or by the claim that is bound to it; undefined for anything else. */
export function holdingsOf({ store, filesIn }: Sources, object: KubeObject): HoldingsView | undefined {
  const { name, namespace = '' } = object.metadata
  if (object.kind === 'PersistentVolume') return view(filesIn(object as unknown as PersistentVolume, ''), name)
  if (object.kind !== 'PersistentVolumeClaim') return undefined
  const { volumeName } = (object as unknown as PersistentVolumeClaim).spec
  const volume = volumeName ? (store.get('PersistentVolume', volumeName) as PersistentVolume | undefined) : undefined
  if (!volume) return undefined
  const user = (store.inNamespace('Pod', namespace) as readonly Pod[]).find(({ spec }) =>
    spec.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === name),
  )
  return view(filesIn(volume, user?.spec.nodeName ?? ''), volume.metadata.name)
}

/** More files than this nobody reads. */
const most = 50

const view = ({ files, records }: ReturnType<Sources['filesIn']>, volume: string): HoldingsView => ({
  volume,
  files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, most),
  count: files.length,
  records,
})
