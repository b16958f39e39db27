import { ApiError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { keyOf } from '../../../api/meta'
import type { ControllerContext } from '../../../control/controller'
import { claim } from '../../workload/claim'
import { slowStart } from '../../workload/slowStart'
import type { Pod } from '../pod/api'
import type { DaemonSet } from './api'
import type { BackOff } from './backOff'
import { fitOf } from './fits'
import { managed, type Plan, type Scene } from './manage'
import { podFor, podsByNode } from './pods'
import { cleanUp, hashOf, setRevisions } from './revisions'
import { rolled } from './rolling'
import { daemonSetStatus, nextAvailability } from './status'

/** The most pods made or deleted in one go; upstream: BurstReplicas. */
const BURST = 250

/** One look at a set, its nodes and its pods. Returns ms after which to look again. Upstream: syncDaemonSet. */
export function sync(context: ControllerContext, set: DaemonSet, backOff: BackOff): number | undefined {
  if (selectsAll(set)) {
    const why = 'This daemon set is selecting all pods. A non-empty selector is required.'
    context.record(set, 'SelectingAll', why, 'Warning')
    return undefined
  }
  if (set.metadata.deletionTimestamp) return undefined
  const { client } = context
  const { current, old } = setRevisions(client, set, () => claim(client, 'Pod', set))
  const scene = look(context, set, hashOf(current))
  let wait = Infinity
  const plan = managed(
    scene,
    failedPods(context, set, backOff, (ms) => (wait = Math.min(wait, ms))),
  )
  let failure = carryOut(context, scene, plan)
  // What was made or deleted just now is to be seen before a rollout goes on.
  const isSettled = plan.create.length + plan.remove.length === 0
  const after = isSettled ? scene : look(context, set, scene.hash)
  let changed = !isSettled
  if (!failure && isSettled && set.spec.updateStrategy.type === 'RollingUpdate') {
    const next = rolled(scene)
    failure = carryOut(context, scene, next)
    changed = next.create.length + next.remove.length > 0
  }
  if (!failure) cleanUp(client, set, old, () => claim(client, 'Pod', set))
  const seen = changed && isSettled ? look(context, set, scene.hash) : after
  const status = daemonSetStatus(seen)
  if (!same(status, set.status)) client.updateStatus<DaemonSet>({ ...set, status })
  if (failure) throw failure
  const again = Math.min(wait, nextAvailability(set, seen) ?? Infinity)
  return again === Infinity ? undefined : again
}

function look({ client, now }: ControllerContext, set: DaemonSet, hash: string): Scene {
  const nodes = client.list('Node')
  const fits = new Map(nodes.map((node) => [node.metadata.name, fitOf(node, set)]))
  return { set, nodes, fits, byNode: podsByNode(claim(client, 'Pod', set)), hash, now }
}

const selectsAll = ({ spec: { selector } }: DaemonSet) =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0

function failedPods({ record, now }: ControllerContext, set: DaemonSet, backOff: BackOff, later: (ms: number) => void) {
  const named = ({ metadata }: Pod, node: string) => `${metadata.namespace}/${metadata.name} on node ${node}`
  return {
    mayGo(pod: Pod, node: string): boolean {
      const ms = backOff.hold(keyOf(set), set, node, now)
      if (ms > 0) later(ms)
      else record(set, 'FailedDaemonPod', `Found failed daemon pod ${named(pod, node)}, will try to kill it`, 'Warning')
      return ms === 0
    },
    ended: (pod: Pod, node: string) =>
      record(set, 'SucceededDaemonPod', `Found succeeded daemon pod ${named(pod, node)}, will try to delete it`),
  }
}

/** Makes and deletes. Returns what went wrong instead of throwing, because the status must be written all the same. */
function carryOut({ client, record }: ControllerContext, { set, hash }: Scene, { create, remove }: Plan): ApiError | undefined {
  const nodes = create.slice(0, BURST)
  let next = 0
  const make = () => {
    try {
      const pod = client.create<Pod>(podFor(set, nodes[next++]!, hash))
      record(set, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
    } catch (error) {
      if (error instanceof ApiError && !isLeaving(error))
        record(set, 'FailedCreate', `Error creating: ${error.message}`, 'Warning')
      throw error
    }
  }
  const { error } = slowStart(nodes.length, make, (caught) => caught instanceof ApiError)
  let failure = error instanceof ApiError && !isLeaving(error) ? error : undefined
  for (const pod of remove.slice(0, BURST)) {
    try {
      client.delete('Pod', pod, { preconditions: { uid: pod.metadata.uid } })
      record(set, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`)
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      if (caught.reason === 'NotFound') continue
      record(set, 'FailedDelete', `Error deleting: ${caught.message}`, 'Warning')
      failure ??= caught
    }
  }
  return failure
}

/** A namespace that is being emptied takes nothing new; asking again would be in vain. */
const isLeaving = (error: ApiError) => error.reason === 'Forbidden' && error.message.endsWith('because it is being terminated')
