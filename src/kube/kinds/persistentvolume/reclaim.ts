import { virtualMs } from '../../../api/time'
import type { ControllerContext } from '../../../control/controller'
import { provisioners } from '../csidriver/api'
import { annotation, PROVISIONED_BY } from './annotations'
import { setPhase, unbindVolume } from './binding'
import type { PersistentVolume } from './types'

/** Ms that emptying a volume takes, which upstream does with a pod. */
const SCRUB_MS = 5_000

/** Does with a volume whose claim is gone what its policy says. Returns ms after which to look again. Rule: reclaimVolume. */
export function reclaim(context: ControllerContext, volume: PersistentVolume): number | void {
  const { client, now, record } = context
  const { persistentVolumeReclaimPolicy: policy, hostPath, nfs } = volume.spec
  const fail = (reason: string, message: string) => {
    if (volume.status?.phase === 'Failed') return
    record(setPhase(client, volume, 'Failed', now, message), reason, message, 'Warning')
  }
  if (policy === 'Recycle') {
    if (!hostPath && !nfs) return fail('VolumeFailedRecycle', 'No recycler plugin found for the volume!')
    const { lastPhaseTransitionTime: since } = volume.status ?? {}
    const left = since === undefined ? 0 : virtualMs(since) + SCRUB_MS - now
    if (left > 0) return left
    record(volume, 'VolumeRecycled', 'Volume recycled')
    return unbindVolume(client, volume, now)
  }
  if (policy !== 'Delete') return
  const maker = annotation(volume, PROVISIONED_BY)
  const provisioner = maker === undefined ? undefined : provisioners.get(maker)
  // Volumes of a driver outside are the driver's to delete.
  if (maker !== undefined && !provisioner?.inTree) return
  if (!hostPath) {
    const why = `error getting deleter volume plugin for volume ${JSON.stringify(volume.metadata.name)}: no volume plugin matched`
    return fail('VolumeFailedDelete', why)
  }
  if (!/^\/tmp\/.+/.test(hostPath.path)) {
    return fail('VolumeFailedDelete', `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path}`)
  }
  if (!volume.metadata.deletionTimestamp) client.delete('PersistentVolume', volume)
}
