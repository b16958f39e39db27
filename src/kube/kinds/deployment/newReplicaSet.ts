import { ApiError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { controllerOf, controllerRef, type Condition, type Draft, type LabelSelector } from '../../../api/meta'
import type { ControllerContext } from '../../../control/controller'
import { withCondition } from '../../workload/conditions'
import { conditionOf } from '../../workload/pods'
import { POD_TEMPLATE_HASH, sameTemplate, templateHash } from '../../workload/template'
import type { ReplicaSet } from '../replicaset/api'
import { newAnnotations, REVISION } from './annotations'
import type { Deployment } from './api'
import { hasDeadline, progressing } from './progress'
import { maxRevision, revisions, type Revisions } from './revisions'
import { newSize, sizeOf } from './rolling'

/** The ReplicaSets of a Deployment, and the Deployment as it is after their revisions were written. */
export interface Found extends Revisions {
  readonly deployment: Deployment
}

/**
 * Finds the ReplicaSet of the present template, makes it if there is none and `create` says so, and brings its revision and the
 * Deployment's up to date; upstream: getAllReplicaSetsAndSyncRevision. Throws ApiError when it cannot be made.
 */
export function newReplicaSet(
  context: ControllerContext,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  create: boolean,
): Found {
  const { rs, old } = revisions(deployment, sets)
  const revision = maxRevision(old) + 1
  if (rs) return { ...adjust(context, deployment, rs, revision), old }
  if (!create) return { deployment, rs, old }
  return { ...make(context, deployment, old, revision), old }
}

function adjust({ client, now }: ControllerContext, deployment: Deployment, rs: ReplicaSet, revision: number) {
  const annotations = newAnnotations(deployment, rs, revision)
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0
  const differs = !same(annotations, rs.metadata.annotations ?? {}) || (rs.spec.minReadySeconds ?? 0) !== minReadySeconds
  const current = differs
    ? client.update<ReplicaSet>({ ...rs, metadata: { ...rs.metadata, annotations }, spec: { ...rs.spec, minReadySeconds } })
    : rs
  const marked = atRevision(client, deployment, current.metadata.annotations?.[REVISION])
  if (!hasDeadline(marked) || conditionOf(marked, 'Progressing')) return { deployment: marked, rs: current }
  const found = progressing('True', 'FoundNewReplicaSet', `Found new replica set "${rs.metadata.name}"`, now)
  return { deployment: withStatus(client, marked, found), rs: current }
}

function make(context: ControllerContext, deployment: Deployment, old: readonly ReplicaSet[], revision: number) {
  const { client, record, now } = context
  const draft = draftOf(deployment, old, revision)
  const { name } = draft.metadata as { name: string }
  let rs: ReplicaSet
  try {
    rs = client.create<ReplicaSet>(draft)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const taken = error.reason === 'AlreadyExists' ? client.get('ReplicaSet', name, deployment.metadata.namespace) : undefined
    if (!taken) throw failed(context, deployment, name, error)
    if (controllerOf(taken)?.uid !== deployment.metadata.uid || !sameTemplate(taken.spec.template, deployment.spec.template)) {
      // The hash is taken by another template: the next try gets another one.
      const collisionCount = (deployment.status?.collisionCount ?? 0) + 1
      client.updateStatus<Deployment>({ ...deployment, status: { ...deployment.status, collisionCount } })
      throw error
    }
    return { deployment: atRevision(client, deployment, String(revision)), rs: taken }
  }
  const { replicas } = rs.spec
  if (replicas > 0) record(deployment, 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${replicas}`)
  const marked = atRevision(client, deployment, String(revision))
  if (!hasDeadline(marked)) return { deployment: marked, rs }
  return {
    deployment: withStatus(client, marked, progressing('True', 'NewReplicaSetCreated', `Created new replica set "${name}"`, now)),
    rs,
  }
}

function draftOf(deployment: Deployment, old: readonly ReplicaSet[], revision: number): Draft<ReplicaSet> {
  const { metadata, spec } = deployment
  const hash = templateHash(spec.template, deployment.status?.collisionCount)
  const labels = { ...spec.template.metadata?.labels, [POD_TEMPLATE_HASH]: hash }
  const selector: LabelSelector = { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [POD_TEMPLATE_HASH]: hash } }
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      // What is too long for a name is cut, the hash never.
      name: `${metadata.name.slice(0, 253 - hash.length - 1)}-${hash}`,
      namespace: metadata.namespace,
      labels,
      annotations: newAnnotations(deployment, undefined, revision),
      ownerReferences: [controllerRef(deployment)],
    },
    spec: {
      replicas: newSize(deployment, sizeOf(old), 0),
      ...(spec.minReadySeconds && { minReadySeconds: spec.minReadySeconds }),
      selector,
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
    status: { replicas: 0 },
  }
}

/** Tells of a ReplicaSet that was refused, and gives back what to throw. */
function failed({ client, record, now }: ControllerContext, deployment: Deployment, name: string, error: ApiError): ApiError {
  if (error.message.endsWith('because it is being terminated')) return error
  const message = `Failed to create new replica set "${name}": ${error.message}`
  if (hasDeadline(deployment)) withStatus(client, deployment, progressing('False', 'ReplicaSetCreateError', message, now))
  record(deployment, 'ReplicaSetCreateError', message, 'Warning')
  return error
}

function atRevision(client: ControllerContext['client'], deployment: Deployment, revision: string | undefined): Deployment {
  const { metadata } = deployment
  if (revision === undefined || metadata.annotations?.[REVISION] === revision) return deployment
  return client.update<Deployment>({
    ...deployment,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [REVISION]: revision } },
  })
}

function withStatus(client: ControllerContext['client'], deployment: Deployment, condition: Condition): Deployment {
  const conditions = withCondition(deployment.status?.conditions ?? [], condition)
  return client.updateStatus<Deployment>({ ...deployment, status: { ...deployment.status, conditions } })
}
