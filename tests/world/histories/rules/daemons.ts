import { controllerOf } from '../../../../src/api/meta'
import { limitsOf } from '../../../../src/kube/kinds/daemonset/rolling'
import { targetOf } from '../../../../src/kube/kinds/daemonset/pods'
import type { DaemonSet } from '../../../../src/kube/kinds/daemonset/api'
import type { Pod } from '../../../../src/kube/kinds/pod/api'
import { isActive, isReady } from '../../../../src/kube/workload/pods'
import { titleOf } from '../read'
import { recent, toldToGo, troubles } from '../trouble'
import type { Rule } from '../watch'

const DAEMONS = 'controller:daemonset-controller'

/** One pod a node, two while it is replaced with surge; and no more nodes without than a rollout may leave. */
export const daemons: Rule = (watched) => {
  const { world, actorOf, broken } = watched
  const { store } = world.cluster
  const trouble = troubles(watched, [DAEMONS])
  const allowed = recent(watched, 'DaemonSet', (object) =>
    limitsOf(object as DaemonSet, (object as DaemonSet).status.desiredNumberScheduled),
  )
  return {
    written(change) {
      trouble.written(change)
      allowed.written(change)
      if (change.object.kind !== 'Pod' || actorOf(change) !== DAEMONS) return
      const pod = change.object as Pod
      const { uid = '', name = '' } = controllerOf(pod) ?? {}
      const set = store.get('DaemonSet', `${pod.metadata.namespace}/${name}`) as DaemonSet | undefined
      if (set?.metadata.uid !== uid) return
      const node = targetOf(pod)
      const own = (store.owned('Pod', uid) as readonly Pod[]).filter(isActive)
      const limits = allowed.of(set)
      if (change.type === 'ADDED') {
        const there = own.filter((each) => targetOf(each) === node).length
        const most = 1 + Number(limits.some(({ maxSurge }) => maxSurge > 0))
        if (there > most) broken(`${titleOf(set)} has ${there} pods on ${node}`)
        return
      }
      const steady = limits.every(
        ({ maxUnavailable, desired }) => maxUnavailable === limits[0]!.maxUnavailable && desired === limits[0]!.desired,
      )
      if (!toldToGo(change) || !isReady(change.old as Pod) || !steady || !trouble.none || !store.get('Node', node ?? '')) return
      const nodes = new Set(own.filter((each) => each.metadata.uid !== pod.metadata.uid && isReady(each)).map(targetOf))
      // Where the new one serves already the old one is not missed.
      if (nodes.has(node)) return
      const least = limits[0]!.desired - Math.max(limits[0]!.maxUnavailable, limits[0]!.maxSurge > 0 ? 0 : 1)
      if (nodes.size < least) broken(`${titleOf(pod)} goes, and ${nodes.size} of ${least} nodes are left with one`)
    },
  }
}
