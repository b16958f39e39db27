import type { ReplicaSet } from '../replicaset/api'
import type { Deployment } from './api'
import { maxSurge } from './strategy'

export const REVISION = 'deployment.kubernetes.io/revision'
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history'
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas'
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas'
export const CHANGE_CAUSE = 'kubernetes.io/change-cause'

/** Annotations that a Deployment and its ReplicaSets do not share; upstream: annotationsToSkip. */
const own = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
])

/** Is this annotation copied from a Deployment to its ReplicaSet, and back by a rollback? */
export const isShared = (key: string): boolean => !own.has(key)

type Annotations = Readonly<Record<string, string>>

/** The number in an annotation; undefined when there is none. */
export function numberIn(annotations: Annotations | undefined, key: string): number | undefined {
  const text = annotations?.[key]
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined
}

export const revisionOf = (object: { readonly metadata: { readonly annotations?: Annotations } }): number =>
  numberIn(object.metadata.annotations, REVISION) ?? 0

/** The size that the Deployment had, and the most pods it could have, when it last sized this ReplicaSet. */
export const replicasAnnotations = (deployment: Deployment): Annotations => ({
  [DESIRED_REPLICAS]: String(deployment.spec.replicas),
  [MAX_REPLICAS]: String(deployment.spec.replicas + maxSurge(deployment)),
})

/** The annotations of the new ReplicaSet at a revision; upstream: SetNewReplicaSetAnnotations. */
export function newAnnotations(deployment: Deployment, rs: ReplicaSet | undefined, revision: number): Annotations {
  const before = rs?.metadata.annotations ?? {}
  const annotations: Record<string, string> = { ...before }
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) if (isShared(key)) annotations[key] = value
  const old = before[REVISION]
  if ((numberIn(before, REVISION) ?? 0) < revision) {
    annotations[REVISION] = String(revision)
    if (old !== undefined) annotations[REVISION_HISTORY] = withRevision(before[REVISION_HISTORY], old)
  }
  return rs ? annotations : { ...annotations, ...replicasAnnotations(deployment) }
}

/** The history with one more revision; the oldest fall out when it grows beyond 2000 characters. */
function withRevision(history: string | undefined, revision: string): string {
  if (!history) return revision
  const revisions = [...history.split(','), revision]
  while (revisions.length > 1 && revisions.join(',').length > 2000) revisions.shift()
  return revisions.join(',')
}
