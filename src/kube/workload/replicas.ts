import { ApiError } from '../../api/errors'
import { same } from '../../api/freeze'
import { controllerOf, type KindName, type KubeObject, type ObjectOf } from '../../api/meta'
import { defineController, watches, type ControllerContext, type ControllerDefinition } from '../../control/controller'
import type { Pod } from '../kinds/pod/api'
import type { ReplicaSet, ReplicaSetStatus } from '../kinds/replicaset/api'
import { adopters, claim, owns } from './claim'
import { having, judging } from './judged'
import { podsToDelete } from './podRank'
import { isActive, isFinished, isTerminating } from './pods'
import { nextAvailability, replicaSetStatus } from './replicaStatus'
import { slowStart } from './slowStart'
import { podFrom } from './template'

/** The most pods made or deleted in one go; upstream: BurstReplicas. */
const BURST = 500

/** What tells the kinds apart that keep a number of equal pods in being. */
export interface ReplicaKeeper<K extends KindName> {
  readonly kind: K
  /** As upstream names its loop in Events. */
  readonly name: string
  readonly rank: number
  /** The object seen as a ReplicaSet. Equal specs must give the very same spec. */
  readonly asReplicaSet: (object: ObjectOf<K>) => ReplicaSet
  /** What of a ReplicaSet's status the kind has; all of it unless said otherwise. */
  readonly toStatus?: (status: ReplicaSetStatus) => ReplicaSetStatus
}

/** Keeps `spec.replicas` pods in being: the loop of ReplicaSets, and of ReplicationControllers seen as such. */
export function replicaLoop<K extends KindName>(keeper: ReplicaKeeper<K>): ControllerDefinition<K> {
  const { kind, name, rank, asReplicaSet, toStatus = (status) => status } = keeper
  const seen = asReplicaSet as unknown as (object: KubeObject) => ReplicaSet
  return defineController({
    name,
    title: kind,
    rank,
    for: kind,
    owns: ['Pod'],
    watches: [
      watches('Pod', ({ type, object, old }, { client }) => {
        if (type === 'DELETED' || controllerOf(object)) return []
        if (old && old.metadata.labels === object.metadata.labels && !controllerOf(old)) return []
        return adopters(client, kind, object, seen)
      }),
    ],
    reconcile(context, object) {
      const { client, now } = context
      const rs = asReplicaSet(object)
      const all = claim(client, 'Pod', rs, (pod) => !isFinished(pod))
      const roles = rolesOf(rs.spec, all, (pod) => (isActive(pod) ? ACTIVE : isTerminating(pod) ? TERMINATING : OVER))
      const pods = having(roles, ACTIVE)
      const failure = rs.metadata.deletionTimestamp ? undefined : manage(context, rs, pods)
      const status = toStatus(replicaSetStatus(rs, pods, having(roles, TERMINATING), now, failure?.message))
      if (!same(status, rs.status)) client.updateStatus({ ...(object as unknown as KubeObject), status } as KubeObject)
      if (failure) throw failure
      return nextAvailability(rs, pods, now)
    },
  })
}

const OVER = 0
const ACTIVE = 1
const TERMINATING = 2
const rolesOf = judging<Pod>()

/** Makes or deletes what is missing or too many. Returns what went wrong instead of throwing, because the status must tell it. */
function manage(context: ControllerContext, rs: ReplicaSet, pods: readonly Pod[]): ApiError | undefined {
  const diff = pods.length - rs.spec.replicas
  if (diff < 0) return create(context, rs, Math.min(-diff, BURST))
  if (diff > 0) return remove(context, rs, pods, Math.min(diff, BURST))
  return undefined
}

function create({ client, record }: ControllerContext, rs: ReplicaSet, count: number): ApiError | undefined {
  const draft = podFrom(rs.spec.template, rs)
  const make = () => {
    try {
      const pod = client.create<Pod>(draft)
      record(rs, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
    } catch (error) {
      if (error instanceof ApiError && !isLeaving(error))
        record(rs, 'FailedCreate', `Error creating: ${error.message}`, 'Warning')
      throw error
    }
  }
  const { error } = slowStart(count, make, (caught) => caught instanceof ApiError)
  return error instanceof ApiError && !isLeaving(error) ? error : undefined
}

function remove(context: ControllerContext, rs: ReplicaSet, pods: readonly Pod[], count: number): ApiError | undefined {
  const { client, record, now } = context
  let failure: ApiError | undefined
  for (const pod of podsToDelete(pods, relatives(context, rs), count, now)) {
    try {
      client.delete('Pod', pod, { preconditions: { uid: pod.metadata.uid } })
      record(rs, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.reason === 'NotFound') continue
      record(rs, 'FailedDelete', `Error deleting: ${error.message}`, 'Warning')
      failure ??= error
    }
  }
  return failure
}

/** The pods of all sets of the same owner. */
function relatives({ client }: ControllerContext, rs: ReplicaSet): Pod[] {
  const owner = controllerOf(rs)
  if (!owner) return owns(client, 'Pod', rs)
  const siblings = client.dependents(owner.uid).filter(({ kind }: KubeObject) => kind === rs.kind)
  return siblings.flatMap((sibling) => owns(client, 'Pod', sibling))
}

/** A namespace that is being emptied takes nothing new; asking again would be in vain. */
export const isLeaving = (error: unknown): boolean =>
  error instanceof ApiError && error.reason === 'Forbidden' && error.message.endsWith('because it is being terminated')
