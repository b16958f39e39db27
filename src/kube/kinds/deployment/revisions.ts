import { olderFirst } from '../../workload/pods'
import { sameTemplate, withoutHash } from '../../workload/template'
import type { ReplicaSet } from '../replicaset/api'
import { CHANGE_CAUSE, isShared, revisionOf } from './annotations'
import type { Deployment } from './api'

/** A Deployment's ReplicaSets, the one of its present template apart; upstream: FindNewReplicaSet, FindOldReplicaSets. */
export interface Revisions {
  readonly rs: ReplicaSet | undefined
  readonly old: readonly ReplicaSet[]
}

/** Of several with the present template the oldest counts as the new one. */
export function revisions(deployment: Deployment, sets: readonly ReplicaSet[]): Revisions {
  const sorted = [...sets].sort(olderFirst)
  const rs = sorted.find((set) => sameTemplate(set.spec.template, deployment.spec.template))
  return { rs, old: sorted.filter((set) => set !== rs) }
}

export const maxRevision = (sets: readonly ReplicaSet[]): number => sets.reduce((most, rs) => Math.max(most, revisionOf(rs)), 0)

/** Old ReplicaSets beyond the history limit, the oldest revisions first, never one that has or wants pods; upstream: cleanupDeployment. */
export function outdated(old: readonly ReplicaSet[], limit: number | undefined): ReplicaSet[] {
  if (limit === undefined || limit === 2 ** 31 - 1) return []
  const alive = old.filter((rs) => !rs.metadata.deletionTimestamp)
  const sorted = [...alive].sort((a, b) => revisionOf(a) - revisionOf(b) || olderFirst(a, b))
  return sorted.slice(0, Math.max(0, alive.length - limit)).filter((rs) => {
    const seen = (rs.metadata.generation ?? 0) <= (rs.status?.observedGeneration ?? 0)
    return seen && rs.spec.replicas === 0 && (rs.status?.replicas ?? 0) === 0
  })
}

/** A line of `kubectl rollout history`. */
export interface HistoryLine {
  readonly revision: number
  readonly changeCause: string
  readonly rs: ReplicaSet
}

/** Revisions of a Deployment, oldest first. */
export const history = (sets: readonly ReplicaSet[]): HistoryLine[] =>
  sets
    .map((rs) => ({ revision: revisionOf(rs), changeCause: rs.metadata.annotations?.[CHANGE_CAUSE] ?? '<none>', rs }))
    .filter(({ revision }) => revision > 0)
    .sort((a, b) => a.revision - b.revision)

/** The ReplicaSet to go back to: a revision, or with 0 the one before the latest. Throws RangeError with kubectl's words. */
export function rollbackTarget(deployment: Deployment, sets: readonly ReplicaSet[], revision = 0): ReplicaSet {
  const lines = history(sets)
  if (revision > 0) {
    const line = lines.find((one) => one.revision === revision)
    if (!line) throw new RangeError(`unable to find specified revision ${revision} in history`)
    return line.rs
  }
  if (lines.length < 2)
    throw new RangeError(`no rollout history found for deployment ${JSON.stringify(deployment.metadata.name)}`)
  return lines.at(-2)!.rs
}

/**
 * The Deployment as `kubectl rollout undo` would write it: an older template and that revision's annotations. The same object when
 * its template is the present one already. Throws RangeError with kubectl's words.
 */
export function rolledBack(deployment: Deployment, sets: readonly ReplicaSet[], revision = 0): Deployment {
  if (deployment.spec.paused) {
    const name = deployment.metadata.name
    throw new RangeError(
      `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/${name}' and try again`,
    )
  }
  const target = rollbackTarget(deployment, sets, revision)
  if (sameTemplate(target.spec.template, deployment.spec.template)) return deployment
  const own = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !isShared(key))
  const back = Object.entries(target.metadata.annotations ?? {}).filter(([key]) => isShared(key))
  return {
    ...deployment,
    metadata: { ...deployment.metadata, annotations: Object.fromEntries([...back, ...own]) },
    spec: { ...deployment.spec, template: withoutHash(target.spec.template) },
  }
}
