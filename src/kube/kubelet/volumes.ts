import type { Client } from '../../api/client'
import { ApiError } from '../../api/errors'
import { attachmentName, uniqueVolumeName } from '../kinds/volumeattachment/api'
import type { ConfigMap } from '../kinds/configmap/api'
import type { PersistentVolume } from '../kinds/persistentvolume/api'
import type { KeyToPath, Pod, Volume } from '../kinds/pod/api'
import type { Secret } from '../kinds/secret/api'
import { claimNameOf, volumeBehind } from './places'

/** Why a pod's volumes are not there: what the kubelet says about it, or nothing as long as it just waits. */
export interface MountProblem {
  readonly message: string | undefined
}

/** Every namespace has it, whoever publishes it. */
const ROOT_CA = 'kube-root-ca.crt'
/** How long a kubelet waits for volumes before it says so; upstream: podAttachAndMountTimeout. */
const PATIENCE_MS = 123_000

/**
 * The first thing that keeps a pod's volumes from being mounted. Without an answer from the server the kubelet trusts the contents that it
 * has, but mounts no disk of which nobody can say whether it is attached.
 */
export function mountProblem(pod: Pod, node: string, client: Client, waitedMs: number): MountProblem | undefined {
  const claimed = (pod.spec.volumes ?? []).filter((volume) => claimNameOf(pod, volume) !== undefined)
  try {
    for (const volume of pod.spec.volumes ?? []) {
      const why = contentProblem(pod, volume, client)
      if (why) return { message: `MountVolume.SetUp failed for volume ${JSON.stringify(volume.name)} : ${why}` }
    }
    for (const volume of claimed) {
      const problem = claimProblem(pod, volume, node, client, claimed, waitedMs)
      if (problem) return problem
    }
    return undefined
  } catch (error) {
    if (error instanceof ApiError) return claimed.length ? { message: undefined } : undefined
    throw error
  }
}

/**
 * The volumes of a pod that must be attached to its node, as the node's status names them; undefined: nobody answers. Those whose claims are
 * not bound yet are not among them.
 */
export function attachablesOf(pod: Pod, client: Client): readonly string[] | undefined {
  try {
    return (pod.spec.volumes ?? []).flatMap((volume) => {
      const behind = claimNameOf(pod, volume) === undefined ? undefined : volumeBehind(pod, volume, client)
      return behind && mustAttach(behind, client) ? uniqueName(behind) : []
    })
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
  if (!mustAttach(behind, client) || isAttached(behind, node, client)) return undefined
  const waits = `Unable to attach or mount volumes: unmounted volumes=[${names(claimed)}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded`
  return { message: waitedMs >= PATIENCE_MS ? waits : undefined }
}

const names = (volumes: readonly Volume[]) => volumes.map(({ name }) => name).join(' ')

const uniqueName = ({ spec: { csi } }: PersistentVolume): string => uniqueVolumeName(csi!.driver, csi!.volumeHandle)

const mustAttach = ({ spec: { csi } }: PersistentVolume, client: Client): boolean =>
  csi !== undefined && client.get('CSIDriver', csi.driver)?.spec.attachRequired !== false

/**
 * Is a driver's volume on the node, and to stay there? First the node's status must say that the volume is in use, by which the controller
 * knows that it must not take it away; only then it counts that the controller says there that it is attached.
 */
function isAttached(volume: PersistentVolume, node: string, client: Client): boolean {
  const { driver, volumeHandle } = volume.spec.csi!
  const { volumesInUse, volumesAttached } = client.get('Node', node)?.status ?? {}
  const name = uniqueName(volume)
  if (!volumesInUse?.includes(name) || !volumesAttached?.some((each) => each.name === name)) return false
  const attachment = client.get('VolumeAttachment', attachmentName(volumeHandle, driver, node))
  return attachment?.status?.attached === true && attachment.metadata.deletionTimestamp === undefined
}
