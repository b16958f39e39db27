import type { Condition } from '../../../api/meta'
import { timestamp, virtualMs } from '../../../api/time'
import { withCondition, withoutCondition } from '../../workload/conditions'
import { conditionOf } from '../../workload/pods'
import type { ReplicaSet } from '../replicaset/api'
import type { Deployment, DeploymentStatus } from './api'
import { deploymentStatus } from './status'

const NEVER = 2 ** 31 - 1

/** Does the Deployment promise to get on within a time? */
export const hasDeadline = ({ spec }: Deployment): boolean =>
  spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NEVER

/** Do all pods that are wanted run the new template, and no others; upstream: DeploymentComplete. */
export function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus): boolean {
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = status
  const all = updatedReplicas === spec.replicas && replicas === spec.replicas && availableReplicas === spec.replicas
  return all && observedGeneration >= (metadata.generation ?? 0)
}

/** Did it get on since its last status: more new, fewer old, more ready or available pods? Upstream: DeploymentProgressing. */
export function isProgressing({ status: old }: Deployment, status: DeploymentStatus): boolean {
  const oldPods = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus) => replicas - updatedReplicas
  return (
    (status.updatedReplicas ?? 0) > (old?.updatedReplicas ?? 0) ||
    oldPods(status) < oldPods(old ?? {}) ||
    (status.readyReplicas ?? 0) > (old?.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (old?.availableReplicas ?? 0)
  )
}

/** Is the deadline over since the last progress? Upstream: DeploymentTimedOut. */
export function isTimedOut(deployment: Deployment, status: DeploymentStatus, now: number): boolean {
  const condition = conditionOf({ status }, 'Progressing')
  if (!hasDeadline(deployment) || !condition || condition.reason === 'NewReplicaSetAvailable') return false
  if (condition.reason === 'ProgressDeadlineExceeded') return true
  return deadline(deployment, condition) < now
}

/** Ms until it must be asked whether it is stuck, or undefined when it need not; upstream: requeueStuckDeployment. */
export function untilStuck(deployment: Deployment, status: DeploymentStatus, now: number): number | undefined {
  const condition = conditionOf(deployment, 'Progressing')
  if (!hasDeadline(deployment) || !condition) return undefined
  if (isComplete(deployment, status) || condition.reason === 'ProgressDeadlineExceeded') return undefined
  const after = deadline(deployment, condition) - now
  return after < 1000 ? 0 : after
}

/** The status in the middle of a rollout, with what it says of progress; upstream: syncRolloutStatus. */
export function rolloutStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  rs: ReplicaSet | undefined,
  now: number,
): DeploymentStatus {
  const status = deploymentStatus(deployment, all, rs, now)
  const current = conditionOf(deployment, 'Progressing')
  let conditions = status.conditions ?? []
  if (!hasDeadline(deployment)) conditions = withoutCondition(conditions, 'Progressing')
  const settled = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable'
  if (hasDeadline(deployment) && !settled) conditions = judged(deployment, { ...status, conditions }, rs, current, now)
  const failure = failureOf(rs ? [rs] : []) ?? failureOf(all)
  conditions = failure ? withCondition(conditions, failure) : withoutCondition(conditions, 'ReplicaFailure')
  return { ...status, conditions: conditions.length ? conditions : undefined }
}

/** A Progressing condition of now. */
export const progressing = (status: Condition['status'], reason: string, message: string, now: number): Condition => ({
  type: 'Progressing',
  status,
  lastUpdateTime: timestamp(now),
  lastTransitionTime: timestamp(now),
  reason,
  message,
})

function judged(
  deployment: Deployment,
  status: DeploymentStatus,
  rs: ReplicaSet | undefined,
  current: Condition | undefined,
  now: number,
): readonly Condition[] {
  const conditions = status.conditions ?? []
  const subject = rs ? `ReplicaSet "${rs.metadata.name}"` : `Deployment "${deployment.metadata.name}"`
  if (isComplete(deployment, status)) {
    return withCondition(
      conditions,
      progressing('True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`, now),
    )
  }
  if (isProgressing(deployment, status)) {
    // Unlike others this condition is renewed with the same reason: its update time is when there was progress last.
    const next = progressing('True', 'ReplicaSetUpdated', `${subject} is progressing.`, now)
    const kept = current?.status === 'True' ? { ...next, lastTransitionTime: current.lastTransitionTime } : next
    return [...withoutCondition(conditions, 'Progressing'), kept]
  }
  if (isTimedOut(deployment, status, now)) {
    return withCondition(
      conditions,
      progressing('False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`, now),
    )
  }
  return conditions
}

const deadline = ({ spec }: Deployment, { lastUpdateTime }: Condition) =>
  (lastUpdateTime ? virtualMs(lastUpdateTime) : -Infinity) + (spec.progressDeadlineSeconds ?? 0) * 1000

const failureOf = (sets: readonly ReplicaSet[]): Condition | undefined => {
  for (const rs of sets) {
    const failure = conditionOf(rs, 'ReplicaFailure')
    if (failure) return { ...failure, lastUpdateTime: failure.lastTransitionTime }
  }
  return undefined
}
