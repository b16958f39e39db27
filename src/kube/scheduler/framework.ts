import type { Random } from '../../kernel/random'
import type { Decision } from './decision'
import type { Misfit } from './fitError'
import { judgeNode, sortedFiltersOf } from './judging'
import type { PluginContext, Refusal, SchedulerPlugin } from './plugin'
import type { PodInfo } from './podInfo'
import { numFeasibleNodesToFind } from './sampling'

/** How one attempt went. */
export interface Outcome {
  readonly decision: Decision
  /** Set when no node would do. */
  readonly misfit: Misfit | null
  /** Plugins that refused, as bits by their place in the list. */
  readonly refusers: number
  /** Where the next attempt begins to look. */
  readonly next: number
}

/** The plugins at work: finds nodes that will do, rates them, picks one. */
export interface Framework {
  readonly plugins: readonly SchedulerPlugin[]
  /** `start` is where in the order of nodes to begin; `now` virtual ms. */
  schedule(pod: PodInfo, context: PluginContext, start: number, random: Random, now: number): Outcome
}

/** Puts plugins to work. `percentage` of nodes that is enough to choose from; 0: adaptive. */
export function createFramework(plugins: readonly SchedulerPlugin[], percentage = 0): Framework {
  let feasible = new Int32Array(64)
  let places = new Int32Array(64)
  let total = new Float64Array(64)
  let scratch = new Float64Array(64)

  const reserve = (count: number) => {
    if (count <= feasible.length) return
    feasible = new Int32Array(count)
    places = new Int32Array(count)
    total = new Float64Array(count)
    scratch = new Float64Array(count)
  }

  /** The weighted mean of all scores, into `total`. */
  const rate = (pod: PodInfo, context: PluginContext, count: number): number => {
    let weights = 0
    total.fill(0, 0, count)
    for (const plugin of plugins) {
      const score = plugin.score?.(pod, context)
      if (!score) continue
      const weight = plugin.weight ?? 1
      weights += weight
      score(feasible, count, scratch)
      for (let i = 0; i < count; i++) total[i]! += weight * scratch[i]!
    }
    return weights
  }

  return {
    plugins,
    schedule(pod, context, start, random, now) {
      const { cluster } = context
      const objection = objectionTo(plugins, pod, context)
      if (objection) return hopeless(pod, context, objection, plugins, start, now)
      const only = narrow(plugins, pod)
      const order = only.names ? namedSlots(only.names, context) : cluster.order()
      const all = order.length
      const setAside = nodesSetAside(context)
      const own = context.nominations?.nodeOf(pod.uid)
      // Where room was made for the pod it need not look any further.
      if (own && (!only.names || only.names.has(own))) {
        const slot = cluster.table.find(own)
        if (slot >= 0 && !judgeNode(plugins, pod, context, slot)) return foreseen(pod, context, slot, start, now)
      }
      const wanted = numFeasibleNodesToFind(percentage, all)
      reserve(all)

      // Where only a few nodes are looked at it is no use to know of all.
      const every = sortedFiltersOf(plugins, pod, context, only.names !== null)
      const { moving, refused: ruledOut } = every
      let seen = 0
      let found = 0
      let refusers = 0
      const refused: number[] = []
      const refusals: Refusal[] = []
      const refusedBy: string[] = []
      const first = start % Math.max(1, all)
      for (let at = first; seen < all && found < wanted; seen++, at = at + 1 === all ? 0 : at + 1) {
        const slot = order[at]!
        let refusal: Refusal | null = null
        let plugin = 0
        if (setAside !== null && setAside.has(slot)) {
          const judged = judgeNode(plugins, pod, context, slot)
          if (judged) ({ refusal, plugin } = judged)
        } else {
          const { filters, judges } = ruledOut !== null && ruledOut[slot] !== 0 ? every : moving
          for (let judge = 0; judge < filters.length; judge++) {
            refusal = filters[judge]!(slot)
            if (refusal === null) continue
            plugin = judges[judge]!
            break
          }
        }
        if (refusal === null) {
          places[found] = seen
          feasible[found++] = slot
          continue
        }
        refusers |= 1 << plugin
        refused.push(seen)
        refusals.push(refusal)
        refusedBy.push(plugins[plugin]!.name)
      }

      const scores = new Int8Array(seen).fill(-1)
      let chosen = -1
      if (found > 0) {
        const weights = found > 1 ? rate(pod, context, found) : 0
        for (let i = 0; i < found; i++) scores[places[i]!] = weights === 0 ? 100 : Math.round(total[i]! / weights)
        chosen = found === 1 ? feasible[0]! : pick(feasible, total, found, random)
      }
      const names = cluster.table.names()
      const size = cluster.nodeCount
      return {
        decision: {
          uid: pod.uid,
          at: now,
          chosen: chosen < 0 ? '' : names[chosen]!,
          names,
          order,
          first,
          refused,
          refusals,
          plugins: refusedBy,
          scores,
        },
        misfit: found > 0 ? null : { all: size, refusals, narrowedBy: only.by },
        refusers: found > 0 ? 0 : refusers | only.bits,
        next: size === 0 ? 0 : (start + seen) % size,
      }
    },
  }
}

