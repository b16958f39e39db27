import { ApiError } from '../../api/errors'
import type { Client } from '../../api/client'
import { timestamp } from '../../api/time'
import type { Recorder } from '../../control/component'
import type { Random } from '../../kernel/random'
import type { Pod } from '../kinds/pod/api'
import { withCondition } from '../workload/conditions'
import { slotAt, type Decision, type Preemption } from './decision'
import { noRoomMessage, type Misfit } from './fitError'
import type { Nominations } from './nominations'
import type { PluginContext, Refusal, SchedulerPlugin } from './plugin'
import { findCandidates, pickCandidate, whyNotEligible, type Candidate } from './preemption'
import type { PodInfo } from './podInfo'

/** What came of trying to make room for a pod that fits nowhere. */
export interface Made {
  /** What the message says of it; '' when room is being made. */
  readonly tail: string
  /** The node set aside from now on, '' for none any more; undefined: all stays as it was. */
  readonly nominated: string | undefined
  readonly preemption: Preemption | undefined
}

/** What making room takes. */
export interface RoomMaker {
  readonly client: Client
  readonly plugins: readonly SchedulerPlugin[]
  readonly context: PluginContext & { readonly nominations: Nominations }
  readonly random: Random
  readonly record: Recorder
  /** Another pod has lost the node that was set aside for it. */
  readonly displaced: (pod: Pod) => void
}

/** Sends less important pods away so that a pod fits, if that can be. Upstream: the DefaultPreemption plugin. `now` is virtual ms. */
export function makeRoom(maker: RoomMaker, pod: PodInfo, decision: Decision, { all }: Misfit, now: number): Made {
  const { client, plugins, context, random } = maker
  const { places, unresolvable } = standing(decision, context.nominations.nodeOf(pod.uid))
  const obstacle = whyNotEligible(pod, context.nominations.nodeOf(pod.uid), unresolvable, context)
  if (obstacle) return { tail: obstacle, nominated: undefined, preemption: undefined }
  const slots = places.map((place) => slotAt(decision, place))
  const budgets = slots.length > 0 ? client.list('PodDisruptionBudget') : []
  const offset = slots.length > 1 ? random.int(slots.length) : 0
  const { candidates, refusals } = findCandidates(plugins, pod, context, slots, budgets, offset, now)
  const chosen = pickCandidate(candidates, now)
  if (!chosen) return { tail: noRoomMessage(all, refusals), nominated: '', preemption: undefined }
  try {
    sendAway(maker, pod.pod, chosen, now)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { tail: error.message, nominated: undefined, preemption: undefined }
  }
  const victims = chosen.victims.map(({ metadata: { uid, namespace = '', name }, spec: { priority = 0 } }) => ({
    uid,
    namespace,
    name,
    priority,
  }))
  return { tail: '', nominated: chosen.node, preemption: { node: chosen.node, victims } }
}

/** Places of nodes where the going of others may help, and whether the node set aside is one where it cannot. */
function standing(decision: Decision, nominated: string): { readonly places: number[]; readonly unresolvable: boolean } {
  const { names, refused, refusals } = decision
  const helped = (refusal: Refusal) => refusal.preemptible
  const places = refused.filter((_, i) => helped(refusals[i]!))
  const unresolvable = refused.some((place, i) => names[slotAt(decision, place)] === nominated && !helped(refusals[i]!))
  return { places, unresolvable }
}

function sendAway({ client, context, record, displaced }: RoomMaker, pod: Pod, { node, victims }: Candidate, now: number): void {
  // Less important pods for which the node was set aside had better look elsewhere.
  for (const other of context.nominations.on(node)) {
    if ((other.spec.priority ?? 0) >= (pod.spec.priority ?? 0)) continue
    context.nominations.remove(other.metadata.uid)
    quietly(() => client.patch('Pod', other, 'merge', { status: { nominatedNodeName: null } }, 'status'))
    displaced(other)
  }
  for (const victim of victims) {
    if (victim.metadata.deletionTimestamp !== undefined) continue
    const gone = quietly(() => {
      const found = client.get('Pod', victim.metadata.name, victim.metadata.namespace)
      if (found?.metadata.uid !== victim.metadata.uid) return
      client.updateStatus(marked(found, pod, now))
      client.delete('Pod', victim, { preconditions: { uid: victim.metadata.uid } })
      record(victim, 'Preempted', `Preempted by pod ${pod.metadata.uid} on node ${node}`)
    })
    if (gone && gone.reason !== 'NotFound') throw gone
  }
}

function marked(victim: Pod, pod: Pod, now: number): Pod {
  const { generation } = victim.metadata
  const conditions = withCondition(victim.status.conditions ?? [], {
    type: 'DisruptionTarget',
    ...(generation !== undefined && { observedGeneration: generation }),
    status: 'True',
    reason: 'PreemptionByScheduler',
    message: `${pod.spec.schedulerName ?? 'default-scheduler'}: preempting to accommodate a higher priority pod`,
    lastTransitionTime: timestamp(now),
  })
  return { ...victim, status: { ...victim.status, conditions } }
}

function quietly(act: () => void): ApiError | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  return undefined
}
