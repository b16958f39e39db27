import type { Client } from '../../api/client'
import { namesIn, type VolumeFiles } from '../../runtime/volumeFiles'
import type { FileAccess } from '../../runtime/processState'
import type { Container, Pod, Volume } from '../kinds/pod/api'
import { expanded } from './environment'
import { hostFiles } from './hostFiles'
import { projectedFiles, type Surroundings } from './projected'
import { isOfNode, placeOf, type Place } from './places'

/** A volume at a path of a container. */
export interface Mount {
  readonly path: string
  readonly volume: Volume
  readonly place: Place
  readonly readOnly: boolean
}

const trimmed = (path: string) => (path.length > 1 ? path.replace(/\/+$/, '') : path)

/** What a container has mounted, the deepest paths first. */
export function mountsOf(
  pod: Pod,
  container: Container,
  node: string,
  env: Readonly<Record<string, string>>,
  client: Client,
): readonly Mount[] {
  const mounts = (container.volumeMounts ?? []).flatMap(({ name, mountPath, subPath, subPathExpr, readOnly }): Mount[] => {
    const volume = pod.spec.volumes?.find((each) => each.name === name)
    if (!volume) return []
    const place = placeOf(pod, volume, node, client)
    const below = trimmed(subPathExpr ? expanded(subPathExpr, env) : (subPath ?? '')).replace(/^\/+/, '')
    const base = below ? `${place.base}/${below}` : place.base
    const fixed = place.id === undefined || volume.persistentVolumeClaim?.readOnly === true
    return [{ path: trimmed(mountPath), volume, place: { ...place, base }, readOnly: (readOnly ?? false) || fixed }]
  })
  return mounts.sort((a, b) => b.path.length - a.path.length)
}

/** How the programs of a container see its mounts. */
export function fileAccess(
  mounts: readonly Mount[],
  store: VolumeFiles,
  pod: Pod,
  client: Client,
  around: Surroundings,
): FileAccess {
  const find = (path: string) => {
    const mount = mounts.find((each) => path === each.path || path.startsWith(`${each.path}/`))
    return mount && { mount, inner: `${mount.place.base}${path.slice(mount.path.length)}` }
  }
  const filesOf = ({ place, volume }: Mount): Readonly<Record<string, string>> =>
    place.id === undefined ? projectedFiles(pod, volume, client, around) : store.of(place.id).files
  const ofHost = ({ place }: Mount) => (isOfNode(place) ? hostFiles(around.node) : none)
  return {
    covers: (path) => find(path) !== undefined,
    read(path) {
      const found = find(path)
      return found && (filesOf(found.mount)[found.inner] ?? ofHost(found.mount)[found.inner])
    },
    list(path) {
      const found = find(trimmed(path))
      if (!found) return undefined
      const files = { ...ofHost(found.mount), ...filesOf(found.mount) }
      return namesIn(files, found.inner) ?? (trimmed(path) === found.mount.path ? [] : undefined)
    },
    write(path, text) {
      const found = find(path)
      if (!found || found.mount.readOnly || found.mount.place.id === undefined) return false
      store.write(found.mount.place.id, found.inner, text)
      return true
    },
  }
}

const none: Readonly<Record<string, string>> = {}
