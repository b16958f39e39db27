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
  private readonly counts = new PodCounts((visit) => {
    for (const placed of this.pods.values()) visit(this.counted(placed))
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
    this.sum(placed, 1)
    this.counts.add(this.counted(placed))
  }

  /** An assumed pod was bound as foreseen: nothing is counted anew. */
  confirm(pod: Pod, node: string): void {
    this.pods.set(pod.metadata.uid, { pod, node, assumed: false })
  }

  /** Returns what was counted, if it was. */
  removePod(uid: string): Placed | undefined {
    const old = this.pods.get(uid)
    if (!old) return undefined
    this.uncount(old)
    this.pods.delete(uid)
    return old
  }

  /** Matching pods by slot; see PodCounts. */
  matching(namespace: string, selector: PodSelector, dying = false): Int32Array {
    return this.counts.of(namespace, selector, dying)
  }

  /** All pods that hold a place. */
  allPlaced(): Iterable<Placed> {
    return this.pods.values()
  }

  /** Matching pods by domain of a label. */
  matchingBy(label: string, namespace: string, selector: PodSelector): Float64Array {
    return this.counts.sums(namespace, selector, label, this.table.topology(label))
  }

  clear(): void {
    this.nodes.clear()
    this.pods.clear()
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
    for (const placed of this.pods.values()) this.sum(placed, 1)
  }

  private uncount(old: Placed): void {
    this.counts.remove(this.counted(old))
    this.sum(old, -1)
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
