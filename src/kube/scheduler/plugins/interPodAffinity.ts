import type { ClusterCache } from '../cache'
import { fits, refuse, type Change, type NodeFilter, type PluginContext, type SchedulerPlugin } from '../plugin'
import type { PodInfo } from '../podInfo'
import { commonOf, podTermsOf, speaksOf, type PodTerm } from '../podTerms'
import { sumsOf } from '../termCounts'

const unmatched = refuse("node(s) didn't match pod affinity rules", { preemptible: false })
const repelled = refuse("node(s) didn't match pod anti-affinity rules", { preemptible: true })
const unwelcome = refuse("node(s) didn't satisfy existing pods anti-affinity rules", { preemptible: true })

/** Pods per domain of one label. */
interface Places {
  readonly domain: Int32Array
  readonly sums: Float64Array
}

/** The same, and how much each pod counts. */
interface Liked extends Places {
  readonly factor: number
}

/** Pods that want to be near others, or far from them. `hardWeight`: what a required term of a placed pod adds to the score. */
export function interPodAffinityWith(hardWeight = 1): SchedulerPlugin {
  return {
    name: 'InterPodAffinity',
    weight: 2,
    wakeOn: [
      { on: 'pod/add', hint: concerns },
      { on: 'pod/labels', hint: concerns },
      { on: 'pod/delete', hint: concerns },
      { on: 'own/labels' },
      {
        on: 'node/add',
        hint: ({ pod }, { node }) => podTermsOf(pod).required.every((term) => placeOf(term, node) !== undefined),
      },
      { on: 'node/labels', hint: moved },
    ],
    filter: ({ pod }, context) => {
      const { required, requiredAnti } = podTermsOf(pod)
      const near = required.length > 0 ? nearFilter(required, pod, context) : null
      const own = requiredAnti.map((term) => placesOf(context.cluster, [term], context))
      const others = theirsFor(pod, context)
      if (!near && own.length === 0 && others.length === 0) return null
      return (slot) => {
        if (near) {
          const refusal = near(slot)
          if (refusal) return refusal
        }
        if (own.some((places) => peopled(places, slot))) return repelled
        return others.some((places) => peopled(places, slot)) ? unwelcome : fits
      }
    },
    score: (info, context) => {
      const places = liking(info, context, hardWeight)
      if (places.length === 0) return null
      return (slots, count, out) => {
        let min = Infinity
        let max = -Infinity
        for (let i = 0; i < count; i++) {
          let score = 0
          const slot = slots[i]!
          for (const { domain, sums, factor } of places) if (domain[slot]! >= 0) score += factor * sums[domain[slot]!]!
          out[i] = score
          if (score < min) min = score
          if (score > max) max = score
        }
        for (let i = 0; i < count; i++) out[i] = max > min ? Math.trunc(100 * ((out[i]! - min) / (max - min))) : 0
      }
    },
  }
}

/** The plugin as a default cluster has it. */
export const interPodAffinity = interPodAffinityWith()

const peopled = ({ domain, sums }: Places, slot: number): boolean => domain[slot]! >= 0 && sums[domain[slot]!]! > 0

/** All terms must be met, by pods that meet all of them; the first pod of a group that seeks itself may go anywhere with the labels. */
function nearFilter(terms: readonly PodTerm[], pod: PodInfo['pod'], context: PluginContext): NodeFilter {
  const places = terms.map((term) => placesOf(context.cluster, terms, context, term.topologyKey))
  const nobody = places.every(({ domain, sums }) => isEmpty(sums, domain))
  const first = nobody && terms.every((term) => speaksOf(term, pod, context.namespaceLabels))
  return (slot) => {
    for (const { domain, sums } of places) if (domain[slot]! < 0 || (sums[domain[slot]!] === 0 && !first)) return unmatched
    return fits
  }
}

/** Is there no pod in any domain? The place beyond the last is for nodes without the label. */
function isEmpty(sums: Float64Array, domain: Int32Array): boolean {
  if (sums.length === 0) return true
  for (let place = 0; place < sums.length; place++) if (sums[place] !== 0 && domain.includes(place)) return false
  return true
}

