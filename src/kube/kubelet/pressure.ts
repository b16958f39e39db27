import type { Recorder } from '../../control/component'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import { qosClass, type Pod } from '../kinds/pod/api'
import { SYSTEM_CRITICAL } from '../kinds/priorityclass/api'
import type { Node } from '../kinds/node/api'
import { tolerates } from '../workload/taints'
import type { Load } from './load'
import { createNodeStats, total, type Machines } from './nodeStats'
import type { Refusal } from './refusal'
import { containerKey, containerNames, type PodRecord, type Shared } from './shared'
import {
  crossed,
  diskLimitMessage,
  evictionMessage,
  hardThresholds,
  type Observations,
  pressureOf,
  rankedFor,
  resourceOf,
  type Pressure,
  type Threshold,
} from './thresholds'

/** How a kubelet watches over its node; every field may be left out. */
export interface PressureOptions {
  /** Upstream: --eviction-hard. */
  readonly thresholds?: readonly Threshold[]
  /** Ms for which a condition stays after the shortage; upstream: --eviction-pressure-transition-period. */
  readonly transitionMs?: number
}

/** Evicts pods before their node breaks down. */
export interface NodePressure {
  /** A container of the node began to run: it may be one too many. */
  touch(node: string): void
  /** What the node runs short of, in the order of its conditions. */
  conditions(node: string): readonly Pressure[]
  /** Why no pod of this kind is taken while the node runs short, if so. */
  refusalOf(node: string, pod: Pod): Refusal | undefined
  /** Bytes in use: of the system and of all containers. */
  memoryUsed(node: string): number
  forget(node: string): void
}

/** What the kubelets know of their nodes. */
export interface PressedNodes extends Machines {
  object(node: string): Node | undefined
  /** Writes the node's status anew. */
  repost(node: string): void
  record(node: string): Recorder
}

/** What is kept of a node that runs short or may. */
interface Watch {
  /** Virtual ms of the next look; an entry for another moment is void. */
  readonly lookAt: number
  /** When each shortage was last seen. */
  readonly seen: Readonly<Partial<Record<Pressure, number>>>
  /** Uid of the pod that is being evicted, and until when to wait for its end. */
  readonly evicting: string
  readonly until: number
}

const TOPIC = 'kubelet.pressure'
const LOOK_MS = 10_000
const CLEANUP_MS = 1_000
const CLEANUP_TIMEOUT_MS = 30_000
const TRANSITION_MS = 300_000
const order: readonly Pressure[] = ['MemoryPressure', 'DiskPressure', 'PIDPressure']
const asleep: Watch = { lookAt: Infinity, seen: {}, evicting: '', until: 0 }

