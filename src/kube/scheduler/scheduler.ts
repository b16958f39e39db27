import { ApiError } from '../../api/errors'
import { keyOf } from '../../api/meta'
import type { ComponentContext } from '../../control/component'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Pod } from '../kinds/pod/api'
import { ClusterCache, type SavedCache } from './cache'
import { waitingStatus } from './condition'
import { verdictsOfDecision, type Decision, type Preemption, type Verdict } from './decision'
import { fitMessage } from './fitError'
import { followCluster } from './follow'
import { createFramework } from './framework'
import { PodGroups, type SavedGroups } from './groups'
import { Nominations, type Nominated } from './nominations'
import type { SchedulerPlugin } from './plugin'
import { defaultPlugins } from './plugins'
import { podInfo } from './podInfo'
import { answered, createPreparing } from './preparing'
import { makeRoom, type Made } from './preempting'
import { SchedulingQueue, backoffAfter, type Queued, type SavedQueue } from './queue'
import { createWaker, everybody } from './waking'

/** How the scheduler is set up; every field may be left out. */
export interface SchedulerOptions {
  /** Virtual ms that one attempt takes. Default 3. */
  readonly cycleMs?: number
  /** Virtual ms from decision to binding. Default 2. */
  readonly bindMs?: number
  /** Upstream's percentageOfNodesToScore; 0: adaptive. */
  readonly percentageOfNodesToScore?: number
  readonly plugins?: readonly SchedulerPlugin[]
  /** Try pods that are in back-off when nothing else is to do, as upstream does since 1.33 (SchedulerPopFromBackoffQ). Default true. */
  readonly popFromBackoff?: boolean
}

/** The scheduler at a glance. */
export interface SchedulerGlance {
  /** Uids of the pods that wait, in the order of the queue. */
  readonly queue: readonly string[]
  /** The newest attempt: whom for, when (virtual ms; -1: never), the node chosen or '', and why. */
  readonly pod: string
  readonly at: number
  readonly chosen: string
  readonly verdicts: readonly Verdict[]
  /** Where room was made for that pod, and by whose going; null: nobody had to go. */
  readonly preemption: Preemption | null
}

/** What can be asked of a running scheduler. */
export interface Scheduler {
  view(): SchedulerGlance
  /** The newest attempt for a pod, node by node; empty when there was none, or it was too long ago. */
  verdictsOf(uid: string): readonly Verdict[]
  /** Whom the newest attempt for a pod sent away, if anybody. */
  preemptionOf(uid: string): Preemption | null
  /** The node set aside for a waiting pod, or ''. */
  nominatedOf(uid: string): string
}

interface Saved {
  readonly cache: SavedCache
  readonly queue: SavedQueue
  readonly groups: SavedGroups
  readonly nominations: SavedMap<string, Nominated>
  readonly decisions: SavedMap<string, Decision>
  readonly flow: Flow
}

/** Where the scheduler is in its work. Replaced, never changed. */
interface Flow {
  /** Agenda entries of an earlier life are void. */
  readonly life: number
  /** Is an attempt on the agenda? */
  readonly busy: boolean
  /** When the agenda has it look at the queue again, virtual ms; Infinity: not at all. */
  readonly alarm: number
  /** Where in the order of nodes the next attempt begins. */
  readonly start: number
  /** Uid of the pod that was tried last. */
  readonly last: string
}

interface Binding {
  readonly queued: Queued
  readonly node: string
  readonly life: number
}

/** How many decisions are kept. */
const keptDecisions = 512
const name = 'default-scheduler'
const asItWas: Made = { tail: '', nominated: undefined, preemption: undefined }

