import { compileRequirements, formatRequirements, requirementsOf, type Labels, type Requirement } from '../../api/labels'
import type { LabelSelector } from '../../api/meta'
import type { Topology } from './nodeTable'

/** A label selector made to be counted by: equal keys select the same pods. */
export interface PodSelector {
  readonly key: string
  readonly matches: (labels: Labels) => boolean
  /** A pair that all selected pods carry, as `label=value`; '' when there is none to go by. */
  readonly pair: string
  /** No selector at all, or one that selects everything: its pods are not counted (upstream: countPodsMatchSelector). */
  readonly uncounted: boolean
}

/** Compiles a LabelSelector with further exact pairs. */
export function podSelector(selector: LabelSelector | undefined, extra: readonly Requirement[] = []): PodSelector {
  const requirements = selector || extra.length > 0 ? [...requirementsOf(selector ?? {}), ...extra] : []
  const exact = requirements.find(({ operator, values }) => (operator === '=' || operator === 'in') && values.length === 1)
  const nobody = !selector && extra.length === 0
  return {
    key: nobody ? '!' : formatRequirements(requirements),
    matches: nobody ? () => false : compileRequirements(requirements),
    pair: exact ? `${exact.key}=${exact.values[0]}` : '',
    uncounted: requirements.length === 0,
  }
}

/** A pod as it counts: where it is and what it is called. */
export interface Counted {
  readonly namespace: string
  readonly labels: Labels
  readonly slot: number
  readonly terminating: boolean
}

interface Counter {
  readonly selector: PodSelector
  /** Do terminating pods count? */
  readonly dying: boolean
  counts: Int32Array
  /** Sums over domains, kept up as pods come and go, by label. Void once the topology is another object. */
  readonly sums: Map<string, { readonly topology: Topology; readonly by: Float64Array }>
}

interface Shelf {
  readonly byPair: Map<string, Counter[]>
  readonly unpaired: Counter[]
  readonly all: Map<string, Counter>
}

const maxCounters = 1000

/**
 * Matching pods per node, kept up to date pod by pod for every (namespace, selector) that was ever asked for. A pod looks only at the
 * counters that share one of its labels.
 */
export class PodCounts {
  private shelves = new Map<string, Shelf>()
  private size = 0

  constructor(private readonly everyone: (visit: (pod: Counted) => void) => void) {}

  /** Counts by slot, without terminating pods unless `dying`; may be shorter than the number of slots (then the rest is 0). Valid until the next change. */
  of(namespace: string, selector: PodSelector, dying = false): Int32Array {
    return this.counter(namespace, selector, dying).counts
  }

  /** Counts by domain of a label, over all nodes; the last place is for nodes without it. Valid until the next change. */
  sums(namespace: string, selector: PodSelector, label: string, topology: Topology, dying = false): Float64Array {
    const { sums, counts } = this.counter(namespace, selector, dying)
    const known = sums.get(label)
    if (known?.topology === topology) return known.by
    const { domain, size } = topology
    const by = new Float64Array(size + 1)
    for (let slot = 0; slot < Math.min(counts.length, domain.length); slot++)
      by[domain[slot]! < 0 ? size : domain[slot]!]! += counts[slot]!
    sums.set(label, { topology, by })
    return by
  }

  private counter(namespace: string, selector: PodSelector, dying = false): Counter {
    const key = dying ? `+${selector.key}` : selector.key
    let shelf = this.shelves.get(namespace)
    let counter = shelf?.all.get(key)
    if (counter) return counter
    if (this.size >= maxCounters) {
      this.clear()
      shelf = undefined
    }
    if (!shelf) this.shelves.set(namespace, (shelf = { byPair: new Map(), unpaired: [], all: new Map() }))
    const made: Counter = (counter = { selector, dying, counts: new Int32Array(16), sums: new Map() })
    this.everyone((pod) => {
      if (pod.namespace === namespace) count(made, pod, 1)
    })
    shelf.all.set(key, counter)
    this.size++
    if (selector.pair === '') shelf.unpaired.push(counter)
    else {
      const list = shelf.byPair.get(selector.pair)
      if (list) list.push(counter)
      else shelf.byPair.set(selector.pair, [counter])
    }
    return counter
  }

  add(pod: Counted): void {
    this.change(pod, 1)
  }

  remove(pod: Counted): void {
    this.change(pod, -1)
  }

  clear(): void {
    this.shelves.clear()
    this.size = 0
  }

  private change(pod: Counted, sign: 1 | -1): void {
    const shelf = this.shelves.get(pod.namespace)
    if (!shelf) return
    for (const counter of shelf.unpaired) count(counter, pod, sign)
    if (shelf.byPair.size === 0) return
    for (const label in pod.labels) {
      const counters = shelf.byPair.get(`${label}=${pod.labels[label]}`)
      if (counters) for (const counter of counters) count(counter, pod, sign)
    }
  }
}

function count(counter: Counter, { labels, slot, terminating }: Counted, sign: 1 | -1): void {
  if ((terminating && !counter.dying) || !counter.selector.matches(labels)) return
  if (slot >= counter.counts.length) {
    const wider = new Int32Array(Math.max(slot + 1, counter.counts.length * 2))
    wider.set(counter.counts)
    counter.counts = wider
  }
  counter.counts[slot]! += sign
  for (const { topology, by } of counter.sums.values()) {
    const place = slot < topology.domain.length ? topology.domain[slot]! : -1
    by[place < 0 ? topology.size : place]! += sign
  }
}
