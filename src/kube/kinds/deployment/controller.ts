import type { Client } from '../../../api/client'
import { ApiError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { controllerOf } from '../../../api/meta'
import { defineController, watches, type ControllerContext } from '../../../control/controller'
import { adopters, claim, owns } from '../../workload/claim'
import { withCondition } from '../../workload/conditions'
import { conditionOf } from '../../workload/pods'
import type { ReplicaSet } from '../replicaset/api'
import { DESIRED_REPLICAS, MAX_REPLICAS, replicasAnnotations } from './annotations'
import type { Deployment } from './api'
import { newReplicaSet } from './newReplicaSet'
import { hasDeadline, isComplete, progressing, rolloutStatus, untilStuck } from './progress'
import { isScaling, scale } from './proportion'
import { oldPodsRunning } from './recreate'
import { outdated, revisions } from './revisions'
import { activeOf, growNew, shrinkOld, type Resize } from './rolling'
import { deploymentStatus } from './status'

/** Rolls from one template to the next by resizing ReplicaSets, one revision each. */
export default defineController({
  name: 'deployment-controller',
  title: 'Deployment',
  rank: 1,
  for: 'Deployment',
  owns: ['ReplicaSet'],
  watches: [
    watches('ReplicaSet', ({ type, object, old }, { client }) => {
      if (type === 'DELETED' || controllerOf(object)) return []
      if (old && old.metadata.labels === object.metadata.labels && !controllerOf(old)) return []
      return adopters(client, 'Deployment', object)
    }),
  ],
  reconcile(context, deployment) {
    if (selectsAll(deployment)) return refuse(context, deployment)
    const { client } = context
    const sets = claim(client, 'ReplicaSet', deployment)
    if (deployment.metadata.deletionTimestamp) return settle(context, deployment, sets)
    const known = withPauseNoted(context, deployment)
    if (known.spec.paused || isScaling(known, sets)) return resize(context, known, sets)
    return known.spec.strategy?.type === 'Recreate' ? recreate(context, known, sets) : roll(context, known, sets)
  },
})

/** One step of a rolling update: up with the new, or else down with the old. */
function roll(context: ControllerContext, given: Deployment, sets: readonly ReplicaSet[]): number | void {
  const { deployment, rs, old } = newReplicaSet(context, given, sets, true)
  const all = rs ? [...old, rs] : old
  const up = rs && growNew(deployment, all, rs)
  const steps = up && up.to !== up.rs.spec.replicas ? [up] : shrinkOld(deployment, activeOf(old), rs)
  return finish(context, deployment, rs, old, steps)
}

/** First all old pods go, then the new ones come. */
function recreate(context: ControllerContext, given: Deployment, sets: readonly ReplicaSet[]): number | void {
  const found = newReplicaSet(context, given, sets, false)
  const down = activeOf(found.old).map((rs): Resize => ({ rs, to: 0 }))
  const pods = new Map(sets.map((rs) => [rs.metadata.uid, owns(context.client, 'Pod', rs)]))
  if (down.length || oldPodsRunning(found.rs, found.old, pods))
    return finish(context, found.deployment, found.rs, found.old, down)
  const { deployment, rs, old } = found.rs ? found : newReplicaSet(context, found.deployment, sets, true)
  const up = rs && rs.spec.replicas !== deployment.spec.replicas ? [{ rs, to: deployment.spec.replicas }] : []
  return finish(context, deployment, rs, old, up)
}

/** Paused or resized: no step of a rollout, only sizes in proportion. */
function resize(context: ControllerContext, given: Deployment, sets: readonly ReplicaSet[]): void {
  const { deployment, rs, old } = newReplicaSet(context, given, sets, false)
  const scaled = apply(context, deployment, scale(deployment, rs, old))
  const now = rs && (scaled.get(rs.metadata.name) ?? rs)
  const others = old.map((set) => scaled.get(set.metadata.name) ?? set)
  if (deployment.spec.paused) cleanup(context.client, deployment, others)
  write(context.client, deployment, deploymentStatus(deployment, now ? [...others, now] : others, now, context.now))
}

/** On its way out: only the status is kept true. */
function settle(context: ControllerContext, deployment: Deployment, sets: readonly ReplicaSet[]): void {
  const { rs } = revisions(deployment, sets)
  write(context.client, deployment, deploymentStatus(deployment, sets, rs, context.now))
}

/** Takes the steps and tells how far the rollout is. */
function finish(
  context: ControllerContext,
  deployment: Deployment,
  rs: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
  steps: readonly Resize[],
): number | void {
  const { client, now } = context
  const scaled = apply(context, deployment, steps)
  const current = rs && (scaled.get(rs.metadata.name) ?? rs)
  const others = old.map((set) => scaled.get(set.metadata.name) ?? set)
  if (steps.length === 0 && isComplete(deployment, deployment.status ?? {})) cleanup(client, deployment, others)
  const status = rolloutStatus(deployment, current ? [...others, current] : others, current, now)
  if (write(client, deployment, status)) return undefined
  const stuck = untilStuck(deployment, status, now)
  return stuck === undefined ? undefined : stuck + 1000
}

/** Writes sizes and annotations, and tells of each size that changed. Returns the ReplicaSets as they are then, by name. */
function apply({ client, record }: ControllerContext, deployment: Deployment, steps: readonly Resize[]): Map<string, ReplicaSet> {
  const scaled = new Map<string, ReplicaSet>()
  const wanted = replicasAnnotations(deployment)
  for (const { rs, to } of steps) {
    const { replicas } = rs.spec
    const { annotations } = rs.metadata
    if (replicas === to && [DESIRED_REPLICAS, MAX_REPLICAS].every((key) => annotations?.[key] === wanted[key])) continue
    const metadata = { ...rs.metadata, annotations: { ...annotations, ...wanted } }
    scaled.set(rs.metadata.name, client.update<ReplicaSet>({ ...rs, metadata, spec: { ...rs.spec, replicas: to } }))
    if (replicas === to) continue
    const direction = to > replicas ? 'up' : 'down'
    record(deployment, 'ScalingReplicaSet', `Scaled ${direction} replica set ${rs.metadata.name} from ${replicas} to ${to}`)
  }
  return scaled
}

function cleanup(client: Client, deployment: Deployment, old: readonly ReplicaSet[]): void {
  for (const rs of outdated(old, deployment.spec.revisionHistoryLimit)) {
    try {
      client.delete('ReplicaSet', rs, { propagationPolicy: 'Background' })
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
    }
  }
}

/** A pause must not count as a lack of progress; upstream: checkPausedConditions. */
function withPauseNoted({ client, now }: ControllerContext, deployment: Deployment): Deployment {
  const current = conditionOf(deployment, 'Progressing')
  if (!hasDeadline(deployment) || current?.reason === 'ProgressDeadlineExceeded') return deployment
  const noted = current?.reason === 'DeploymentPaused'
  if (noted === Boolean(deployment.spec.paused)) return deployment
  const condition = noted
    ? progressing('Unknown', 'DeploymentResumed', 'Deployment is resumed', now)
    : progressing('Unknown', 'DeploymentPaused', 'Deployment is paused', now)
  const conditions = withCondition(deployment.status?.conditions ?? [], condition)
  return client.updateStatus<Deployment>({ ...deployment, status: { ...deployment.status, conditions } })
}

function write(client: Client, deployment: Deployment, status: Deployment['status']): boolean {
  if (same(status, deployment.status)) return false
  client.updateStatus<Deployment>({ ...deployment, status })
  return true
}

const selectsAll = ({ spec: { selector } }: Deployment) =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0

function refuse({ client, record }: ControllerContext, deployment: Deployment): void {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.'
  record(deployment, 'SelectingAll', message, 'Warning')
  const { generation } = deployment.metadata
  if ((deployment.status?.observedGeneration ?? 0) >= (generation ?? 0)) return
  client.updateStatus<Deployment>({ ...deployment, status: { ...deployment.status, observedGeneration: generation } })
}
