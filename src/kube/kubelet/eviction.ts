import { bytes } from '../../api/quantity'
import type { Pod } from '../kinds/pod/api'

/** What may run short on a node. */
export type Scarce = 'memory' | 'ephemeral-storage' | 'inodes' | 'pids'

/** A way to compare pods when a node runs short; upstream: pkg/kubelet/eviction/helpers.go. */
export type EvictionComparator =
  | { readonly by: 'exceedsRequest'; readonly resource: Scarce }
  | { readonly by: 'priority' }
  | { readonly by: 'usageOverRequest'; readonly resource: Scarce }
  | { readonly by: 'usage'; readonly resource: Scarce }

/** The order in which pods go when something runs short: the first is evicted first. `usage` in the resource's unit; undefined: no stats. */
export function evictionOrder(
  pods: readonly Pod[],
  comparators: readonly EvictionComparator[],
  usage: (pod: Pod, resource: Scarce) => number | undefined,
): Pod[] {
  return [...pods].sort((a, b) => {
    for (const comparator of comparators) {
      const difference = compare(a, b, comparator, usage)
      if (difference !== 0) return difference
    }
    return 0
  })
}

function compare(
  a: Pod,
  b: Pod,
  comparator: EvictionComparator,
  usage: (pod: Pod, resource: Scarce) => number | undefined,
): number {
  if (comparator.by === 'priority') return (a.spec.priority ?? 0) - (b.spec.priority ?? 0)
  const { resource } = comparator
  const ofA = usage(a, resource)
  const ofB = usage(b, resource)
  // Pods without stats go first.
  if (ofA === undefined || ofB === undefined) return Number(ofB === undefined) - Number(ofA === undefined)
  if (comparator.by === 'usage') return ofB - ofA
  const overA = ofA - requestOf(a, resource)
  const overB = ofB - requestOf(b, resource)
  return comparator.by === 'usageOverRequest' ? overB - overA : Number(overB > 0) - Number(overA > 0)
}

/** A pod's request: of its containers together, or its largest init container, plus overhead. */
export function requestOf({ spec }: Pod, resource: Scarce): number {
  const of = (list: { readonly resources?: { readonly requests?: Readonly<Record<string, string>> } }) => {
    const amount = list.resources?.requests?.[resource]
    return amount === undefined ? 0 : bytes(amount)
  }
  const together = (spec.containers ?? []).reduce((sum, container) => sum + of(container), 0)
  const largest = (spec.initContainers ?? []).reduce((most, container) => Math.max(most, of(container)), 0)
  const overhead = spec.overhead?.[resource]
  return Math.max(together, largest) + (overhead === undefined ? 0 : bytes(overhead))
}