/** Upstream: the eviction manager. Looks only when a container began to run, when something leaks, or while the node runs short. */
export function createPressure(shared: Shared, load: Load, nodes: PressedNodes, options: PressureOptions = {}): NodePressure {
  const { thresholds = hardThresholds, transitionMs = TRANSITION_MS } = options
  const { kernel, engine, records, onNode } = shared
  const watches = new CowMap<string, Watch>()
  kernel.part<SavedMap<string, Watch>>(TOPIC, { save: () => watches.save(), load: (saved) => watches.load(saved) })

  const recordsOn = (node: string): PodRecord[] => (onNode.get(node) ?? []).map((uid) => records.get(uid)!)
  const stats = createNodeStats(shared, load, nodes)
  const { memoryOf, diskOf, processesOf } = stats

  const look = (node: string, at: number): void => {
    const watch = watches.get(node) ?? asleep
    if (watch.lookAt <= at) return
    watches.set(node, { ...watch, lookAt: at })
    kernel.schedule(at - kernel.now, TOPIC, node, at)
  }
  /** The next round of a node's eviction manager. */
  const nextRound = (after: number) => Math.ceil((kernel.now + Math.max(1, after)) / LOOK_MS) * LOOK_MS

  kernel.on(TOPIC, (node, at) => {
    const watch = watches.get(node)
    if (!watch || watch.lookAt !== at) return
    watches.set(node, { ...watch, lookAt: Infinity })
    if (shared.reach.powered(node)) synchronize(node)
  })

  const synchronize = (node: string): void => {
    const watch = watches.get(node)!
    if (watch.evicting && kernel.now < watch.until && isThere(watch.evicting)) return look(node, kernel.now + CLEANUP_MS)
    const observations = stats.observe(node)
    const met = crossed(thresholds, observations)
    const seen = { ...watch.seen }
    for (const threshold of met) seen[pressureOf(threshold)] = kernel.now
    for (const pressure of order) {
      const last = seen[pressure]
      if (last !== undefined && kernel.now - last >= transitionMs) delete seen[pressure]
    }
    watches.set(node, { ...watch, seen, evicting: '', until: 0 })
    if (order.some((pressure) => (seen[pressure] === undefined) !== (watch.seen[pressure] === undefined))) tell(node, watch, seen)
    const evicted = overDiskLimit(node) ?? (met.length > 0 ? reclaim(node, met[0]!, observations) : undefined)
    if (evicted) {
      watches.set(node, { ...watches.get(node)!, evicting: evicted, until: kernel.now + CLEANUP_TIMEOUT_MS })
      return look(node, kernel.now + CLEANUP_MS)
    }
    if (met.length > 0) return look(node, nextRound(0))
    const over = order.map((pressure) => (seen[pressure] ?? Infinity) + transitionMs).reduce((a, b) => Math.min(a, b))
    const next = Math.min(stats.untilCrossed(node, thresholds, observations), stats.untilDiskLimit(node), over - kernel.now)
    if (next < Infinity) look(node, nextRound(next))
    else if (Object.keys(seen).length === 0) watches.delete(node)
  }

  const isThere = (uid: string) =>
    containerNames(records.get(uid)?.pod ?? nobody).some((name) => engine.alive(containerKey(uid, name)))

  const tell = (node: string, { seen: before }: Watch, seen: Watch['seen']): void => {
    const object = nodes.object(node)
    nodes.repost(node)
    if (!object) return
    for (const pressure of order) {
      const now = seen[pressure] !== undefined
      if (now === (before[pressure] !== undefined)) continue
      const reason = reasons[pressure][now ? 0 : 1]
      nodes.record(node)(object, reason, `Node ${node} status is now: ${reason}`)
    }
  }

  /** Evicts the pod that can best be spared; returns its uid, '' when there was none. */
  const reclaim = (node: string, threshold: Threshold, observations: Observations): string | undefined => {
    const resource = resourceOf(threshold)
    const object = nodes.object(node)
    if (object) nodes.record(node)(object, 'EvictionThresholdMet', `Attempting to reclaim ${resource}`, 'Warning')
    const own = new Map(
      recordsOn(node)
        .filter(isActive)
        .map((record) => [record.pod, record]),
    )
    const usesOf = (record: PodRecord) => (resource === 'memory' ? memoryOf(record) : diskOf(record))
    const usage = (pod: Pod) => {
      const record = own.get(pod)!
      return resource === 'pids' ? processesOf(record) : total(usesOf(record))
    }
    for (const pod of rankedFor(resource, [...own.keys()], usage)) {
      if (isCritical(pod)) continue
      const record = own.get(pod)!
      evict(record, evictionMessage(threshold, observations.get(threshold.signal)!, pod, usesOf(record)), true)
      return record.uid
    }
    return undefined
  }

  /** Evicts pods that use more of the disk than they may, whatever the node has left. */
  const overDiskLimit = (node: string): string | undefined => {
    let evicted: string | undefined
    for (const record of recordsOn(node)) {
      if (!isActive(record) || !hasDiskLimit(record.pod) || isCritical(record.pod)) continue
      const message = diskLimitMessage(record.pod, diskOf(record))
      if (!message) continue
      evict(record, message, false)
      evicted = record.uid
    }
    return evicted
  }

  const isActive = ({ uid, deleting, ended }: PodRecord): boolean =>
    !deleting && !ended && /^(running|initializing)/.test(shared.workers.host.state(uid) ?? '')

  const evict = (record: PodRecord, message: string, disrupts: boolean): void => {
    shared.event(record, 'Evicted', message, 'Warning')
    shared.workers.evict(record.uid, { reason: 'Evicted', message, graceMs: 1000, disrupts })
  }

  const conditions = (node: string): readonly Pressure[] => {
    const seen = watches.get(node)?.seen
    return seen ? order.filter((pressure) => seen[pressure] !== undefined) : none
  }

  return {
    touch: (node) => look(node, nextRound(0)),
    conditions,
    memoryUsed: stats.memoryUsed,
    refusalOf(node, pod) {
      const now = conditions(node)
      if (now.length === 0 || isCritical(pod)) return undefined
      const onlyMemory = now.length === 1 && now[0] === 'MemoryPressure'
      if (onlyMemory && (qosClass(pod) !== 'BestEffort' || pod.spec.tolerations?.some((one) => tolerates(one, memoryTaint))))
        return undefined
      return { reason: 'Evicted', message: `The node had condition: [${now.join(' ')}]. ` }
    },
    forget: (node) => void watches.delete(node),
  }
}

const none: readonly Pressure[] = []
const nobody = { spec: { containers: [] } } as unknown as Pod
const memoryTaint = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' } as const
const reasons: Readonly<Record<Pressure, readonly [string, string]>> = {
  MemoryPressure: ['NodeHasInsufficientMemory', 'NodeHasSufficientMemory'],
  DiskPressure: ['NodeHasDiskPressure', 'NodeHasNoDiskPressure'],
  PIDPressure: ['NodeHasInsufficientPID', 'NodeHasSufficientPID'],
}

const hasDiskLimit = ({ spec }: Pod) =>
  spec.containers.some(({ resources }) => resources?.limits?.['ephemeral-storage'] !== undefined)

/** Upstream: IsCriticalPod. Static pods do not exist here. */
const isCritical = ({ spec, metadata }: Pod): boolean =>
  (spec.priority ?? 0) >= SYSTEM_CRITICAL || metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined
