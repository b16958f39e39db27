import { timestamp } from '../../../api/time'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import type { Pod } from './api'
import { withCondition } from '../../workload/conditions'
import { conditionOf, isFinished, olderFirst } from '../../workload/pods'
import { attempt, everyPeriod } from '../../workload/rounds'

/** Options of the pod garbage collector. */
export interface PodGcOptions {
  /** Finished pods that may stay; 0 keeps all. Upstream: --terminated-pod-gc-threshold. */
  readonly threshold?: number
}

const PERIOD_MS = 20_000

/** By which a person says that a node is down and will stay so. */
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'

/** Ms for which a node must have been missing before its pods go; upstream: quarantineTime. */
const QUARANTINE_MS = 40_000

/**
 * Removes by force what no kubelet will remove: finished pods beyond a threshold, pods of nodes that are gone, and pods deleted before
 * they had a node; upstream: pod-garbage-collector-controller.
 */
export function createPodGc(context: ComponentContext, { threshold = 12_500 }: PodGcOptions = {}): void {
  const { kernel, client } = context
  // Name of a node that pods are bound to and that does not exist, and since when it was missed.
  const missing = new CowMap<string, number>()
  kernel.part<SavedMap<string, number>>('pod-gc/missing', { save: () => missing.save(), load: (saved) => missing.load(saved) })

  const force = (pod: Pod) => {
    attempt(() => client.delete('Pod', pod, { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } }))
  }

  const orphans = (pods: readonly Pod[]) => {
    const seen = new Set<string>()
    const there = new Set<string>()
    for (const pod of pods) {
      const node = pod.spec.nodeName
      if (!node || there.has(node)) continue
      if (!seen.has(node)) {
        const found = client.get('Node', node) ? there : seen
        found.add(node)
        if (found === there) continue
      }
      const since = missing.get(node)
      if (since === undefined) missing.set(node, kernel.now)
      else if (kernel.now - since >= QUARANTINE_MS) {
        attempt(() => client.updateStatus(disrupted(pod, kernel.now)))
        force(pod)
      }
    }
    for (const node of [...missing.keys()]) if (!seen.has(node)) missing.delete(node)
  }

  /** Pods that are to go from a node that is known to be down for good. */
  const abandoned = (pods: readonly Pod[]) => {
    for (const pod of pods) {
      const node = pod.metadata.deletionTimestamp && pod.spec.nodeName ? client.get('Node', pod.spec.nodeName) : undefined
      if (!node || conditionOf(node, 'Ready')?.status === 'True') continue
      if (!node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE)) continue
      if (!isFinished(pod)) attempt(() => client.updateStatus({ ...pod, status: { ...pod.status, phase: 'Failed' as const } }))
      force(pod)
    }
  }

  everyPeriod(context, 'pod-gc', PERIOD_MS, () => {
    const pods = client.list('Pod')
    for (const pod of finishedBeyond(pods, threshold)) force(pod)
    abandoned(pods)
    orphans(pods)
    for (const pod of pods) if (pod.metadata.deletionTimestamp && !pod.spec.nodeName) force(pod)
  })
}

/** Finished pods beyond the threshold: evicted ones first, then the oldest. Upstream: gcTerminated. */
export function finishedBeyond(pods: readonly Pod[], threshold: number): Pod[] {
  if (threshold <= 0) return []
  const finished = pods.filter((pod) => isFinished(pod) && !pod.metadata.deletionTimestamp)
  if (finished.length <= threshold) return []
  const isEvicted = ({ status }: Pod) => status.reason === 'Evicted'
  finished.sort((a, b) => Number(isEvicted(b)) - Number(isEvicted(a)) || olderFirst(a, b))
  return finished.slice(0, finished.length - threshold)
}

/** A pod whose node is gone has failed, whatever it did last. */
function disrupted(pod: Pod, now: number): Pod {
  const conditions = withCondition(pod.status.conditions ?? [], {
    type: 'DisruptionTarget',
    status: 'True',
    lastTransitionTime: timestamp(now),
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
  })
  return { ...pod, status: { ...pod.status, conditions, phase: isFinished(pod) ? pod.status.phase : 'Failed' } }
}
