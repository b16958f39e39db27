import { matchLabelSelector } from '../../../../src/api/labels'
import type { Pod } from '../../../../src/kube/kinds/pod/api'
import type { PodDisruptionBudget } from '../../../../src/kube/kinds/poddisruptionbudget/api'
import { isReady } from '../../../../src/kube/workload/pods'
import { titleOf } from '../read'
import { troubles } from '../trouble'
import type { Rule } from '../watch'

/** An eviction that was let through leaves as many healthy pods as its budget wants. */
export const budget: Rule = (watched) => {
  const { world, broken } = watched
  const trouble = troubles(watched, ['you'])
  return {
    written(change) {
      if (change.object.kind === 'PodDisruptionBudget' && change.old && change.type === 'MODIFIED') {
        const now = change.object as PodDisruptionBudget
        const before = change.old as PodDisruptionBudget
        const evicted = Object.keys(now.status.disruptedPods ?? {}).filter((name) => !before.status.disruptedPods?.[name])
        // The controller has counted what this very budget asks for now, and nothing else went wrong since.
        if (evicted.length && watched.actorOf(change) === 'apiserver' && trouble.none) {
          const healthy = (world.cluster.store.inNamespace('Pod', now.metadata.namespace!) as readonly Pod[]).filter(
            (pod) =>
              matchLabelSelector(now.spec.selector, pod.metadata.labels) &&
              isReady(pod) &&
              !pod.metadata.deletionTimestamp &&
              !now.status.disruptedPods?.[pod.metadata.name],
          )
          if (healthy.length < now.status.desiredHealthy)
            broken(`${titleOf(now)} let ${evicted[0]} go, and ${healthy.length} of ${now.status.desiredHealthy} are left`)
        }
      }
      trouble.written(change)
    },
  }
}