/** Slots of the nodes that are set aside for waiting pods; null: none are. */
function nodesSetAside({ nominations, cluster: { table } }: PluginContext): ReadonlySet<number> | null {
  if (!nominations || nominations.size === 0) return null
  return new Set(Array.from(nominations.nodes(), (node) => table.find(node)))
}

/** The outcome for a pod that goes where room was made for it. */
function foreseen(pod: PodInfo, { cluster }: PluginContext, slot: number, start: number, now: number): Outcome {
  const names = cluster.table.names()
  const columns = { order: Int32Array.of(slot), first: 0, refused: [], refusals: [], plugins: [], scores: Int8Array.of(100) }
  return { decision: { uid: pod.uid, at: now, chosen: names[slot]!, names, ...columns }, misfit: null, refusers: 0, next: start }
}

interface Objection {
  readonly refusal: Refusal
  readonly plugin: number
}

/** The first plugin that has something against the pod itself. */
function objectionTo(plugins: readonly SchedulerPlugin[], pod: PodInfo, context: PluginContext): Objection | null {
  for (let plugin = 0; plugin < plugins.length; plugin++) {
    const refusal = plugins[plugin]!.preFilter?.(pod, context)
    if (refusal) return { refusal, plugin }
  }
  return null
}

/** The outcome for a pod that no node can take. */
function hopeless(
  pod: PodInfo,
  { cluster }: PluginContext,
  { refusal, plugin }: Objection,
  plugins: readonly SchedulerPlugin[],
  start: number,
  now: number,
): Outcome {
  const order = cluster.order()
  const each = <T>(value: T): T[] => new Array<T>(order.length).fill(value)
  const decision = {
    uid: pod.uid,
    at: now,
    chosen: '',
    names: cluster.table.names(),
    order,
    first: 0,
    refused: each(0).map((_, i) => i),
    refusals: each(refusal),
    plugins: each(plugins[plugin]!.name),
    scores: new Int8Array(order.length).fill(-1),
  }
  const misfit = { all: cluster.nodeCount, refusals: [], narrowedBy: [], about: refusal.reasons.join(', ') }
  return { decision, misfit, refusers: 1 << plugin, next: start }
}

interface Narrowed {
  readonly names: ReadonlySet<string> | null
  readonly by: readonly string[]
  readonly bits: number
}

const wide: Narrowed = { names: null, by: [], bits: 0 }

function narrow(plugins: readonly SchedulerPlugin[], pod: PodInfo): Narrowed {
  let result = wide
  plugins.forEach((plugin, i) => {
    const names = plugin.only?.(pod)
    if (!names) return
    const before = result.names
    result = {
      names: before ? new Set([...names].filter((name) => before.has(name))) : names,
      by: [...result.by, plugin.name].sort(),
      bits: result.bits | (1 << i),
    }
  })
  return result
}

function namedSlots(names: ReadonlySet<string>, { cluster: { table } }: PluginContext): Int32Array {
  return Int32Array.from(
    [...names]
      .sort()
      .map((name) => table.find(name))
      .filter((slot) => slot >= 0),
  )
}

/** The best node; among equals any, all equally likely (one draw among n gives what upstream's reservoir of n - 1 draws gives). */
function pick(feasible: Int32Array, total: Float64Array, count: number, random: Random): number {
  let best = -Infinity
  let equals = 0
  for (let i = 0; i < count; i++) {
    if (total[i]! > best) {
      best = total[i]!
      equals = 1
    } else if (total[i] === best) equals++
  }
  let skip = equals > 1 ? random.int(equals) : 0
  for (let i = 0; i < count; i++) if (total[i] === best && skip-- === 0) return feasible[i]!
  return feasible[0]!
}
