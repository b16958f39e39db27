import { olderFirst } from '../../workload/pods'
import type { ReplicaSet } from '../replicaset/api'
import type { Deployment } from './api'
import { isRolling, maxSurge, maxUnavailable } from './strategy'

/** A size that a ReplicaSet is to have. */
export interface Resize {
  readonly rs: ReplicaSet
  readonly to: number
}

/** Pods that the ReplicaSets ask for. */
export const sizeOf = (sets: readonly ReplicaSet[]): number => sets.reduce((sum, rs) => sum + rs.spec.replicas, 0)

/** Those that ask for any. */
export const activeOf = (sets: readonly ReplicaSet[]): ReplicaSet[] => sets.filter((rs) => rs.spec.replicas > 0)

export const availableOf = (sets: readonly ReplicaSet[]): number =>
  sets.reduce((sum, rs) => sum + (rs.status?.availableReplicas ?? 0), 0)

/** The size that the new ReplicaSet may have now; upstream: NewRSNewReplicas. `total` is what all ReplicaSets ask for. */
export function newSize(deployment: Deployment, total: number, current: number): number {
  const { replicas } = deployment.spec
  if (!isRolling(deployment)) return replicas
  const room = replicas + maxSurge(deployment) - total
  return room <= 0 ? current : current + Math.min(room, replicas - current)
}

/** The step up of the new ReplicaSet, or down when the Deployment shrank; upstream: reconcileNewReplicaSet. */
export function growNew(deployment: Deployment, all: readonly ReplicaSet[], rs: ReplicaSet): Resize | undefined {
  const { replicas } = deployment.spec
  if (rs.spec.replicas === replicas) return undefined
  const to = rs.spec.replicas > replicas ? replicas : newSize(deployment, sizeOf(all), rs.spec.replicas)
  return { rs, to }
}

/**
 * The step down of the old ReplicaSets: first what does not work anyway, then as many as availability allows.
 * Upstream: reconcileOldReplicaSets. `old` are those that ask for pods.
 */
export function shrinkOld(deployment: Deployment, old: readonly ReplicaSet[], rs: ReplicaSet | undefined): Resize[] {
  if (sizeOf(old) === 0) return []
  const all = rs ? [...old, rs] : [...old]
  const minAvailable = deployment.spec.replicas - maxUnavailable(deployment)
  const newUnavailable = rs ? rs.spec.replicas - (rs.status?.availableReplicas ?? 0) : 0
  const most = sizeOf(all) - minAvailable - newUnavailable
  if (most <= 0) return []
  const cleaned = cleanupUnhealthy(old, most)
  if (!cleaned) return []
  const left = old.map((set) => resized(set, cleaned))
  const steps = scaleDownOld(deployment, rs ? [...left, rs] : left, left)
  return merge(cleaned, steps)
}

/**
 * Takes from old ReplicaSets, oldest first, pods that are not available; upstream: cleanupUnhealthyReplicas. Undefined when a ReplicaSet
 * has more available than it asks for: its status is still the one from before it shrank, and no step may build on that.
 */
export function cleanupUnhealthy(old: readonly ReplicaSet[], most: number): Resize[] | undefined {
  const steps: Resize[] = []
  let total = 0
  for (const rs of [...old].sort(olderFirst)) {
    if (total >= most) break
    const unavailable = rs.spec.replicas - (rs.status?.availableReplicas ?? 0)
    if (rs.spec.replicas === 0 || unavailable === 0) continue
    if (unavailable < 0) return undefined
    const down = Math.min(most - total, unavailable)
    steps.push({ rs, to: rs.spec.replicas - down })
    total += down
  }
  return steps
}

/** Takes from old ReplicaSets, oldest first, what is available beyond the minimum; upstream: scaleDownOldReplicaSetsForRollingUpdate. */
export function scaleDownOld(deployment: Deployment, all: readonly ReplicaSet[], old: readonly ReplicaSet[]): Resize[] {
  const most = availableOf(all) - (deployment.spec.replicas - maxUnavailable(deployment))
  const steps: Resize[] = []
  let total = 0
  for (const rs of [...old].sort(olderFirst)) {
    if (total >= most) break
    if (rs.spec.replicas === 0) continue
    const down = Math.min(rs.spec.replicas, most - total)
    steps.push({ rs, to: rs.spec.replicas - down })
    total += down
  }
  return steps
}

function resized(rs: ReplicaSet, steps: readonly Resize[]): ReplicaSet {
  const step = steps.find(({ rs: { metadata } }) => metadata.name === rs.metadata.name)
  return step ? { ...rs, spec: { ...rs.spec, replicas: step.to } } : rs
}

/** One step a ReplicaSet: the last word of both, told of the ReplicaSet as it was. */
function merge(first: readonly Resize[], second: readonly Resize[]): Resize[] {
  const steps = new Map(first.map((step) => [step.rs.metadata.name, step]))
  for (const { rs, to } of second) steps.set(rs.metadata.name, { rs: steps.get(rs.metadata.name)?.rs ?? rs, to })
  return [...steps.values()]
}
