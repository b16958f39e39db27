import type { Node } from '../../kinds/node/api'
import type { Pod } from '../../kinds/pod/api'
import { fits, refuse, type Change, type PluginContext, type SchedulerPlugin } from '../plugin'
import type { PodInfo } from '../podInfo'
import { countedNodes, defaultSpreads, spreadsOf, withAllLabels, type Spread } from '../spread'

const uneven = refuse("node(s) didn't match pod topology spread constraints", { preemptible: true })
const unlabelled = refuse("node(s) didn't match pod topology spread constraints (missing required label)", { preemptible: false })
const hostname = 'kubernetes.io/hostname'

/** Keeps the pods of a group evenly over hosts, zones, or whatever label names a place. */
export const podTopologySpread: SchedulerPlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  wakeOn: [
    { on: 'pod/add', hint: counts },
    { on: 'pod/delete', hint: counts },
    { on: 'pod/labels', hint: counts },
    { on: 'own/labels', hint: (waiting, { oldPod }) => selfChanged(waiting, oldPod) },
    { on: 'node/add', hint: (waiting, { node }) => isDomain(waiting, node) },
    { on: 'node/delete', hint: (waiting, { node }) => isDomain(waiting, node) },
    { on: 'node/labels', hint: (waiting, { node, oldNode }) => moved(waiting, node, oldNode) },
    { on: 'node/taints', hint: (waiting, { node }) => isDomain(waiting, node) },
  ],
  filter(pod, { cluster }) {
    const spreads = spreadsOf(pod, 'DoNotSchedule')
    if (spreads.length === 0) return null
    const { table } = cluster
    const present = withAllLabels(table, keysOf(spreads))
    const places = spreads.map((spread) => {
      const { domain } = table.topology(spread.topologyKey)
      const sums = sumByDomain(pod, spread, { cluster }, present)
      return { spread, domain, sums, smallest: smallest(sums, spread.minDomains) }
    })
    return (slot) => {
      for (const { spread, domain, sums, smallest } of places) {
        const place = domain[slot]!
        if (place < 0) return unlabelled
        if (Math.max(0, sums[place]!) + spread.self - smallest > spread.maxSkew) return uneven
      }
      return fits
    }
  },
  score(pod, context) {
    const own = pod.pod.spec.topologySpreadConstraints ?? []
    const spreads = own.length > 0 ? spreadsOf(pod, 'ScheduleAnyway') : groupSpreads(pod.pod, context)
    if (spreads.length === 0) return null
    const { table } = context.cluster
    // Own constraints speak of nodes with all the labels; the default ones take nodes without a zone as they are.
    const present = own.length > 0 ? withAllLabels(table, keysOf(spreads)) : null
    return (slots, count, out) => {
      out.fill(0, 0, count)
      const scored = present ? count - dropUnlabelled(present, slots, count, out) : count
      for (const spread of spreads) addSkew(pod, spread, context, present, slots, count, scored, out)
      turn(out, count)
    }
  },
}

function counts(waiting: PodInfo, { pod, oldPod }: Change): boolean {
  if (!pod || pod.metadata.namespace !== waiting.namespace) return false
  return spreadsOf(waiting, 'DoNotSchedule').some(
    ({ selector }) => selector.matches(pod.metadata.labels) || (oldPod !== undefined && selector.matches(oldPod.metadata.labels)),
  )
}

/** Has the node all labels that the hard constraints speak of? */
const isDomain = (waiting: PodInfo, node: Node | undefined): boolean =>
  spreadsOf(waiting, 'DoNotSchedule').every(({ topologyKey }) => node?.metadata.labels?.[topologyKey] !== undefined)

/** Is it another domain than before, or one only now, or no more? */
const moved = (waiting: PodInfo, node: Node | undefined, old: Node | undefined): boolean =>
  isDomain(waiting, node) !== isDomain(waiting, old) ||
  (isDomain(waiting, node) &&
    spreadsOf(waiting, 'DoNotSchedule').some(
      ({ topologyKey }) => node?.metadata.labels?.[topologyKey] !== old?.metadata.labels?.[topologyKey],
    ))

/** Do the pod's new labels make another pod of it in the eyes of its own constraints? */
const selfChanged = (waiting: PodInfo, old: Pod | undefined): boolean =>
  spreadsOf(waiting, 'DoNotSchedule').some(
    ({ selector }) => selector.matches(waiting.pod.metadata.labels) !== selector.matches(old?.metadata.labels),
  )

const keysOf = (spreads: readonly Spread[]) => spreads.map(({ topologyKey }) => topologyKey)

