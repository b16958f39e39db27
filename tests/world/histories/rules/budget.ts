import { matchLabelSelector } from '../../../../src/api/labels'
import type { Pod } from '../../../../src/kube/kinds/pod/api'
import type { PodDisruptionBudget } from '../../../../src/kube/kinds/poddisruptionbudget/api'
import { isReady } from '../../../../src/kube/workload/pods'
import { titleOf } from '../read'
import { recent, toldToGo, troubles } from '../trouble'
import type { Rule } from '../watch'

const isEvicted = ({ status }: Pod) => status?.conditions?.some(({ reason }) => reason === 'EvictionByEvictionAPI') ?? false

/** An eviction that was let through leaves as many healthy pods as its budget wants. */
export const budget: Rule = (watched) => {
  const { world, broken } = watched
  const trouble = troubles(watched, [])
  const wanted = recent(watched, 'PodDisruptionBudget', (object) => (object as PodDisruptionBudget).status.desiredHealthy)
  return {
    written(change) {
      wanted.written(change)
      const pod = change.object as Pod
      if (!toldToGo(change) || !isEvicted(pod)) return trouble.written(change)
      if (!isReady(change.old as Pod) || !trouble.none) return
      const { namespace = '', labels } = pod.metadata
      const pods = world.cluster.store.inNamespace('Pod', namespace) as readonly Pod[]
      for (const guard of world.cluster.store.inNamespace('PodDisruptionBudget', namespace) as readonly PodDisruptionBudget[]) {
        if (!matchLabelSelector(guard.spec.selector, labels)) continue
        const healthy = pods.filter(
          (each) =>
            matchLabelSelector(guard.spec.selector, each.metadata.labels) &&
            isReady(each) &&
            !each.metadata.deletionTimestamp &&
            each.metadata.uid !== pod.metadata.uid,
        ).length
        const least = Math.min(...wanted.of(guard))
        if (healthy < least) broken(`${titleOf(guard)} let ${pod.metadata.name} go, and ${healthy} of ${least} are left`)
      }
    },
  }
}
