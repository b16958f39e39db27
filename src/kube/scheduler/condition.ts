import { timestamp } from '../../api/time'
import type { Pod } from '../kinds/pod/api'

/** What of the status of a pod that found no node is to be patched; null: nothing. `nominated`: see `Made`. `now` is virtual ms. */
export function waitingStatus(
  pod: Pod,
  reason: string,
  message: string,
  nominated: string | undefined,
  now: number,
): object | null {
  const condition = unscheduledCondition(pod, reason, message, now)
  const moved = nominated !== undefined && nominated !== (pod.status?.nominatedNodeName ?? '')
  if (!condition && !moved) return null
  return { ...(condition && { conditions: [condition] }), ...(moved && { nominatedNodeName: nominated || null }) }
}

/** The PodScheduled condition of a pod that found no node, or null when it says so already. `now` is virtual ms. */
function unscheduledCondition({ metadata, status }: Pod, reason: string, message: string, now: number): object | null {
  const old = status?.conditions?.find(({ type }) => type === 'PodScheduled')
  if (old?.status === 'False' && old.reason === reason && old.message === message) return null
  return {
    type: 'PodScheduled',
    status: 'False',
    reason,
    message,
    lastProbeTime: null,
    lastTransitionTime: old?.status === 'False' ? old.lastTransitionTime : timestamp(now),
    ...(metadata.generation !== undefined && { observedGeneration: metadata.generation }),
  }
}