const groupSpreads = (pod: Pod, { groupOf }: PluginContext): readonly Spread[] => {
  const group = groupOf(pod)
  return group ? defaultSpreads(group) : []
}

/** Marks the nodes that are not to be scored by -1 and returns how many they are. */
function dropUnlabelled(present: Uint8Array, slots: Int32Array, count: number, out: Float64Array): number {
  let dropped = 0
  for (let i = 0; i < count; i++) {
    if (present[slots[i]!]) continue
    out[i] = -1
    dropped++
  }
  return dropped
}

/** Matching pods by domain; -1 for a domain in which no node counts. A node without the label is in none. */
function sumByDomain(
  pod: PodInfo,
  spread: Spread,
  { cluster }: Pick<PluginContext, 'cluster'>,
  present: Uint8Array | null,
): Float64Array {
  const counted = countedNodes(pod, spread, cluster.table)
  if (!counted && !present && !spread.selector.uncounted)
    return cluster.matchingBy(spread.topologyKey, pod.namespace, spread.selector)
  const { domain, size } = cluster.table.topology(spread.topologyKey)
  const sums = new Float64Array(size + 1).fill(-1)
  const matching = spread.selector.uncounted ? nobody : cluster.matching(pod.namespace, spread.selector)
  for (const slot of cluster.table.known()) {
    if (present && !present[slot]) continue
    if (counted && !counted[slot]) continue
    const place = domain[slot]! < 0 ? size : domain[slot]!
    sums[place] = Math.max(0, sums[place]!) + (slot < matching.length ? matching[slot]! : 0)
  }
  return sums
}

const nobody = new Int32Array(0)

/** Pods in the emptiest domain; 0 while there are fewer domains than asked for. The last place is for nodes without the label. */
function smallest(sums: Float64Array, minDomains: number): number {
  let least = Infinity
  let domains = 0
  for (let place = 0; place < sums.length - 1; place++) {
    if (sums[place]! < 0) continue
    domains++
    least = Math.min(least, sums[place]!)
  }
  return domains < minDomains ? 0 : least
}

/** Adds what one constraint says to each node's raw score: the more matching pods are there already, the higher (and worse). */
function addSkew(
  pod: PodInfo,
  spread: Spread,
  context: PluginContext,
  present: Uint8Array | null,
  slots: Int32Array,
  count: number,
  scored: number,
  out: Float64Array,
): void {
  const { domain, size, gaps } = context.cluster.table.topology(spread.topologyKey)
  if (spread.topologyKey === hostname) {
    const matching = spread.selector.uncounted ? nobody : context.cluster.matching(pod.namespace, spread.selector)
    const weight = Math.log(scored + 2)
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!
      if (out[i]! >= 0 && domain[slot]! >= 0)
        out[i]! += (slot < matching.length ? matching[slot]! : 0) * weight + spread.maxSkew - 1
    }
    return
  }
  const weight = Math.log(domainsAmong(domain, size, gaps, slots, count, out) + 2)
  const sums = sumByDomain(pod, spread, context, present)
  for (let i = 0; i < count; i++) {
    const place = domain[slots[i]!]!
    if (out[i]! >= 0 && place >= 0) out[i]! += Math.max(0, sums[place]!) * weight + spread.maxSkew - 1
  }
}

/** How many different values of the label there are among the candidates; lacking it is a value too. */
function domainsAmong(
  domain: Int32Array,
  size: number,
  gaps: boolean,
  slots: Int32Array,
  count: number,
  out: Float64Array,
): number {
  const most = gaps ? size + 1 : size
  const seen = new Uint8Array(size + 1)
  let found = 0
  for (let i = 0; i < count && found < most; i++) {
    if (out[i]! < 0) continue
    const place = domain[slots[i]!]! < 0 ? size : domain[slots[i]!]!
    if (!seen[place]) {
      seen[place] = 1
      found++
    }
  }
  return found
}

/** Turns raw scores round: the least crowded gets most. Nodes that were not scored (-1) get 0. */
function turn(out: Float64Array, count: number): void {
  let min = Infinity
  let max = 0
  for (let i = 0; i < count; i++) {
    if (out[i]! < 0) continue
    const rounded = (out[i] = Math.round(out[i]!))
    if (rounded < min) min = rounded
    if (rounded > max) max = rounded
  }
  for (let i = 0; i < count; i++) {
    if (out[i]! < 0) out[i] = 0
    else out[i] = max === 0 ? 100 : Math.floor((100 * (max + min - out[i]!)) / max)
  }
}
