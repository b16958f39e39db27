import { ApiError } from '../../api/errors'
import { same } from '../../api/freeze'
import { keyOf, type KindName, type KubeObject } from '../../api/meta'
import type { ComponentContext } from '../../control/component'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Pod } from '../kinds/pod/api'
import { ClusterCache, type SavedCache } from './cache'
import { unscheduledCondition } from './condition'
import { verdictsOfDecision, type Decision, type Verdict } from './decision'
import { fitMessage } from './fitError'
import { createFramework } from './framework'
import { ownerKinds, PodGroups, type SavedGroups } from './groups'
import type { PluginContext, SchedulerPlugin } from './plugin'
import { defaultPlugins } from './plugins'
import { podInfo } from './podInfo'
import { SchedulingQueue, backoffAfter, type Queued, type SavedQueue } from './queue'
import { createWaker, everybody, nodeOccasions } from './waking'

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
}

/** What can be asked of a running scheduler. */
export interface Scheduler {
  view(): SchedulerGlance
  /** The newest attempt for a pod, node by node; empty when there was none, or it was too long ago. */
  verdictsOf(uid: string): readonly Verdict[]
}

interface Saved {
  readonly cache: SavedCache
  readonly queue: SavedQueue
  readonly groups: SavedGroups
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

/** Assigns pods to nodes, one at a time, as kube-scheduler does. Works while its process is up, on what its watches have told it. */
export function createScheduler(ctx: ComponentContext, options: SchedulerOptions = {}): Scheduler {
  const { cycleMs = 3, bindMs = 2, percentageOfNodesToScore = 0, plugins = defaultPlugins, popFromBackoff = true } = options
  const { kernel, client } = ctx
  const cache = new ClusterCache()
  const queue = new SchedulingQueue()
  const groups = new PodGroups()
  const decisions = new CowMap<string, Decision>()
  const context: PluginContext = {
    cluster: cache,
    groupOf: (pod) => groups.of(pod),
    namespaceLabels: (name) => groups.namespaceLabels(name),
  }
  const framework = createFramework(plugins, percentageOfNodesToScore)
  const wake = createWaker(plugins, queue, context)
  const random = kernel.random('scheduler')
  const record = ctx.recorder(name)
  let flow: Flow = { life: 0, busy: false, alarm: Infinity, start: 0, last: '' }

  kernel.part<Saved>('scheduler', {
    save: () => ({ cache: cache.save(), queue: queue.save(), groups: groups.save(), decisions: decisions.save(), flow }),
    load(saved) {
      cache.load(saved.cache)
      queue.load(saved.queue)
      groups.load(saved.groups)
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

  kernel.on('scheduler/bind', (uid, body) => {
    const { queued, node, life } = body as Binding
    if (life !== flow.life || !cache.placed(uid)?.assumed) return
    const { pod } = queued
    try {
      client.bind(pod, node)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      release(uid)
      if (error.reason !== 'NotFound') fail(queued, `binding rejected: running Bind plugin "DefaultBinder": ${error.message}`, 0)
      proceed()
      return
    }
    record(pod, 'Scheduled', `Successfully assigned ${keyOf(pod)} to ${node}`)
  })

  function attempt(queued: Queued): void {
    const { pod } = queued
    if (cache.nodeCount === 0) return fail(queued, 'no nodes available to schedule pods', everybody)
    const { decision, misfit, refusers, next } = framework.schedule(podInfo(pod), context, flow.start, random, kernel.now)
    flow = { ...flow, start: next, last: decision.uid }
    remember(decision)
    if (misfit) return fail(queued, fitMessage(pod, misfit), refusers)
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
  function fail(queued: Queued, message: string, refusers: number): void {
    const { pod } = queued
    const attempts = queued.attempts + 1
    const until = kernel.now + backoffAfter(attempts)
    queue.put(pod, refusers === 0 ? 'backoff' : 'unschedulable', kernel.now, queued.cause, { attempts, refusers, until })
    record(pod, 'FailedScheduling', message, 'Warning')
    const reason = refusers === 0 ? 'SchedulerError' : 'Unschedulable'
    try {
      const condition = unscheduledCondition(pod, reason, message, kernel.now)
      if (condition) client.patch('Pod', pod, 'strategic', { status: { conditions: [condition] } }, 'status')
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

  function enqueue(pod: Pod): void {
    const gated = plugins.some((plugin) => plugin.gate?.(podInfo(pod)))
    queue.put(pod, gated ? 'gated' : 'active', kernel.now, kernel.cause)
  }

  function seePending(pod: Pod): void {
    const { uid } = pod.metadata
    if (cache.placed(uid)) return
    const old = queue.get(uid)
    if (!old) return pod.metadata.deletionTimestamp ? undefined : enqueue(pod)
    if (pod.metadata.deletionTimestamp) return queue.remove(uid)
    const changed = !same(old.pod.spec, pod.spec) || !same(old.pod.metadata.labels, pod.metadata.labels)
    if (!changed) return queue.refresh(pod)
    queue.remove(uid)
    enqueue(pod)
  }

  function seePlaced(pod: Pod): void {
    const { uid, labels } = pod.metadata
    queue.remove(uid)
    const node = pod.spec.nodeName!
    const old = cache.placed(uid)
    const unchanged = old?.node === node && untouched(old.pod, pod)
    if (!unchanged) cache.putPod(pod, node, false)
    else if (old.assumed) cache.confirm(pod, node)
    else return
    if (!old || old.assumed) wake('pod/add', { pod }, kernel.now, kernel.cause)
    else if (!same(old.pod.metadata.labels, labels)) wake('pod/labels', { pod, oldPod: old.pod }, kernel.now, kernel.cause)
  }

  ctx.watch('Node', ({ type, object: node }) => {
    if (type === 'DELETED') {
      cache.removeNode(node.metadata.name)
      wake('node/delete', { node }, kernel.now, kernel.cause)
    } else {
      for (const on of nodeOccasions(cache.putNode(node))) wake(on, { node }, kernel.now, kernel.cause)
    }
    proceed()
  })

  ctx.watch('Service', ({ type, object }) =>
    groups.putService(keyOf(object), type === 'DELETED' ? undefined : object.spec.selector),
  )

  ctx.watch('Namespace', ({ type, object: { metadata } }) =>
    groups.putNamespace(metadata.name, type === 'DELETED' ? undefined : (metadata.labels ?? {})),
  )

  for (const kind of ownerKinds) {
    ctx.watch(kind as string as KindName, ({ type, object }: { type: string; object: KubeObject }) => {
      if (type === 'DELETED') groups.removeOwner(object)
      else groups.putOwner(object)
    })
  }

  ctx.watch('Pod', ({ type, object: pod }) => {
    const over = type === 'DELETED' || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
    if (over) {
      queue.remove(pod.metadata.uid)
      release(pod.metadata.uid)
    } else if (pod.spec.nodeName) seePlaced(pod)
    else if ((pod.spec.schedulerName ?? name) === name) seePending(pod)
    proceed()
  })

  const forget = () => {
    cache.clear()
    queue.clear()
    groups.clear()
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
      }
    },
    verdictsOf(uid) {
      const decision = decisions.get(uid)
      return decision ? verdictsOfDecision(decision) : []
    },
  }
}

/** Nothing changed that the scheduler counts by: true for most status updates. */
const untouched = (a: Pod, b: Pod): boolean =>
  a.spec.containers === b.spec.containers &&
  a.spec.initContainers === b.spec.initContainers &&
  a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
  (a.metadata.labels === b.metadata.labels || same(a.metadata.labels, b.metadata.labels))
