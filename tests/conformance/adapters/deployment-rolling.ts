import { virtualMs } from '../../../src/api/time'
import type { Deployment, DeploymentStatus } from '../../../src/kube/kinds/deployment/api'
import { isComplete, isProgressing, isTimedOut, rolloutStatus, untilStuck } from '../../../src/kube/kinds/deployment/progress'
import { scale } from '../../../src/kube/kinds/deployment/proportion'
import { oldPodsRunning } from '../../../src/kube/kinds/deployment/recreate'
import { outdated } from '../../../src/kube/kinds/deployment/revisions'
import {
  cleanupUnhealthy,
  growNew,
  newSize,
  scaleDownOld,
  shrinkOld,
  type Resize,
} from '../../../src/kube/kinds/deployment/rolling'
import { maxUnavailable, resolveFenceposts } from '../../../src/kube/kinds/deployment/strategy'
import type { IntOrString, Pod } from '../../../src/kube/kinds/pod/api'
import type { ReplicaSet } from '../../../src/kube/kinds/replicaset/api'
import { conditionOf } from '../../../src/kube/workload/pods'
import { defineAdapter, same, sameWhereGiven } from '../adapter'

type Sizes = { replicas: number; maxSurge: IntOrString; maxUnavailable: IntOrString; oldReplicas: number; newReplicas: number }
type In =
  | { op: 'resolveFenceposts'; maxSurge?: string; maxUnavailable?: string; desired: number }
  | ({ op: 'newRSNewReplicas'; strategyType: 'RollingUpdate' | 'Recreate'; totalReplicas: number } & Omit<Sizes, 'oldReplicas'>)
  | ({ op: 'reconcileNewReplicaSet' } & Sizes)
  | ({ op: 'reconcileOldReplicaSets'; oldAvailable: number; newAvailable: number } & Sizes)
  | ({ op: 'cleanupUnhealthyReplicas'; oldAvailable: number; maxCleanupCount: number } & Sizes)
  | ({ op: 'scaleDownOldReplicaSetsForRollingUpdate'; oldAvailable: number } & Sizes)
  | {
      op: 'proportionalScale'
      deployment: Deployment
      newRS?: ReplicaSet
      oldRSs?: ReplicaSet[]
      failedUpdates?: Record<string, boolean>
    }
  | { op: 'cleanupDeployment'; oldRSs: ReplicaSet[]; revisionHistoryLimit: number }
  | { op: 'deploymentComplete' | 'maxUnavailable'; deployment: Deployment }
  | { op: 'deploymentProgressing'; deployment: Deployment; newStatus?: DeploymentStatus }
  | { op: 'deploymentTimedOut'; deployment: Deployment; now?: string }
  | { op: 'requeueStuckDeployment'; deployment: Deployment; newStatus?: DeploymentStatus; now?: string }
  | { op: 'syncRolloutStatus'; deployment: Deployment; allRSs?: ReplicaSet[]; newRS?: ReplicaSet }
  | { op: 'oldPodsRunning'; newRS?: ReplicaSet; oldRSs?: ReplicaSet[]; podsByRSUid?: Record<string, Pod[]> }
type Out = Record<string, unknown>
type Input<Op extends In['op']> = Extract<In, { op: Op }>

