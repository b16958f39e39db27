import type { ServiceView, VolumeView } from '../../world/frame'
import { step, told, type Seen, type Step } from './seen'

/** Services that lost or found somewhere to send requests, and claims that found their volume. */
export const serviceSteps = (before: Seen, after: Seen): Step[] => [
  ...endpointSteps(before, after),
  ...volumeSteps(before, after),
]

function endpointSteps(before: Seen, after: Seen): Step[] {
  if (before.services === after.services) return []
  const were = new Map(before.services.map((service) => [service.uid, service]))
  return after.services.flatMap((is): Step[] => {
    const was = were.get(is.uid)
    const { uid, name } = is
    if (is.type === 'ExternalName') return []
    if (was && was.endpoints.length > 0 && is.endpoints.length === 0)
      return [step(78, uid, told('service.empty', { name }), emptyWhy(is))]
    if (was && was.endpoints.length === 0 && is.endpoints.length > 0)
      return [step(61, uid, told('service.filled', { name }), told('service.filledWhy', { n: is.endpoints.length }))]
    if (was && was.lost === 0 && is.lost > 0) return [step(74, uid, told('service.loses', { name, lost: is.lost }), emptyWhy(is))]
    if (was && was.rate !== is.rate) return [step(69, uid, told('service.rate', { name, rate: is.rate }), emptyWhy(is))]
    return []
  })
}

/** Where requests to a Service go. */
export function emptyWhy({ endpoints, notReady, rate }: ServiceView) {
  if (endpoints.length > 0) return told('service.spread', { n: endpoints.length })
  if (notReady.length > 0) return told(rate > 0 ? 'service.notReadyLost' : 'service.notReady', { n: notReady.length })
  return told(rate > 0 ? 'service.noneLost' : 'service.none')
}

const titleOf = ({ claim, volume }: VolumeView): string => claim || volume

function volumeSteps(before: Seen, after: Seen): Step[] {
  if (before.furniture === after.furniture) return []
  const were = new Map(before.furniture.volumes.map((volume) => [volume.uid, volume]))
  return after.furniture.volumes.flatMap((is): Step[] => {
    const was = were.get(is.uid)
    const name = titleOf(is)
    if (!is.claim) return []
    if (is.phase === 'Bound' && was?.phase !== 'Bound')
      return [step(44, is.uid, told('volume.bound', { name }), told('volume.boundWhy'))]
    if (is.phase === 'Lost' && was?.phase !== 'Lost') return [step(82, is.uid, told('volume.lost', { name }), null)]
    if (!was && is.phase === 'Pending') return [step(43, is.uid, told('volume.waits', { name }), told('volume.waitsWhy'))]
    if (was && was.node !== is.node && is.node) return [step(45, is.uid, told('volume.attached', { name, node: is.node }), null)]
    return []
  })
}
