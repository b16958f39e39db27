import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Node } from '../kinds/node/api'
import type { Pod } from '../kinds/pod/api'
import { byZoneInTurn } from './nodeOrder'
import { NodeTable, type NodeChange } from './nodeTable'
import { PodCounts, type Counted, type PodSelector } from './podCounts'
import { hostPortsOf } from './podInfo'
import { requestsOf } from './requests'
import { TermCounts } from './termCounts'

/** A pod that holds resources of a node: bound, or assumed to be bound soon. */
export interface Placed {
  readonly pod: Pod
  readonly node: string
  readonly assumed: boolean
}

/** The cache as kept in a keyframe: objects only; sums are counted again. */
export interface SavedCache {
  readonly nodes: SavedMap<string, Node>
  readonly pods: SavedMap<string, Placed>
}

/**
 * The scheduler's picture of the cluster: nodes with the sum of what their pods request, kept from watch events and from its own
 * decisions, which count as soon as they are made (assumed) and not only when the API server has confirmed them.
 */
export class ClusterCache {
  table = new NodeTable()
  /** What placed pods say of others. */
  readonly terms = new TermCounts()
  private readonly nodes = new CowMap<string, Node>()
  private readonly pods = new CowMap<string, Placed>()
  /** Uids of the pods of a node. */
  private readonly byNode = new Map<string, Set<string>>()
  /** Pods that are taken out, and pods that are put in, while somebody asks what would be. */
  private readonly lifted = new Set<string>()
  private readonly guests: Placed[] = []
  private readonly counts = new PodCounts((visit) => {
    for (const placed of this.allPlaced()) visit(this.counted(placed))
  })

  get nodeCount(): number {
    return this.nodes.size
  }

  /** Slots of all nodes, zones taking turns. */
  order(): Int32Array {
    return this.table.derived('order', () =>
      Int32Array.from(byZoneInTurn(this.nodes.values()), (node) => this.table.slot(node.metadata.name)),
    )
  }

  node(name: string): Node | undefined {
    return this.nodes.get(name)
  }

  placed(uid: string): Placed | undefined {
    return this.pods.get(uid)
  }

  putNode(node: Node): NodeChange {
    this.nodes.set(node.metadata.name, node)
    return this.table.put(node)
  }

  removeNode(name: string): void {
    this.nodes.delete(name)
    this.table.remove(name)
  }

  /** Counts a pod on a node; a pod that was counted before is moved or refreshed. */
  putPod(pod: Pod, node: string, assumed: boolean): void {
    const uid = pod.metadata.uid
    const old = this.pods.get(uid)
    if (old) this.uncount(old)
    const placed = { pod, node, assumed }
    this.pods.set(uid, placed)
    if (old?.node !== node) {
      if (old) this.unindex(old)
      this.index(placed)
    }
    this.count(placed)
  }

  /** A newer state of a pod that counts as before, as when an assumed one was bound as foreseen: nothing is counted anew. */
  confirm(pod: Pod, node: string): void {
    this.pods.set(pod.metadata.uid, { pod, node, assumed: false })
  }

  /** Returns what was counted, if it was. */
  removePod(uid: string): Placed | undefined {
    const old = this.pods.get(uid)
    if (!old) return undefined
    this.uncount(old)
    this.unindex(old)
    this.pods.delete(uid)
    return old
  }

  /** The pods of a node, in no order that means anything. */
  podsOn(node: string): Pod[] {
    const uids = this.byNode.get(node)
    return uids ? Array.from(uids, (uid) => this.pods.get(uid)!.pod) : []
  }

  /** Takes a pod out for the time being; `lower` puts it back. */
  lift(uid: string): void {
    const placed = this.pods.get(uid)
    if (!placed || this.lifted.has(uid)) return
    this.uncount(placed)
    this.lifted.add(uid)
  }

  lower(uid: string): void {
    if (this.lifted.delete(uid)) this.count(this.pods.get(uid)!)
  }

  /** Asks something while further pods are on a node. */
  withGuests<T>(pods: readonly Pod[], node: string, ask: () => T): T {
    for (const pod of pods) {
      const guest = { pod, node, assumed: true }
      this.count(guest)
      this.guests.push(guest)
    }
    try {
      return ask()
    } finally {
      for (const guest of this.guests.splice(0)) this.uncount(guest)
    }
  }

  /** Matching pods by slot; see PodCounts. */
  matching(namespace: string, selector: PodSelector, dying = false): Int32Array {
    return this.counts.of(namespace, selector, dying)
  }

  /** All pods that hold a place. */
  *allPlaced(): IterableIterator<Placed> {
    for (const [uid, placed] of this.pods) if (!this.lifted.has(uid)) yield placed
    yield* this.guests
  }

  /** Matching pods by domain of a label. */
  matchingBy(label: string, namespace: string, selector: PodSelector, dying = false): Float64Array {
    return this.counts.sums(namespace, selector, label, this.table.topology(label), dying)
  }

  clear(): void {
    this.nodes.clear()
    this.pods.clear()
    this.byNode.clear()
    this.counts.clear()
    this.terms.clear()
    this.table = new NodeTable()
  }

  save(): SavedCache {
    return { nodes: this.nodes.save(), pods: this.pods.save() }
  }

  load(saved: SavedCache): void {
    this.clear()
    this.nodes.load(saved.nodes)
    this.pods.load(saved.pods)
    for (const node of this.nodes.values()) this.table.put(node)
    for (const placed of this.pods.values()) {
      this.sum(placed, 1)
      this.index(placed)
    }
  }

  private count(placed: Placed): void {
    this.sum(placed, 1)
    this.counts.add(this.counted(placed))
  }

  private uncount(old: Placed): void {
    this.counts.remove(this.counted(old))
    this.sum(old, -1)
  }

  private index({ pod, node }: Placed): void {
    const uids = this.byNode.get(node)
    if (uids) uids.add(pod.metadata.uid)
    else this.byNode.set(node, new Set([pod.metadata.uid]))
  }

  private unindex({ pod, node }: Placed): void {
    const uids = this.byNode.get(node)
    uids?.delete(pod.metadata.uid)
    if (uids?.size === 0) this.byNode.delete(node)
  }

  private sum({ pod, node }: Placed, sign: 1 | -1): void {
    const slot = this.table.count(node, requestsOf(pod), hostPortsOf(pod.spec.containers, pod.spec.initContainers), sign)
    this.terms.count(pod, slot, sign)
  }

  private counted({ pod: { metadata }, node }: Placed): Counted {
    return {
      namespace: metadata.namespace ?? '',
      labels: metadata.labels,
      slot: this.table.slot(node),
      terminating: metadata.deletionTimestamp !== undefined,
    }
  }
}
