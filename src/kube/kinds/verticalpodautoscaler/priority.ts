import { virtualMs } from '../../../api/time'
import type { Pod } from '../pod/api'
import { amountOf } from './policy'
import type { ContainerRecommendation } from './types'

/** A pod this old is replaced for a change of this share, though its requests are within bounds. Upstream: flags of the updater. */
const OLD_MS = 12 * 3_600_000
const WORTH = 0.1
/** Killed for want of memory so soon after its start, a container gets more at once. */
const QUICK_OOM_MS = 600_000

/** How urgent it is to give a pod other requests. Upstream: PodPriority. */
export interface Urgency {
  readonly outside: boolean
  readonly grows: boolean
  /** Sum over resources of how far the pod's requests are from the target, as a share. */
  readonly difference: number
}

/** How far a pod is from what is recommended. */
export function urgencyOf(pod: Pod, recommendations: readonly ContainerRecommendation[]): Urgency {
  let outside = false
  let grows = false
  const requested = new Map<string, number>()
  const wanted = new Map<string, number>()
  const add = (sums: Map<string, number>, resource: string, amount: number) =>
    void sums.set(resource, (sums.get(resource) ?? 0) + amount)
  for (const { name, resources } of pod.spec.containers) {
    const found = recommendations.find(({ containerName }) => containerName === name)
    if (!found) continue
    for (const [resource, text] of Object.entries(found.target)) {
      const target = amountOf(resource, text)
      add(wanted, resource, target)
      const given = resources?.requests?.[resource]
      if (given === undefined) {
        outside = grows = true
        continue
      }
      const request = amountOf(resource, given)
      add(requested, resource, request)
      if (target > request) grows = true
      const [lower, upper] = [found.lowerBound?.[resource], found.upperBound?.[resource]]
      if (lower !== undefined && request < amountOf(resource, lower)) outside = true
      if (upper !== undefined && request > amountOf(resource, upper)) outside = true
    }
  }
  let difference = 0
  for (const [resource, target] of wanted) {
    const request = Math.max(requested.get(resource) ?? 0, 1)
    difference += Math.abs(request - target) / request
  }
  return { outside, grows, difference }
}

/** Is it worth replacing the pod? `now` is virtual ms. Upstream: UpdatePriorityCalculator.AddPod. */
export function isDue(pod: Pod, { outside, difference }: Urgency, now: number): boolean {
  if (outside || isQuickOom(pod, now)) return true
  if (!pod.status?.startTime || now < virtualMs(pod.status.startTime) + OLD_MS) return false
  return difference >= WORTH
}

function isQuickOom(pod: Pod, now: number): boolean {
  return (pod.status?.containerStatuses ?? []).some(({ lastState }) => {
    const end = lastState?.terminated
    if (end?.reason !== 'OOMKilled' || !end.startedAt || !end.finishedAt) return false
    const ended = virtualMs(end.finishedAt)
    return ended - virtualMs(end.startedAt) < QUICK_OOM_MS && ended > now - QUICK_OOM_MS
  })
}

/** What grows comes first, then what is farthest off. */
export const byUrgency = (a: Urgency, b: Urgency): number => Number(b.grows) - Number(a.grows) || b.difference - a.difference
