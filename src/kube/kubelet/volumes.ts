import type { Client } from '../../api/client'
import { ApiError } from '../../api/errors'
import { attachmentName } from '../kinds/volumeattachment/api'
import type { ConfigMap } from '../kinds/configmap/api'
import type { PersistentVolume } from '../kinds/persistentvolume/api'
import type { KeyToPath, Pod, Volume } from '../kinds/pod/api'
import type { Secret } from '../kinds/secret/api'
import { claimNameOf } from './places'

/** Why a pod's volumes are not there: what the kubelet says about it, or nothing as long as it just waits. */
export interface MountProblem {
  readonly message: string | undefined
}

/** Every namespace has it, whoever publishes it. */
const ROOT_CA = 'kube-root-ca.crt'
/** How long a kubelet waits for volumes before it says so; upstream: podAttachAndMountTimeout. */
const PATIENCE_MS = 123_000

/** The first thing that keeps a pod's volumes from being mounted. Without an answer from the server the kubelet trusts what it has. */
export function mountProblem(pod: Pod, node: string, client: Client, waitedMs: number): MountProblem | undefined {
  try {
    for (const volume of pod.spec.volumes ?? []) {
      const why = contentProblem(pod, volume, client)
      if (why) return { message: `MountVolume.SetUp failed for volume ${JSON.stringify(volume.name)} : ${why}` }
    }
    const claimed = (pod.spec.volumes ?? []).filter((volume) => claimNameOf(pod, volume) !== undefined)
    for (const volume of claimed) {
      const problem = claimProblem(pod, volume, node, client, claimed, waitedMs)
      if (problem) return problem
    }
    return undefined
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

function contentProblem({ metadata: { namespace } }: Pod, volume: Volume, client: Client): string | undefined {
  const { configMap, secret, projected, csi } = volume
  const parts = [
    { kind: 'ConfigMap' as const, name: configMap?.name, optional: configMap?.optional, items: configMap?.items },
    { kind: 'Secret' as const, name: secret?.secretName, optional: secret?.optional, items: secret?.items },
    ...(projected?.sources ?? []).flatMap((source) => [
      { kind: 'ConfigMap' as const, ...named(source.configMap) },
      { kind: 'Secret' as const, ...named(source.secret) },
    ]),
  ]
  for (const { kind, name, optional, items } of parts) {
    if (name === undefined || optional || name === ROOT_CA) continue
    const found: ConfigMap | Secret | undefined = client.get(kind, name, namespace)
    if (!found) return `${kind.toLowerCase()} ${JSON.stringify(name)} not found`
    const absent = items?.find(({ key }) => !(key in { ...found.data, ...(found as ConfigMap).binaryData }))
    if (absent) {
      const what = kind === 'ConfigMap' ? 'configmap references non-existent config key' : 'references non-existent secret key'
      return `${what}: ${absent.key}`
    }
  }
  if (csi && !client.get('CSIDriver', csi.driver)) {
    return `driver name ${csi.driver} not found in the list of registered CSI drivers`
  }
  return undefined
}

interface Named {
  readonly name: string | undefined
  readonly optional: boolean | undefined
  readonly items: readonly KeyToPath[] | undefined
}

const named = (source: Partial<Named> | undefined): Named => ({
  name: source?.name,
  optional: source?.optional,
  items: source?.items,
})

function claimProblem(
  pod: Pod,
  volume: Volume,
  node: string,
  client: Client,
  claimed: readonly Volume[],
  waitedMs: number,
): MountProblem | undefined {
  const { namespace } = pod.metadata
  const name = claimNameOf(pod, volume)!
  const claim = client.get('PersistentVolumeClaim', name, namespace)
  const refuse = (why: string): MountProblem => ({
    message: `Unable to attach or mount volumes: unmounted volumes=[${names(claimed)}], unattached volumes=[${names(claimed)}], failed to process volumes=[${volume.name}]: error processing PVC ${namespace}/${name}: ${why}`,
  })
  if (!claim) return refuse(`failed to fetch PVC from API server: persistentvolumeclaims ${JSON.stringify(name)} not found`)
  if (claim.status.phase !== 'Bound' || !claim.spec.volumeName) return refuse('PVC is not bound')
  const behind = client.get('PersistentVolume', claim.spec.volumeName)
  if (!behind)
    return refuse(
      `failed to fetch PV ${claim.spec.volumeName} from API server: persistentvolumes ${JSON.stringify(claim.spec.volumeName)} not found`,
    )
  if (!behind.spec.csi || isAttached(behind, node, client)) return undefined
  const waits = `Unable to attach or mount volumes: unmounted volumes=[${names(claimed)}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded`
  return { message: waitedMs >= PATIENCE_MS ? waits : undefined }
}

const names = (volumes: readonly Volume[]) => volumes.map(({ name }) => name).join(' ')

/**
 * Is a driver's volume on the node, as far as it must be attached at all? One that is being detached is not there any more; upstream: the
 * controller takes it off the node's volumesAttached first, without which no kubelet mounts it.
 */
function isAttached({ spec: { csi } }: PersistentVolume, node: string, client: Client): boolean {
  const { driver, volumeHandle } = csi!
  if (client.get('CSIDriver', driver)?.spec.attachRequired === false) return true
  const attachment = client.get('VolumeAttachment', attachmentName(volumeHandle, driver, node))
  return attachment?.status?.attached === true && attachment.metadata.deletionTimestamp === undefined
}
