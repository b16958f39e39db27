import type { Client } from '../../api/client'
import { matchLabelSelector } from '../../api/labels'
import { controllerOf } from '../../api/meta'
import { isFinished } from '../workload/pods'
import type { Pod } from '../kinds/pod/api'

const SAFE = 'cluster-autoscaler.kubernetes.io/safe-to-evict'
const MIRROR = 'kubernetes.io/config.mirror'

/** Need nobody care for it when its node goes? Daemons, mirrors of static pods and what is over. */
export const staysBehind = (pod: Pod): boolean =>
  controllerOf(pod)?.kind === 'DaemonSet' || pod.metadata.annotations?.[MIRROR] !== undefined || isFinished(pod)

/**
 * Why a pod keeps its node from being given back; undefined when it may move. `allowances` counts what the budgets still allow, and is
 * taken from. Upstream: pkg/simulator/drainability.
 */
export function blocks(client: Client, pod: Pod, allowances: Map<string, number>): string | undefined {
  const safe = pod.metadata.annotations?.[SAFE]
  if (safe === 'false') return 'NotSafeToEvictAnnotation'
  const { namespace = 'default', labels } = pod.metadata
  const budgets = client
    .list('PodDisruptionBudget', { namespace })
    .filter(({ spec }) => spec.selector !== undefined && matchLabelSelector(spec.selector, labels))
  for (const budget of budgets) {
    const left = allowances.get(budget.metadata.uid) ?? budget.status?.disruptionsAllowed ?? 0
    if (left <= 0) return 'NotEnoughPdb'
    allowances.set(budget.metadata.uid, left - 1)
  }
  if (safe === 'true') return undefined
  if (!controllerOf(pod)) return 'NotReplicated'
  if (namespace === 'kube-system' && !budgets.length) return 'UnmovableKubeSystemPod'
  if (pod.spec.volumes?.some(({ emptyDir, hostPath }) => hostPath || (emptyDir && emptyDir.medium !== 'Memory'))) {
    return 'LocalStorageRequested'
  }
  return undefined
}
