import { olderFirst } from '../../workload/pods'
import type { ReplicaSet } from '../replicaset/api'
import { DESIRED_REPLICAS, MAX_REPLICAS, numberIn } from './annotations'
import type { Deployment } from './api'
import { activeOf, sizeOf, type Resize } from './rolling'
import { isRolling, maxSurge } from './strategy'

/** Was the Deployment resized since its ReplicaSets were last sized? Upstream: isScalingEvent. */
export function isScaling(deployment: Deployment, sets: readonly ReplicaSet[]): boolean {
  return activeOf(sets).some((rs) => {
    const desired = numberIn(rs.metadata.annotations, DESIRED_REPLICAS)
    return desired !== undefined && desired !== deployment.spec.replicas
  })
}

/**
 * Sizes after the Deployment was resized, in the middle of a rollout each ReplicaSet by its share; upstream: scale.
 * A step whose size is the present one only brings the annotations up to date.
 */
export function scale(deployment: Deployment, rs: ReplicaSet | undefined, old: readonly ReplicaSet[]): Resize[] {
  const { replicas } = deployment.spec
  const only = activeOrLatest(rs, old)
  if (only) return only.spec.replicas === replicas ? [] : [{ rs: only, to: replicas }]
  if (isSaturated(deployment, rs)) return activeOf(old).map((set) => ({ rs: set, to: 0 }))
  return isRolling(deployment) ? byShare(deployment, activeOf(rs ? [...old, rs] : old)) : []
}

function byShare(deployment: Deployment, sets: readonly ReplicaSet[]): Resize[] {
  const { replicas } = deployment.spec
  const allowed = replicas > 0 ? replicas + maxSurge(deployment) : 0
  const toAdd = allowed - sizeOf(sets)
  // Growing, the newer of two equal ones gets the remainder; shrinking, the older gives it.
  const age = (a: ReplicaSet, b: ReplicaSet) => (toAdd > 0 ? olderFirst(b, a) : olderFirst(a, b))
  const sorted = [...sets].sort((a, b) => b.spec.replicas - a.spec.replicas || age(a, b))
  let added = 0
  const steps = sorted.map((rs) => {
    const part = share(deployment, rs, toAdd, added)
    added += part
    return { rs, to: rs.spec.replicas + part }
  })
  return steps.map((step, i) => (i === 0 && toAdd !== 0 ? { ...step, to: Math.max(0, step.to + toAdd - added) } : step))
}

/** A ReplicaSet's part of the pods to add (or, negative, to take); upstream: GetReplicaSetProportion. */
function share(deployment: Deployment, rs: ReplicaSet, toAdd: number, added: number): number {
  if (rs.spec.replicas === 0 || toAdd === 0 || toAdd === added) return 0
  const fraction = fractionOf(deployment, rs)
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added)
}

function fractionOf(deployment: Deployment, rs: ReplicaSet): number {
  const { replicas } = deployment.spec
  if (replicas === 0) return -rs.spec.replicas
  const before = numberIn(rs.metadata.annotations, MAX_REPLICAS) || deployment.status?.replicas || rs.spec.replicas
  return Math.round((rs.spec.replicas * (replicas + maxSurge(deployment))) / before) - rs.spec.replicas
}

/** The only ReplicaSet with pods, or the newest when none has any; undefined in the middle of a rollout. */
function activeOrLatest(rs: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const active = activeOf(rs ? [...old, rs] : old)
  if (active.length > 1) return undefined
  return active[0] ?? rs ?? [...old].sort(olderFirst).at(-1)
}

/** Has the new ReplicaSet all that is wanted, and is all of it available? */
function isSaturated({ spec: { replicas } }: Deployment, rs: ReplicaSet | undefined): boolean {
  if (!rs || numberIn(rs.metadata.annotations, DESIRED_REPLICAS) !== replicas) return false
  return rs.spec.replicas === replicas && (rs.status?.availableReplicas ?? 0) === replicas
}
