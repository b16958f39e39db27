import type { Pod } from '../kinds/pod/api'
import type { Topology } from './nodeTable'
import { podTermsOf, type PodTerm, type PodTerms } from './podTerms'

/** One term, and how many pods of each node have it. Pods of one template share their terms. */
export interface TermGroup {
  readonly term: PodTerm
  counts: Int32Array
  total: number
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
    if (!group) groups.set(term.key, (group = { term, counts: new Int32Array(16), total: 0 }))
    if (slot >= group.counts.length) {
      const wider = new Int32Array(Math.max(slot + 1, group.counts.length * 2))
      wider.set(group.counts)
      group.counts = wider
    }
    group.counts[slot]! += sign
    group.total += sign
    if (group.total === 0) groups.delete(term.key)
  }
}

/** Adds counts by slot, times a factor, to sums by domain. Nodes without the label count nowhere. */
export function addByDomain(sums: Float64Array, counts: Int32Array, { domain }: Topology, factor: number): void {
  const length = Math.min(counts.length, domain.length)
  for (let slot = 0; slot < length; slot++) if (domain[slot]! >= 0) sums[domain[slot]!]! += factor * counts[slot]!
}
