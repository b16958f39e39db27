import type { Pod } from '../kinds/pod/api'
import type { Topology } from './nodeTable'
import { podTermsOf, type PodTerm, type PodTerms } from './podTerms'

/** One term, and how many pods of each node have it. Pods of one template share their terms. */
export interface TermGroup {
  readonly term: PodTerm
  counts: Int32Array
  total: number
  /** Sums over the domains of the term's label, kept up as pods come and go. Void once the topology is another object. */
  sums: { readonly topology: Topology; readonly by: Float64Array } | undefined
}

type Kind = keyof PodTerms
const kinds: readonly Kind[] = ['required', 'preferred', 'requiredAnti', 'preferredAnti']

/** What the placed pods say of other pods, counted by term and node. */
export class TermCounts {
  private readonly groups: Readonly<Record<Kind, Map<string, TermGroup>>> = {
    required: new Map(),
    preferred: new Map(),
    requiredAnti: new Map(),
    preferredAnti: new Map(),
  }

  /** Terms of a kind that any placed pod has. */
  of(kind: Kind): Iterable<TermGroup> {
    return this.groups[kind].values()
  }

  /** Counts a pod in (sign 1) or out (-1). */
  count(pod: Pod, slot: number, sign: 1 | -1): void {
    if (!pod.spec.affinity) return
    const terms = podTermsOf(pod)
    for (const kind of kinds) for (const term of terms[kind]) this.countTerm(this.groups[kind], term, slot, sign)
  }

  clear(): void {
    for (const kind of kinds) this.groups[kind].clear()
  }

  private countTerm(groups: Map<string, TermGroup>, term: PodTerm, slot: number, sign: 1 | -1): void {
    let group = groups.get(term.key)
    if (!group) groups.set(term.key, (group = { term, counts: new Int32Array(16), total: 0, sums: undefined }))
    if (slot >= group.counts.length) {
      const wider = new Int32Array(Math.max(slot + 1, group.counts.length * 2))
      wider.set(group.counts)
      group.counts = wider
    }
    group.counts[slot]! += sign
    group.total += sign
    if (group.sums) {
      const { topology, by } = group.sums
      const place = slot < topology.domain.length ? topology.domain[slot]! : -1
      if (place >= 0) by[place]! += sign
    }
    if (group.total === 0) groups.delete(term.key)
  }
}

/** How many pods with the term there are in each domain of its label. Nodes without the label count nowhere. Valid until the next change. */
export function sumsOf(group: TermGroup, topology: Topology): Float64Array {
  if (group.sums?.topology === topology) return group.sums.by
  const by = new Float64Array(topology.size)
  const { counts } = group
  const { domain } = topology
  const length = Math.min(counts.length, domain.length)
  for (let slot = 0; slot < length; slot++) if (domain[slot]! >= 0) by[domain[slot]!]! += counts[slot]!
  group.sums = { topology, by }
  return by
}
