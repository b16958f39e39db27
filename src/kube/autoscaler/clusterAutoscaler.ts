import { ApiError } from '../../api/errors'
import { controllerOf } from '../../api/meta'
import type { ComponentContext } from '../../control/component'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import { conditionOf, isFinished } from '../workload/pods'
import type { ConfigMap } from '../kinds/configmap/api'
import type { Node, Taint } from '../kinds/node/api'
import type { Pod } from '../kinds/pod/api'
import { staysBehind } from './movable'
import type { CloudProvider, Decision, NodeGroup } from './provider'
import { findUnneeded, type Unneeded } from './scaleDown'
import { planScaleUp, reasonsText } from './scaleUp'
import { place, placeInGroup, placeOf, type Place } from './simulate'
import { writeStatus } from './statusMap'

/** Upstream: flags of the autoscaler. All in ms. */
export interface ClusterAutoscalerOptions {
  readonly scanMs: number
  /** A node that nobody needs is kept for so long. */
  readonly unneededMs: number
  /** After a group grew, nothing is given back for so long. */
  readonly afterAddMs: number
}

const DEFAULTS: ClusterAutoscalerOptions = { scanMs: 10_000, unneededMs: 600_000, afterAddMs: 600_000 }
const TOPIC = 'cluster-autoscaler'
const DRAIN_TOPIC = 'cluster-autoscaler/drain'
const DRAIN_MS = 1_000
/** Pods that matter less do not make the cluster grow; upstream: --expendable-pods-priority-cutoff. */
const EXPENDABLE = -10
/** Empty nodes that may go in one round. */
const MOST_EMPTY = 10

const DELETING = 'ToBeDeletedByClusterAutoscaler'
const CANDIDATE = 'DeletionCandidateOfClusterAutoscaler'

interface Saved {
  readonly due: number
  readonly unneeded: SavedMap<string, number>
  readonly leaving: SavedMap<string, number>
  readonly decisions: SavedMap<string, Decision>
  readonly grownAt: number
}

/** The cluster autoscaler, and what it decided. */
export interface ClusterAutoscaler {
  /** The last decision about a group. */
  decision(group: string): Decision | undefined
  /** Virtual ms since when a node has not been needed; undefined while it is. */
  unneededSince(node: string): number | undefined
}

/**
 * Every ten seconds: adds machines for pods that find no room and would on a new one; gives machines back that nobody has needed for ten
 * minutes. Does nothing, not even look, in a cluster without pools that can grow or shrink.
 */
