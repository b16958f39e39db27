import { timestamp } from '../../../api/time'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import { conditionOf } from '../../workload/pods'
import { attempt, everyPeriod } from '../../workload/rounds'
import type { Pod } from '../pod/api'
import type { Node } from './api'
import { healthAfter, heartbeatOf, unknown, type Health } from './health'
import { evictionTaint, withConditionTaints, withEvictionTaint } from './taints'
import { evictionPause, zoneOf, zoneState } from './zones'

/** Options of the node lifecycle controller, in ms; upstream: --node-monitor-grace-period and its like. */
export interface LifecycleOptions {
  readonly period?: number
  /** Silence after which nobody knows how a node is: 50 s since 1.32, 40 s before. */
  readonly grace?: number
  /** The same for a node that was never heard of. */
  readonly startupGrace?: number
}

interface Saved {
  readonly health: SavedMap<string, Health>
  readonly evictable: SavedMap<string, number>
}

const TOPIC = 'node-lifecycle'

/** Ms between a change of a node and the taints that follow from it. */
const REACTION_MS = 5

/**
 * Watches over the nodes: whose kubelet falls silent is Unknown after a grace, gets taints that keep new pods away and old ones from
 * staying, and its pods count as not ready; upstream: node-lifecycle-controller. Evicting is another's task.
 */
export function createNodeLifecycle(context: ComponentContext, options: LifecycleOptions = {}): void {
  const { period = 5_000, grace = 50_000, startupGrace = 60_000 } = options
  const { kernel, client } = context
  const record = context.recorder('node-controller')
  const health = new CowMap<string, Health>()
  // By zone: the virtual ms from which one more node may be evicted from.
  const evictable = new CowMap<string, number>()

  kernel.part<Saved>(TOPIC, {
    save: () => ({ health: health.save(), evictable: evictable.save() }),
    load: (saved) => {
      health.load(saved.health)
      evictable.load(saved.evictable)
    },
  })
  // What was heard before a restart says nothing: every node gets a fresh grace.
  context.onStart(() => {
    health.clear()
    evictable.clear()
  })

  /** The node and its Ready status before this look. */
  const look = (node: Node): { node: Node; observed: string | undefined } => {
    const { name } = node.metadata
    const known = health.get(name)
    const ready = conditionOf(node, 'Ready')
    const lease = client.get('Lease', name, 'kube-node-lease')?.spec.renewTime ?? ''
    const now = healthAfter(known, lease, heartbeatOf(ready), kernel.now)
    if (!known) record(node, `RegisteredNode`, `Node ${name} event: Registered Node ${name} in Controller`)
    if (now !== known) health.set(name, now)
    const patience = ready ? grace : startupGrace
    if (kernel.now - now.seen < patience || ready?.status === 'Unknown') return { node, observed: ready?.status }
    return { node: client.updateStatus(unknown(node, kernel.now)), observed: ready?.status }
  }

  const monitor = () => {
    const names = new Set<string>()
    const looks: { node: Node; observed: string | undefined }[] = []
    for (const node of client.list('Node')) {
      names.add(node.metadata.name)
      let found = { node, observed: conditionOf(node, 'Ready')?.status as string | undefined }
      attempt(() => (found = look(node)))
      looks.push(found)
      const current = conditionOf(found.node, 'Ready')?.status
      if (found.observed === 'True' && current !== 'True') {
        record(found.node, 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`)
      }
      if (current !== 'True' && current !== undefined) attempt(() => markNotReady(node.metadata.name))
    }
    for (const name of [...health.keys()]) if (!names.has(name)) health.delete(name)
    taintForEviction(looks)
  }

  const markNotReady = (node: string) => {
    for (const pod of client.podsOn(node)) {
      if (conditionOf(pod, 'Ready')?.status !== 'True') continue
      client.updateStatus(notReady(pod, kernel.now))
      record(pod, 'NodeNotReady', 'Node is not ready', 'Warning')
    }
  }

  const taintForEviction = (looks: readonly { node: Node; observed: string | undefined }[]) => {
    const zones = new Map<string, { nodes: Node[]; state: ReturnType<typeof zoneState>['state'] }>()
    for (const { node } of looks) {
      const zone = zoneOf(node)
      const entry = zones.get(zone) ?? { nodes: [], state: 'Normal' }
      entry.nodes.push(node)
      zones.set(zone, entry)
    }
    for (const zone of zones.values()) zone.state = zoneState(zone.nodes.map((node) => conditionOf(node, 'Ready'))).state
    const allDown = zones.size > 0 && [...zones.values()].every(({ state }) => state === 'FullDisruption')
    for (const { node, observed } of looks) {
      const zone = zones.get(zoneOf(node))!
      const status = conditionOf(node, 'Ready')?.status
      const wanted = status === 'True' || allDown ? undefined : evictionTaint(observed === 'True' ? 'True' : status)
      const next = withEvictionTaint(node, wanted, kernel.now)
      if (next === node) continue
      const fresh = (next.spec.taints?.length ?? 0) > (node.spec.taints?.length ?? 0)
      if (fresh && !mayEvict(zoneOf(node), evictionPause(zone.state, zone.nodes.length, allDown))) continue
      attempt(() => client.update(next))
    }
  }

  /** Takes the zone's turn, if it is there. */
  const mayEvict = (zone: string, pause: number): boolean => {
    if (pause === Infinity || kernel.now < (evictable.get(zone) ?? 0)) return false
    evictable.set(zone, kernel.now + pause)
    return true
  }

  everyPeriod(context, `${TOPIC}/monitor`, period, monitor)

  kernel.on(TOPIC, (name) => {
    if (!context.up) return
    attempt(() => {
      const node = client.get('Node', name)
      const next = node && withConditionTaints(node, kernel.now)
      if (next && next !== node) client.update(next)
    })
  })
  context.watch('Node', ({ type, object, old }) => {
    const { name } = object.metadata
    if (type === 'DELETED') {
      health.delete(name)
      record(object, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`)
    } else if (!old || withConditionTaints(object, kernel.now) !== object) kernel.schedule(REACTION_MS, TOPIC, name)
  })
}

function notReady(pod: Pod, now: number): Pod {
  const conditions = pod.status.conditions?.map((condition) =>
    condition.type === 'Ready' ? { ...condition, status: 'False' as const, lastTransitionTime: timestamp(now) } : condition,
  )
  return { ...pod, status: { ...pod.status, conditions } }
}
