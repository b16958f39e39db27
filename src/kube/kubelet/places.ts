import type { Client } from '../../api/client'
import { ApiError } from '../../api/errors'
import type { PersistentVolume } from '../kinds/persistentvolume/api'
import type { Pod, Volume } from '../kinds/pod/api'

/** Where the bytes of a volume are: a store and the path in it. Without a store they come from the API server. */
export interface Place {
  readonly id: string | undefined
  readonly base: string
}

const nowhere: Place = { id: undefined, base: '' }

/** The folder of a node at a path; all of a node's folders are one store, since they may lie in each other. */
export const folderOf = (node: string, path: string): Place => ({
  id: `node:${node}`,
  base: path === '/' ? '' : path.replace(/\/+$/, ''),
})

/** Is it a folder of a node's own disk? */
export const isOfNode = ({ id }: Place): boolean => id?.startsWith('node:') ?? false

/** Name of the claim that a pod's volume stands for, if it does. */
export const claimNameOf = (pod: Pod, { name, persistentVolumeClaim, ephemeral }: Volume): string | undefined =>
  persistentVolumeClaim?.claimName ?? (ephemeral ? `${pod.metadata.name}-${name}` : undefined)

/** The store of a PersistentVolume, seen from a node. */
export function placeOfVolume({ metadata, spec }: PersistentVolume, node: string): Place {
  const { csi, hostPath, local, nfs } = spec
  if (csi) return { id: `csi:${csi.driver}/${csi.volumeHandle}`, base: '' }
  if (hostPath) return folderOf(node, hostPath.path)
  if (local) return folderOf(node, local.path)
  if (nfs) return { id: `nfs:${nfs.server}`, base: nfs.path.replace(/\/+$/, '') }
  return { id: `pv:${metadata.name}`, base: '' }
}

/** The PersistentVolume behind a pod's volume, if there is one by now. */
export function volumeBehind(pod: Pod, volume: Volume, client: Client): PersistentVolume | undefined {
  const name = claimNameOf(pod, volume)
  const claim = name === undefined ? undefined : client.get('PersistentVolumeClaim', name, pod.metadata.namespace)
  return claim?.spec.volumeName ? client.get('PersistentVolume', claim.spec.volumeName) : undefined
}

/** Where a pod's volume is. */
export function placeOf(pod: Pod, volume: Volume, node: string, client: Client): Place {
  const { name, hostPath, nfs, configMap, secret, downwardAPI, projected } = volume
  if (configMap || secret || downwardAPI || projected) return nowhere
  if (hostPath) return folderOf(node, hostPath.path)
  if (nfs) return { id: `nfs:${nfs.server}`, base: nfs.path.replace(/\/+$/, '') }
  if (claimNameOf(pod, volume) !== undefined) {
    const found = quietly(() => volumeBehind(pod, volume, client))
    if (found) return placeOfVolume(found, node)
  }
  return { id: ownId(pod.metadata.uid, name), base: '' }
}

/** The store of a volume that lives and dies with its pod. */
export const ownId = (uid: string, volume: string): string => `pod:${uid}/${volume}`

function quietly<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}
