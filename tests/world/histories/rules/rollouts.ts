import { controllerOf } from '../../../../src/api/meta'
import { maxSurge, maxUnavailable } from '../../../../src/kube/kinds/deployment/strategy'
import type { Deployment } from '../../../../src/kube/kinds/deployment/api'
import type { Pod } from '../../../../src/kube/kinds/pod/api'
import type { ReplicaSet } from '../../../../src/kube/kinds/replicaset/api'
import { isActive, untilAvailable } from '../../../../src/kube/workload/pods'
import { titleOf } from '../read'
import { recent, troubles } from '../trouble'
import type { Rule } from '../watch'

const DEPLOYMENTS = 'controller:deployment-controller'
const REPLICAS = 'controller:replicaset-controller'

/** A Deployment asks for no more pods than its surge allows, and takes none away that it must keep. */
export const rollouts: Rule = (watched) => {
  const { world, actorOf, broken } = watched
  const { store } = world.cluster
  const trouble = troubles(watched, [REPLICAS])
  const asked = recent(watched, 'Deployment', (object) => {
    const deployment = object as Deployment
    const { replicas } = deployment.spec
    return {
      replicas,
      most: replicas + maxSurge(deployment),
      least: replicas - maxUnavailable(deployment),
      rolling: deployment.spec.strategy.type,
    }
  })
  const sized = recent(watched, 'ReplicaSet', (object) => (object as ReplicaSet).spec.replicas)

  const availableOf = (rs: ReplicaSet, forSeconds = 0) =>
    (store.owned('Pod', rs.metadata.uid) as readonly Pod[]).filter(
      (pod) => isActive(pod) && untilAvailable(pod, (rs.spec.minReadySeconds ?? 0) + forSeconds, world.now) === 0,
    ).length

  return {
    written(change) {
      trouble.written(change)
      asked.written(change)
      sized.written(change)
      if (change.type === 'DELETED') return
      if (change.object.kind === 'ReplicaSet' && actorOf(change) === DEPLOYMENTS) {
        const rs = change.object as ReplicaSet
        const before = (change.old as ReplicaSet | undefined)?.spec.replicas ?? 0
        const { uid = '', name = '' } = controllerOf(rs) ?? {}
        const deployment = store.get('Deployment', `${rs.metadata.namespace}/${name}`) as Deployment | undefined
        if (deployment?.metadata.uid !== uid) return
        const sets = store.owned('ReplicaSet', uid) as readonly ReplicaSet[]
        const wishes = asked.of(deployment)
        const total = sets.reduce((sum, { spec }) => sum + spec.replicas, 0)
        if (rs.spec.replicas > before && total > Math.max(...wishes.map(({ most }) => most)))
          broken(`${titleOf(deployment)} asks for ${total} pods, with ${JSON.stringify(wishes)}`)
        // When another number is asked for, each ReplicaSet gives up its share, whether its pods serve or not.
        const same = wishes.every(({ replicas, rolling }) => replicas === wishes[0]!.replicas && rolling === 'RollingUpdate')
        // Of a pod that serves since a moment ago the controller need not know yet.
        const known = availableOf(rs, 3)
        if (rs.spec.replicas < before && same && trouble.none && known > rs.spec.replicas) {
          const left = sets.reduce((sum, set) => sum + Math.min(availableOf(set), set.spec.replicas), 0)
          if (left < wishes[0]!.least)
            broken(`${titleOf(rs)} shrinks to ${rs.spec.replicas}: ${left} of ${wishes[0]!.least} pods are left`)
        }
      }
      if (change.object.kind === 'Pod' && change.type === 'ADDED' && actorOf(change) === REPLICAS) {
        const { uid = '', name = '' } = controllerOf(change.object) ?? {}
        const rs = store.get('ReplicaSet', `${change.object.metadata.namespace}/${name}`) as ReplicaSet | undefined
        if (rs?.metadata.uid !== uid) return
        const count = (store.owned('Pod', uid) as readonly Pod[]).filter(isActive).length
        const most = Math.max(...sized.of(rs))
        if (count > most) broken(`${titleOf(rs)} has ${count} pods of ${most}`)
      }
    },
  }
}
