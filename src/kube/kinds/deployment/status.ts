import type { Condition } from '../../../api/meta'
import { timestamp } from '../../../api/time'
import { withCondition } from '../../workload/conditions'
import type { ReplicaSet, ReplicaSetStatus } from '../replicaset/api'
import type { Deployment, DeploymentStatus } from './api'
import { availableOf, sizeOf } from './rolling'
import { maxUnavailable } from './strategy'

/** What its ReplicaSets make of a Deployment's status; upstream: calculateStatus. Progress is judged elsewhere. */
export function deploymentStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  rs: ReplicaSet | undefined,
  now: number,
): DeploymentStatus {
  const available = availableOf(all)
  return {
    observedGeneration: deployment.metadata.generation,
    replicas: sum(all, 'replicas') || undefined,
    updatedReplicas: (rs?.status?.replicas ?? 0) || undefined,
    readyReplicas: sum(all, 'readyReplicas') || undefined,
    availableReplicas: available || undefined,
    unavailableReplicas: Math.max(0, sizeOf(all) - available) || undefined,
    terminatingReplicas: sum(all, 'terminatingReplicas'),
    conditions: withCondition(deployment.status?.conditions ?? [], availability(deployment, available, now)),
    collisionCount: deployment.status?.collisionCount,
  }
}

/** Pods that the ReplicaSets have. */
export const actualSize = (sets: readonly ReplicaSet[]): number => sum(sets, 'replicas')

function availability(deployment: Deployment, available: number, now: number): Condition {
  const enough = available >= deployment.spec.replicas - maxUnavailable(deployment)
  return {
    type: 'Available',
    status: enough ? 'True' : 'False',
    lastUpdateTime: timestamp(now),
    lastTransitionTime: timestamp(now),
    reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: `Deployment ${enough ? 'has' : 'does not have'} minimum availability.`,
  }
}

type Count = {
  [K in keyof ReplicaSetStatus]-?: NonNullable<ReplicaSetStatus[K]> extends number ? K : never
}[keyof ReplicaSetStatus]

const sum = (sets: readonly ReplicaSet[], field: Count) => sets.reduce((total, rs) => total + (rs.status?.[field] ?? 0), 0)
