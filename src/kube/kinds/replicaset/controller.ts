import { ApiError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { controllerOf, type KubeObject } from '../../../api/meta'
import { defineController, watches, type ControllerContext } from '../../../control/controller'
import { adopters, claim, owns } from '../../workload/claim'
import { having, judging } from '../../workload/judged'
import { podsToDelete } from '../../workload/podRank'
import { isActive, isFinished, isTerminating } from '../../workload/pods'
import { slowStart } from '../../workload/slowStart'
import { podFrom } from '../../workload/template'
import type { Pod } from '../pod/api'
import type { ReplicaSet } from './api'
import { nextAvailability, replicaSetStatus } from './status'

/** The most pods made or deleted in one go; upstream: BurstReplicas. */
const BURST = 500

/** Keeps `spec.replicas` pods in being. */
export default defineController({
  name: 'replicaset-controller',
  title: 'ReplicaSet',
  rank: 2,
  for: 'ReplicaSet',
  owns: ['Pod'],
  watches: [
    watches('Pod', ({ type, object, old }, { client }) => {
      if (type === 'DELETED' || controllerOf(object)) return []
      if (old && old.metadata.labels === object.metadata.labels && !controllerOf(old)) return []
      return adopters(client, 'ReplicaSet', object)
    }),
  ],
  reconcile(context, rs) {
    const { client, now } = context
    const all = claim(client, 'Pod', rs, (pod) => !isFinished(pod))
    const roles = rolesOf(rs.spec, all, (pod) => (isActive(pod) ? ACTIVE : isTerminating(pod) ? TERMINATING : OVER))
    const pods = having(roles, ACTIVE)
    const failure = rs.metadata.deletionTimestamp ? undefined : manage(context, rs, pods)
    const status = replicaSetStatus(rs, pods, having(roles, TERMINATING), now, failure?.message)
    if (!same(status, rs.status)) client.updateStatus({ ...rs, status })
    if (failure) throw failure
    return nextAvailability(rs, pods, now)
  },
})

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

/** The pods of all ReplicaSets of the same owner. */
function relatives({ client }: ControllerContext, rs: ReplicaSet): Pod[] {
  const owner = controllerOf(rs)
  if (!owner) return owns(client, 'Pod', rs)
  const siblings = client.dependents(owner.uid).filter(({ kind }: KubeObject) => kind === 'ReplicaSet')
  return siblings.flatMap((sibling) => owns(client, 'Pod', sibling))
}

/** A namespace that is being emptied takes nothing new; asking again would be in vain. */
const isLeaving = (error: ApiError) => error.reason === 'Forbidden' && error.message.endsWith('because it is being terminated')