export function createClusterAutoscaler(
  context: ComponentContext,
  provider: CloudProvider,
  given: Partial<ClusterAutoscalerOptions> = {},
): ClusterAutoscaler {
  const { kernel, client } = context
  const options = { ...DEFAULTS, ...given }
  const unneeded = new CowMap<string, number>()
  /** Nodes on their way out, and since when. */
  const leaving = new CowMap<string, number>()
  const decisions = new CowMap<string, Decision>()
  let due = -1
  let grownAt = -Infinity
  kernel.part<Saved>(TOPIC, {
    save: () => ({ due, unneeded: unneeded.save(), leaving: leaving.save(), decisions: decisions.save(), grownAt }),
    load(saved) {
      due = saved.due
      grownAt = saved.grownAt
      unneeded.load(saved.unneeded)
      leaving.load(saved.leaving)
      decisions.load(saved.decisions)
    },
  })
  const record = context.recorder(TOPIC)

  const plan = () => {
    if (due >= 0 || !context.up || !elastic().length) return
    due = kernel.now + options.scanMs
    kernel.schedule(options.scanMs, TOPIC, '', due)
  }
  const elastic = () => provider.groups.filter((group) => group.elastic)
  const decide = (group: string, text: string) => decisions.set(group, { at: kernel.now, text })

  const round = () => {
    const groups = elastic()
    const nodes = client.list('Node')
    const places = nodes.filter(isReady).map((node) => placeOf(node, podsOn(node)))
    const map = writeStatus(
      client,
      groups.map((group) => statusOf(group, nodes)),
      kernel.now,
    )
    const grew = scaleUp(groups, places, map)
    if (!grew) scaleDown(groups, places, map)
    writeStatus(
      client,
      elastic().map((group) => statusOf(group, nodes)),
      kernel.now,
    )
  }

  const podsOn = (node: Node): Pod[] => client.podsOn(node.metadata.name).filter((pod) => !isFinished(pod))

  const statusOf = (group: NodeGroup, nodes: readonly Node[]) => {
    const ready = nodes.filter((node) => group.nodes.includes(node.metadata.name) && isReady(node)).length
    return {
      group,
      ready,
      scaleUp: ready < group.size && group.joining.length > 0 ? ('InProgress' as const) : ('NoActivity' as const),
      candidates: group.nodes.filter((node) => unneeded.has(node)).length,
    }
  }

  const scaleUp = (groups: readonly NodeGroup[], places: readonly Place[], map: ConfigMap | undefined): boolean => {
    const waiting = client.list('Pod').filter(isUnschedulable)
    if (!waiting.length) return false
    const daemons = daemonsOf(places)
    // What will fit on machines that are coming, or on those that have room by now, asks for nothing.
    const present = new Set(places.map(({ node }) => node.metadata.name))
    const coming = groups.flatMap((group) => {
      const missing = group.size - group.nodes.filter((node) => present.has(node)).length
      return Array.from({ length: Math.max(0, missing) }, (_, i) => placeInGroup(group, i, daemons))
    })
    const trial = [...places.filter(({ node }) => !leaving.has(node.metadata.name)).map(copyOf), ...coming]
    const pending = waiting.filter((pod) => !place(trial, pod))
    if (!pending.length) return false
    const { best, reasons } = planScaleUp(groups, pending, daemons)
    const helped = new Set(best?.pods.map(({ metadata }) => metadata.uid))
    if (best && best.by > 0) {
      const { group, by, pods } = best
      const to = group.size + by
      const step = `${group.name} ${group.size}->${to} (max: ${group.max})`
      if (map)
        record(
          map,
          'ScaledUpGroup',
          `Scale-up: setting group ${group.name} size to ${to} instead of ${group.size} (max: ${group.max})`,
        )
      provider.grow(group.name, by)
      grownAt = kernel.now
      unneeded.clear()
      decide(group.name, `pod triggered scale-up: [{${step}}]`)
      for (const pod of pods) record(pod, 'TriggeredScaleUp', `pod triggered scale-up: [{${step}}]`)
    }
    for (const pod of pending) {
      const why = reasons.get(pod.metadata.uid) ?? []
      if (helped.has(pod.metadata.uid) || !why.length) continue
      record(pod, 'NotTriggerScaleUp', `pod didn't trigger scale-up: ${reasonsText(why)}`)
    }
    return helped.size > 0
  }

  const scaleDown = (groups: readonly NodeGroup[], places: readonly Place[], map: ConfigMap | undefined) => {
    const candidates = places.filter(({ node }) => {
      const group = provider.groupOf(node.metadata.name)
      return group?.elastic && group.size > group.min && !leaving.has(node.metadata.name)
    })
    const staying = places.filter(({ node }) => !leaving.has(node.metadata.name))
    const found = findUnneeded(client, candidates, staying)
    const names = new Set(found.map(({ node }) => node.metadata.name))
    for (const node of [...unneeded.keys()]) if (!names.has(node)) unneeded.delete(node)
    for (const name of names) if (!unneeded.has(name)) unneeded.set(name, kernel.now)
    markCandidates(places, names)
    if (kernel.now < grownAt + options.afterAddMs || leaving.size > 0) return
    const ripe = found.filter(({ node }) => kernel.now - unneeded.get(node.metadata.name)! >= options.unneededMs)
    const empty = ripe.filter(({ moving }) => moving.length === 0).slice(0, MOST_EMPTY)
    const room = new Map(groups.map((group) => [group.name, group.size - group.min]))
    for (const one of empty.length ? empty : ripe.slice(0, 1)) {
      const group = provider.groupOf(one.node.metadata.name)!
      const left = room.get(group.name) ?? 0
      if (left <= 0) continue
      room.set(group.name, left - 1)
      remove(one, group, map)
    }
  }

  /** Nodes that may go soon are avoided while there is room elsewhere. */
  const markCandidates = (places: readonly Place[], names: ReadonlySet<string>) => {
    for (const { node } of places) {
      const taints = node.spec.taints ?? []
      const marked = taints.some(({ key }) => key === CANDIDATE)
      if (marked === names.has(node.metadata.name)) continue
      const seconds = String(Math.floor(kernel.now / 1000))
      const next: readonly Taint[] = marked
        ? taints.filter(({ key }) => key !== CANDIDATE)
        : [...taints, { key: CANDIDATE, value: seconds, effect: 'PreferNoSchedule' }]
      client.patch('Node', node, 'merge', { spec: { taints: next.length ? next : null } })
    }
  }

  const remove = ({ node, moving }: Unneeded, group: NodeGroup, map: ConfigMap | undefined) => {
    const { name } = node.metadata
    const fresh = client.get('Node', name)
    if (!fresh) return
    const taint: Taint = { key: DELETING, value: String(Math.floor(kernel.now / 1000)), effect: 'NoSchedule' }
    client.patch('Node', fresh, 'merge', { spec: { taints: [...(fresh.spec.taints ?? []), taint] } })
    leaving.set(name, kernel.now)
    unneeded.delete(name)
    decide(group.name, moving.length ? `Scale-down: removing node ${name} with drain` : `Scale-down: removing empty node ${name}`)
    record(fresh, 'ScaleDown', 'marked the node as toBeDeleted/unschedulable')
    if (map) {
      const text = moving.length
        ? `Scale-down: removing node ${name}, utilization below threshold, pods to reschedule: ${moving.map(({ metadata }) => metadata.name).join(',')}`
        : `Scale-down: removing empty node "${name}"`
      record(map, moving.length ? 'ScaleDown' : 'ScaleDownEmpty', text)
    }
    kernel.schedule(0, DRAIN_TOPIC, name)
  }

  kernel.on(DRAIN_TOPIC, (name) => {
    if (!leaving.has(name) || !context.up) return
    try {
      const node = client.get('Node', name)
      const moving = node ? podsOn(node).filter((pod) => !staysBehind(pod)) : []
      for (const pod of moving) if (!pod.metadata.deletionTimestamp) tryTo(() => client.evict(pod))
      if (moving.length) return kernel.schedule(DRAIN_MS, DRAIN_TOPIC, name)
      leaving.delete(name)
      if (node) record(node, 'ScaleDown', 'node removed by cluster autoscaler')
      provider.release(name)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      kernel.schedule(DRAIN_MS, DRAIN_TOPIC, name)
    }
  })

  kernel.on(TOPIC, (_, body) => {
    if (body !== due) return
    due = -1
    if (!context.up) return
    tryTo(round)
    plan()
  })
  provider.onChange(plan)
  context.onStart(() => {
    due = -1
    unneeded.clear()
    leaving.clear()
    plan()
  })

  return { decision: (group) => decisions.get(group), unneededSince: (node) => unneeded.get(node) }
}

const isReady = (node: Node): boolean => conditionOf(node, 'Ready')?.status === 'True'

const copyOf = (one: Place): Place => ({ ...one, pods: [...one.pods] })

/** Does the scheduler find no room for it? */
function isUnschedulable(pod: Pod): boolean {
  if (pod.spec.nodeName || pod.metadata.deletionTimestamp || isFinished(pod)) return false
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  return scheduled?.status === 'False' && scheduled.reason === 'Unschedulable' && (pod.spec.priority ?? 0) >= EXPENDABLE
}

/** One pod of each DaemonSet: what every new node gets too. */
function daemonsOf(places: readonly Place[]): Pod[] {
  const found = new Map<string, Pod>()
  for (const { pods } of places) {
    for (const pod of pods) {
      const owner = controllerOf(pod)
      if (owner?.kind === 'DaemonSet' && !found.has(owner.uid)) found.set(owner.uid, pod)
    }
  }
  return [...found.values()]
}

function tryTo(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}
