import { CowMap, type SavedMap } from '../../kernel/cowMap'
import { nextBackOff, type BackOffEntry } from '../../runtime/backOff'
import type { ContainerEvent } from '../../runtime/container.machine'
import { goDuration } from '../../runtime/duration'
import type { PullResult } from '../../runtime/imagePuller'
import { parseImage } from '../../runtime/imageRef'
import type { Container } from '../kinds/pod/api'
import { containerOf, type PodRecord, type Shared } from './shared'

/** How containers get their images; upstream: pkg/kubelet/images/image_manager.go. */
export interface Pulling {
  /** A container needs its image now. */
  begin(id: string, record: PodRecord, container: Container): void
  /** The runtime reports how a pull ended. */
  ended(id: string, result: PullResult): void
  /** Forgets the back-off of a container. */
  forget(id: string): void
}

/** ms until what cannot be pulled at all is looked at again. */
const RETRY_MS = 10_000
/** The container machine shows ErrImagePull for so long before it says ImagePullBackOff. */
const SHOWN_MS = 1000

export function createPulling(shared: Shared, send: (id: string, event: ContainerEvent) => void): Pulling {
  const { kernel } = shared
  const backOffs = new CowMap<string, BackOffEntry>()
  kernel.part<SavedMap<string, BackOffEntry>>('kubelet.pullBackOff', {
    save: () => backOffs.save(),
    load: (saved) => backOffs.load(saved),
  })
  const fail = (id: string, reason: string, message: string, waitMs: number) =>
    send(id, { type: 'PULL_FAILED', at: kernel.now, reason, message, waitMs })

  return {
    begin(id, record, container) {
      const { image, imagePullPolicy } = container
      const { node } = record
      const ref = parseImage(image)
      if (!ref) {
        const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`
        shared.event(record, 'InspectFailed', message, 'Warning', container.name)
        return fail(id, 'InvalidImageName', message, RETRY_MS)
      }
      const policy = imagePullPolicy ?? (ref.tag === 'latest' ? 'Always' : 'IfNotPresent')
      if (policy !== 'Always' && shared.puller.has(node, image)) {
        shared.event(
          record,
          'Pulled',
          `Container image "${image}" already present on machine and can be accessed by the pod`,
          'Normal',
          container.name,
        )
        return send(id, { type: 'PULLED' })
      }
      if (policy === 'Never') {
        const message = `Container image "${image}" is not present with pull policy of Never`
        shared.event(record, 'ErrImageNeverPull', message, 'Warning', container.name)
        return fail(id, 'ErrImageNeverPull', message, RETRY_MS)
      }
      shared.event(record, 'Pulling', `Pulling image "${image}"`, 'Normal', container.name)
      kernel.record('pull', `kubelet:${node}`, 'registry', record.uid, `Pod ${record.key}`, image)
      shared.puller.pull(node, image, id)
      shared.status.touch(record.uid)
    },
    ended(id, result) {
      const found = containerOf(shared, id)
      if (!found) return
      const { record, container } = found
      if (result.ok) {
        const took = `${goDuration(result.ms)} (${goDuration(result.withWaiting)} including waiting)`
        shared.event(
          record,
          'Pulled',
          `Successfully pulled image "${container.image}" in ${took}. Image size: ${result.bytes} bytes.`,
          'Normal',
          container.name,
        )
        backOffs.delete(id)
        return send(id, { type: 'PULLED' })
      }
      shared.event(record, 'Failed', `Failed to pull image "${container.image}": ${result.error}`, 'Warning', container.name)
      const entry = nextBackOff(backOffs.get(id), kernel.now, kernel.now)
      backOffs.set(id, entry)
      fail(id, 'ErrImagePull', result.error, entry.wait - SHOWN_MS)
    },
    forget: (id) => void backOffs.delete(id),
  }
}