export default defineAdapter<In, Out>({
  ops: [
    'resolveFenceposts',
    'newRSNewReplicas',
    'reconcileNewReplicaSet',
    'reconcileOldReplicaSets',
    'cleanupUnhealthyReplicas',
    'scaleDownOldReplicaSetsForRollingUpdate',
    'proportionalScale',
    'cleanupDeployment',
    'deploymentComplete',
    'deploymentProgressing',
    'deploymentTimedOut',
    'maxUnavailable',
    'requeueStuckDeployment',
    'syncRolloutStatus',
    'oldPodsRunning',
  ],
  run(input) {
    switch (input.op) {
      case 'resolveFenceposts':
        return fenceposts(input)
      case 'newRSNewReplicas':
        return { newReplicas: newSize(deployment(input, input.strategyType), input.totalReplicas, input.newReplicas ?? 0) }
      case 'reconcileNewReplicaSet': {
        const rs = replicaSet('new', input.newReplicas)
        const step = growNew(deployment(input), [replicaSet('old', input.oldReplicas), rs], rs)
        const to = step?.to ?? rs.spec.replicas
        return { scaled: to !== rs.spec.replicas, newReplicas: to }
      }
      case 'reconcileOldReplicaSets': {
        const rs = replicaSet('new', input.newReplicas, input.newAvailable)
        const old = replicaSet('old', input.oldReplicas, input.oldAvailable)
        return shrunk(old, shrinkOld(deployment(input), [old], rs))
      }
      case 'cleanupUnhealthyReplicas': {
        const old = replicaSet('old', input.oldReplicas, input.oldAvailable)
        const steps = cleanupUnhealthy([old], input.maxCleanupCount) ?? []
        return { cleanedUp: steps.reduce((sum, { rs, to }) => sum + rs.spec.replicas - to, 0) }
      }
      case 'scaleDownOldReplicaSetsForRollingUpdate': {
        const old = replicaSet('old', input.oldReplicas, input.oldAvailable)
        return shrunk(old, scaleDownOld(deployment(input), [old], [old]))
      }
      case 'proportionalScale':
        return { replicas: proportions(input) }
      case 'cleanupDeployment':
        return { deletions: outdated(input.oldRSs ?? [], input.revisionHistoryLimit ?? 0).length }
      case 'deploymentComplete':
        return { complete: isComplete(input.deployment, input.deployment.status ?? {}) }
      case 'maxUnavailable':
        return { maxUnavailable: maxUnavailable(sized(input.deployment)) }
      case 'deploymentProgressing':
        return { progressing: isProgressing(input.deployment, input.newStatus ?? {}) }
      case 'deploymentTimedOut':
        return { timedOut: isTimedOut(input.deployment, input.deployment.status ?? {}, virtualMs(input.now ?? '')) }
      case 'requeueStuckDeployment': {
        const ms = untilStuck(input.deployment, input.newStatus ?? {}, virtualMs(input.now ?? ''))
        return { requeueAfterSeconds: ms === undefined ? null : ms / 1000 }
      }
      case 'syncRolloutStatus':
        return rollout(input)
      case 'oldPodsRunning':
        return {
          oldPodsRunning: oldPodsRunning(input.newRS, input.oldRSs ?? [], new Map(Object.entries(input.podsByRSUid ?? {}))),
        }
    }
  },
  equal(expected, got, input) {
    if (input.op !== 'syncRolloutStatus') return same(expected, got)
    const { condition, ...rest } = expected
    const conditions = condition ? sameWhereGiven(condition, (got['condition'] ?? {}) as object) : !got['condition']
    return conditions && sameWhereGiven(rest, got)
  },
})

function fenceposts({ maxSurge, maxUnavailable, desired }: Input<'resolveFenceposts'>): Out {
  try {
    return { error: false, ...resolveFenceposts(maxSurge, maxUnavailable, desired ?? 0) }
  } catch (error) {
    if (error instanceof RangeError) return { error: true }
    throw error
  }
}

function proportions({ deployment, newRS, oldRSs = [], failedUpdates = {} }: Input<'proportionalScale'>): Out {
  const sizes = new Map([...oldRSs, ...(newRS ? [newRS] : [])].map((rs) => [rs.metadata.name, rs.spec.replicas ?? 0]))
  for (const { rs, to } of scale(sized(deployment), newRS && sizedSet(newRS), oldRSs.map(sizedSet))) {
    if (!failedUpdates[rs.metadata.name]) sizes.set(rs.metadata.name, to)
  }
  return Object.fromEntries(sizes)
}

function rollout({ deployment, allRSs = [], newRS }: Input<'syncRolloutStatus'>): Out {
  const all = newRS && !allRSs.some((rs) => rs.metadata.name === newRS.metadata.name) ? [...allRSs, newRS] : allRSs
  const before = conditionOf(deployment, 'Progressing')
  const after = conditionOf(
    { status: rolloutStatus(sized(deployment), all.map(sizedSet), newRS && sizedSet(newRS), virtualMs(NOW)) },
    'Progressing',
  )
  return {
    condition: after ?? null,
    lastUpdateTimeUnchanged: after?.lastUpdateTime === before?.lastUpdateTime,
    lastTransitionTimeUnchanged: after?.lastTransitionTime === before?.lastTransitionTime,
  }
}

/** Later than every time in the vectors. */
const NOW = '2030-01-01T00:00:00Z'

const shrunk = (rs: ReplicaSet, steps: readonly Resize[]): Out => {
  const to = steps[0]?.to ?? rs.spec.replicas
  return { scaled: to !== rs.spec.replicas, oldReplicas: to }
}

const sized = (of: Deployment): Deployment => ({ ...of, spec: { ...of.spec, replicas: of.spec.replicas ?? 0 } })

const sizedSet = (rs: ReplicaSet): ReplicaSet => ({ ...rs, spec: { ...rs.spec, replicas: rs.spec.replicas ?? 0 } })

function deployment(
  { replicas = 0, maxSurge = 0, maxUnavailable = 0 }: Partial<Sizes>,
  type: 'RollingUpdate' | 'Recreate' = 'RollingUpdate',
): Deployment {
  const spec = {
    replicas,
    selector: {},
    template: { spec: { containers: [] } },
    strategy: { type, rollingUpdate: { maxSurge, maxUnavailable } },
  }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: meta('web'), spec, status: {} }
}

function replicaSet(name: string, replicas = 0, availableReplicas = 0): ReplicaSet {
  const spec = { replicas, selector: {}, template: { spec: { containers: [] } } }
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: meta(name), spec, status: { replicas, availableReplicas } }
}

const meta = (name: string) => ({ name, uid: name, resourceVersion: '', creationTimestamp: '2026-01-01T00:00:00Z' })
