import { controllerOf } from '../../../../src/api/meta'
import type { Pod } from '../../../../src/kube/kinds/pod/api'
import type { StatefulSet } from '../../../../src/kube/kinds/statefulset/api'
import { isFinished, isReady } from '../../../../src/kube/workload/pods'
import { titleOf } from '../read'
import { recent, toldToGo, troubles } from '../trouble'
import type { Rule } from '../watch'

const SETS = 'controller:statefulset-controller'
const ordinalOf = ({ metadata: { name } }: Pod) => Number(name.slice(name.lastIndexOf('-') + 1))
const serves = (pod: Pod | undefined) => pod !== undefined && isReady(pod) && !pod.metadata.deletionTimestamp

/** Pods of an ordered set come from the first to the last, each when those before it serve, and go from the last to the first. */
export const ordinals: Rule = (watched) => {
  const { world, actorOf, broken } = watched
  const trouble = troubles(watched, [SETS])
  const wished = recent(watched, 'StatefulSet', (object) => (object as StatefulSet).spec.replicas)
  return {
    written(change) {
      trouble.written(change)
      wished.written(change)
      if (change.object.kind !== 'Pod' || actorOf(change) !== SETS) return
      const pod = change.object as Pod
      const { uid = '', name = '' } = controllerOf(pod) ?? {}
      const set = world.cluster.store.get('StatefulSet', `${pod.metadata.namespace}/${name}`) as StatefulSet | undefined
      if (set?.metadata.uid !== uid) return
      const at = (ordinal: number) =>
        world.cluster.store.get('Pod', `${pod.metadata.namespace}/${name}-${ordinal}`) as Pod | undefined
      const ordinal = ordinalOf(pod)
      const most = Math.max(...wished.of(set))
      if (change.type === 'ADDED' && ordinal >= most) broken(`${titleOf(pod)} is made, and ${most} are wanted`)
      if (set.spec.podManagementPolicy !== 'OrderedReady' || !trouble.none) return
      if (change.type === 'ADDED') {
        for (let i = 0; i < ordinal; i++) if (!serves(at(i))) broken(`${titleOf(pod)} is made before ${name}-${i} serves`)
      }
      if (!toldToGo(change) || isFinished(pod)) return
      const above = Array.from({ length: 8 }, (_, i) => at(ordinal + 1 + i)).filter((each) => each !== undefined)
      const goes = ordinal >= most
      for (const each of above) {
        if (goes) broken(`${titleOf(pod)} goes before ${each.metadata.name}`)
        else if (!serves(each) && ordinalOf(each) < Math.min(...wished.of(set)))
          broken(`${titleOf(pod)} is replaced while ${each.metadata.name} does not serve`)
      }
    },
  }
}