/** Assigns pods to nodes, one at a time, as kube-scheduler does. Works while its process is up, on what its watches have told it. */
export function createScheduler(ctx: ComponentContext, options: SchedulerOptions = {}): Scheduler {
  const { cycleMs = 3, bindMs = 2, percentageOfNodesToScore = 0, plugins = defaultPlugins, popFromBackoff = true } = options
  const { kernel, client } = ctx
  const cache = new ClusterCache()
  const queue = new SchedulingQueue()
  const groups = new PodGroups()
  const decisions = new CowMap<string, Decision>()
  const nominations = new Nominations()
  const context = {
    cluster: cache,
    nominations,
    groupOf: (pod: Pod) => groups.of(pod),
    namespaceLabels: (name: string) => groups.namespaceLabels(name),
    storage: client,
  }
  const framework = createFramework(plugins, percentageOfNodesToScore)
  const wake = createWaker(plugins, queue, context)
  const random = kernel.random('scheduler')
  const record = ctx.recorder(name)
  const room = { client, plugins, context, random: kernel.random('scheduler/preemption'), record, displaced }
  let flow: Flow = { life: 0, busy: false, alarm: Infinity, start: 0, last: '' }

  kernel.part<Saved>('scheduler', {
    save: () => ({
      cache: cache.save(),
      queue: queue.save(),
      groups: groups.save(),
      nominations: nominations.save(),
      decisions: decisions.save(),
      flow,
    }),
    load(saved) {
      cache.load(saved.cache)
      queue.load(saved.queue)
      groups.load(saved.groups)
      nominations.load(saved.nominations)
      decisions.load(saved.decisions)
      flow = saved.flow
    },
  })

  /** Sees to it that the agenda holds the next attempt, or the moment when there may be one. */
  function proceed(): void {
    if (!flow.busy) {
      const next = queue.ready(popFromBackoff)
      if (next) {
        flow = { ...flow, busy: true }
        kernel.because(next.cause, () => kernel.schedule(cycleMs, 'scheduler/cycle', '', flow.life))
        return
      }
    }
    const due = queue.due()
    if (due >= flow.alarm) return
    flow = { ...flow, alarm: due }
    kernel.because(0, () => kernel.schedule(due - kernel.now, 'scheduler/alarm', '', flow.life))
  }

  kernel.on('scheduler/alarm', (_, life) => {
    if (life !== flow.life || kernel.now < flow.alarm) return
    flow = { ...flow, alarm: Infinity }
    queue.flush(kernel.now)
    proceed()
  })

  kernel.on('scheduler/cycle', (_, life) => {
    if (life !== flow.life) return
    flow = { ...flow, busy: false }
    queue.flush(kernel.now)
    const next = queue.pop(popFromBackoff)
    if (next && !next.pod.metadata.deletionTimestamp) kernel.because(next.cause, () => attempt(next))
    proceed()
  })

  const bind = (uid: string, body: unknown) => {
    const { queued, node, life } = body as Binding
    if (life !== flow.life || !cache.placed(uid)?.assumed) return
    const { pod } = queued
    try {
      if (!preparing.ready(podInfo(pod), node, body)) return
      client.bind(pod, node)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      release(uid)
      const plugin = preparing.failed(uid) ?? 'Bind plugin "DefaultBinder":'
      if (error.reason !== 'NotFound') fail(queued, `binding rejected: running ${plugin} ${error.message}`, 0)
      proceed()
      return
    }
    record(pod, 'Scheduled', `Successfully assigned ${keyOf(pod)} to ${node}`)
  }
  kernel.on('scheduler/bind', bind)

  function attempt(queued: Queued): void {
    const { pod } = queued
    if (cache.nodeCount === 0) return fail(queued, 'no nodes available to schedule pods', everybody)
    const info = podInfo(pod)
    const outcome = answered(() => framework.schedule(info, context, flow.start, random, kernel.now))
    if (outcome instanceof ApiError) return fail(queued, outcome.message, 0)
    const { decision, misfit, refusers, next } = outcome
    flow = { ...flow, start: next, last: decision.uid }
    if (misfit) {
      const made = makeRoom(room, info, decision, misfit, kernel.now)
      remember(made.preemption ? { ...decision, preemption: made.preemption } : decision)
      return fail(queued, fitMessage(misfit, made.tail), refusers, made)
    }
    remember(decision)
    nominations.remove(decision.uid)
    cache.putPod(pod, decision.chosen, true)
    kernel.schedule(bindMs, 'scheduler/bind', decision.uid, { queued, node: decision.chosen, life: flow.life } satisfies Binding)
  }

  function remember(decision: Decision): void {
    decisions.delete(decision.uid)
    decisions.set(decision.uid, decision)
    if (decisions.size <= keptDecisions) return
    for (const oldest of decisions.keys()) return void decisions.delete(oldest)
  }

  /** Has the pod wait, and says why. `refusers` 0: a fault, so that it is only a matter of time. */
  function fail(queued: Queued, message: string, refusers: number, made = asItWas): void {
    const { pod } = queued
    const attempts = queued.attempts + 1
    const until = kernel.now + backoffAfter(attempts)
    queue.put(pod, refusers === 0 ? 'backoff' : 'unschedulable', kernel.now, queued.cause, { attempts, refusers, until })
    if (made.nominated) nominations.put(pod, made.nominated)
    else if (made.nominated === '') giveUp(pod)
    record(pod, 'FailedScheduling', message, 'Warning')
    const reason = refusers === 0 ? 'SchedulerError' : 'Unschedulable'
    const status = waitingStatus(pod, reason, message, made.nominated, kernel.now)
    try {
      if (status) client.patch('Pod', pod, 'strategic', { status }, 'status')
    } catch (error) {
      // Best effort, as upstream: the pod is in the queue again and the next attempt will say it anew.
      if (!(error instanceof ApiError)) throw error
    }
  }

  /** Gives back what a pod held. */
  function release(uid: string): void {
    const placed = cache.removePod(uid)
    if (placed) wake('pod/delete', { pod: placed.pod }, kernel.now, kernel.cause)
  }

  /** No node is set aside for the pod any more, which may be others' luck. */
  function giveUp(pod: Pod): void {
    if (nominations.remove(pod.metadata.uid)) wake('pod/delete', { pod }, kernel.now, kernel.cause)
  }

  /** A pod lost the node that was set aside for it to a more important one: it looks for another at once. */
  function displaced({ metadata: { uid } }: Pod): void {
    const queued = queue.get(uid)
    if (queued && (queued.place === 'unschedulable' || queued.place === 'backoff'))
      queue.activate(queued, kernel.now, kernel.cause)
  }

  followCluster(ctx, { name, plugins, cache, queue, groups, nominations, wake, release, giveUp, proceed })

  const preparing = createPreparing(ctx, { plugins, context, wake, proceed, again: bind })

  const forget = () => {
    preparing.clear()
    cache.clear()
    queue.clear()
    groups.clear()
    nominations.clear()
    flow = { life: flow.life + 1, busy: false, alarm: Infinity, start: 0, last: flow.last }
  }
  ctx.onStart(forget)
  ctx.onStop(forget)

  return {
    view() {
      const last = decisions.get(flow.last)
      return {
        queue: queue.uids(),
        pod: last?.uid ?? '',
        at: last?.at ?? -1,
        chosen: last?.chosen ?? '',
        verdicts: last ? verdictsOfDecision(last) : [],
        preemption: last?.preemption ?? null,
      }
    },
    verdictsOf(uid) {
      const decision = decisions.get(uid)
      return decision ? verdictsOfDecision(decision) : []
    },
    preemptionOf: (uid) => decisions.get(uid)?.preemption ?? null,
    nominatedOf: (uid) => nominations.nodeOf(uid),
  }
}
