import { timestamp } from '../../api/time'
import type { Pod } from '../kinds/pod/api'

/** The PodScheduled condition of a pod that found no node, or null when it says so already. `now` is virtual ms. */
export function unscheduledCondition({ metadata, status }: Pod, reason: string, message: string, now: number): object | null {
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
