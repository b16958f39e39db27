import { isReady, untilAvailable } from '../../workload/pods'
import type { DaemonSet, DaemonSetStatus } from './api'
import type { Scene } from './manage'
import { isAvailable, isUpdated } from './pods'

/** What nodes and pods make of a status; of several pods on a node the oldest counts. Upstream: updateDaemonSetStatus. */
export function daemonSetStatus({ set, nodes, fits, byNode, hash, now }: Scene): DaemonSetStatus {
  const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 }
  for (const { metadata } of nodes) {
    const [pod] = byNode.get(metadata.name) ?? []
    if (!fits.get(metadata.name)!.shouldRun) {
      if (pod) counts.misscheduled++
      continue
    }
    counts.desired++
    if (!pod) continue
    counts.current++
    if (isReady(pod)) {
      counts.ready++
      if (isAvailable(set, pod, now)) counts.available++
    }
    if (isUpdated(set, pod, hash)) counts.updated++
  }
  return {
    currentNumberScheduled: counts.current,
    numberMisscheduled: counts.misscheduled,
    desiredNumberScheduled: counts.desired,
    numberReady: counts.ready,
    observedGeneration: set.metadata.generation,
    updatedNumberScheduled: counts.updated || undefined,
    numberAvailable: counts.available || undefined,
    numberUnavailable: counts.desired - counts.available || undefined,
    collisionCount: set.status?.collisionCount,
    conditions: set.status?.conditions,
  }
}

/** Ms until the next pod that is ready has been so for minReadySeconds; undefined when there is nothing to wait for. */
export function nextAvailability(set: DaemonSet, { byNode, now }: Scene): number | undefined {
  const minReadySeconds = set.spec.minReadySeconds ?? 0
  if (minReadySeconds === 0) return undefined
  let next = Infinity
  for (const pods of byNode.values()) {
    for (const pod of pods) {
      const ms = untilAvailable(pod, minReadySeconds, now)
      if (ms > 0 && ms < next) next = ms
    }
  }
  return next === Infinity ? undefined : next
}