/** Placed pods of which all terms speak, by domain of a label. Valid until the next change. */
function placesOf(
  cluster: ClusterCache,
  terms: readonly PodTerm[],
  context: PluginContext,
  label = terms[0]!.topologyKey,
): Places {
  const topology = cluster.table.topology(label)
  const { domain } = topology
  const common = commonOf(terms)
  if (common?.namespaces.length === 1)
    return { domain, sums: cluster.matchingBy(label, common.namespaces[0]!, common.selector, true) }
  const sums = new Float64Array(topology.size)
  if (common) {
    for (const namespace of common.namespaces) {
      const by = cluster.matchingBy(label, namespace, common.selector, true)
      for (let place = 0; place < sums.length; place++) sums[place]! += by[place]!
    }
  } else {
    for (const { pod, node } of cluster.allPlaced()) {
      const place = domain[cluster.table.find(node)] ?? -1
      if (place >= 0 && terms.every((term) => speaksOf(term, pod, context.namespaceLabels))) sums[place]!++
    }
  }
  return { domain, sums }
}

/** Where placed pods do not want this one. */
function theirsFor(pod: PodInfo['pod'], { cluster, namespaceLabels }: PluginContext): Places[] {
  const found: Places[] = []
  for (const group of cluster.terms.of('requiredAnti')) {
    if (!speaksOf(group.term, pod, namespaceLabels)) continue
    const topology = cluster.table.topology(group.term.topologyKey)
    found.push({ domain: topology.domain, sums: sumsOf(group, topology) })
  }
  return found
}

/** How much this pod likes the placed ones, and they it: one entry a term. */
function liking({ pod }: PodInfo, context: PluginContext, hardWeight: number): Liked[] {
  const { cluster, namespaceLabels } = context
  const found: Liked[] = []
  const { preferred, preferredAnti } = podTermsOf(pod)
  for (const term of preferred) found.push({ ...placesOf(cluster, [term], context), factor: term.weight })
  for (const term of preferredAnti) found.push({ ...placesOf(cluster, [term], context), factor: -term.weight })
  const theirs = (kind: 'required' | 'preferred' | 'preferredAnti', factor: (term: PodTerm) => number) => {
    for (const group of cluster.terms.of(kind)) {
      if (!speaksOf(group.term, pod, namespaceLabels)) continue
      const topology = cluster.table.topology(group.term.topologyKey)
      found.push({ domain: topology.domain, sums: sumsOf(group, topology), factor: factor(group.term) })
    }
  }
  if (hardWeight > 0) theirs('required', () => hardWeight)
  theirs('preferred', ({ weight }) => weight)
  theirs('preferredAnti', ({ weight }) => -weight)
  return found
}

const placeOf = ({ topologyKey }: PodTerm, node: Change['node']): string | undefined => node?.metadata.labels?.[topologyKey]

/** Is the node in another place than before, as the waiting pod sees places? It sees none when others do not want it. */
function moved({ pod }: PodInfo, { node, oldNode }: Change): boolean {
  const { required, requiredAnti } = podTermsOf(pod)
  const terms = [...required, ...requiredAnti]
  return terms.length === 0 || terms.some((term) => placeOf(term, node) !== placeOf(term, oldNode))
}

/** Is the changed pod one of which the waiting pod's terms speak, or the other way round? */
function concerns({ pod: waiting }: PodInfo, { pod, oldPod }: Change, { namespaceLabels }: PluginContext): boolean {
  if (!pod) return false
  const { required, requiredAnti } = podTermsOf(waiting)
  const spoken = (term: PodTerm) =>
    speaksOf(term, pod, namespaceLabels) || (oldPod !== undefined && speaksOf(term, oldPod, namespaceLabels))
  return (
    required.some(spoken) ||
    requiredAnti.some(spoken) ||
    podTermsOf(pod).requiredAnti.some((term) => speaksOf(term, waiting, namespaceLabels))
  )
}
