import type { Client } from '../../api/client'
import type { KubeObject, LabelSelector } from '../../api/meta'
import type { Node } from '../kinds/node/api'
import type { Pod } from '../kinds/pod/api'
import type { ClusterCache } from './cache'
import type { Nominations } from './nominations'
import type { PodInfo } from './podInfo'
import type { NamespaceLabels } from './podTerms'

/** Why a node will not do. A value, not a fault: refusals are counted, shown, and waited out. */
export interface Refusal {
  /** As upstream words them; several when several things are missing. */
  readonly reasons: readonly string[]
  /** Could the removal of other pods help? Upstream: Unschedulable, against UnschedulableAndUnresolvable. */
  readonly preemptible: boolean
}

/** The node will do. */
export const fits = null

/** Makes a refusal. Make it once and hand it out often: there may be one for each of thousands of nodes. */
export const refuse = (reasons: string | readonly string[], { preemptible }: { preemptible: boolean }): Refusal => ({
  reasons: typeof reasons === 'string' ? [reasons] : reasons,
  preemptible,
})

/** Judges one node, by slot. What it needs to know of the pod it was made with. */
export type NodeFilter = (slot: number) => Refusal | null

/** Writes a score from 0 to 100 into `out[i]` for each of `slots[i]`, i below `count`, normalised already. */
export type NodeScorer = (slots: Int32Array, count: number, out: Float64Array) => void

/** What may happen in a cluster that makes a refused pod worth another try. */
export type Occasion =
  | 'node/add'
  | 'node/delete'
  | 'node/labels'
  | 'node/taints'
  | 'node/allocatable'
  | 'pod/add'
  | 'pod/labels'
  | 'pod/requests'
  | 'pod/delete'
  | 'own/labels'
  | 'own/tolerations'
  | 'own/requests'
  | 'storage'

/** The object concerned, and its state before. `pod/*` speaks of pods that have a node, `own/*` of the waiting pod itself, `storage` of `object`. */
export interface Change {
  readonly node?: Node
  readonly oldNode?: Node
  readonly pod?: Pod
  readonly oldPod?: Pod
  readonly object?: KubeObject
}

/** What a plugin may look at. */
export interface PluginContext {
  readonly cluster: ClusterCache
  /** What selects a pod's group: its services and its owner together. Null: it has none. Equal groups are the same object. */
  readonly groupOf: (pod: Pod) => LabelSelector | null
  readonly namespaceLabels: NamespaceLabels
  /** Nodes that are set aside for waiting pods. */
  readonly nominations?: Nominations
  /** Claims, volumes and what belongs to them, as they stand now. */
  readonly storage?: StorageReader
}

/** What plugins read of a cluster's storage. */
export type StorageReader = Pick<Client, 'get' | 'list'>

/** An occasion, and whether it can help a given pod; without a hint it always may. */
export interface WakeOn {
  readonly on: Occasion
  readonly hint?: (pod: PodInfo, change: Change, context: PluginContext) => boolean
}

/**
 * One rule of scheduling. `filter` and `score` are called once an attempt and return what judges the nodes, so that everything about the
 * pod is worked out before the first node; null means that the plugin has no say about this pod (upstream: Skip).
 */
export interface SchedulerPlugin {
  readonly name: string
  readonly wakeOn: readonly WakeOn[]
  /** May the pod enter the queue at all? Upstream: PreEnqueue. */
  readonly gate?: (pod: PodInfo) => Refusal | null
  /** The only nodes worth looking at; null: all. Upstream: PreFilterResult. */
  readonly only?: (pod: PodInfo) => ReadonlySet<string> | null
  /** Is there something about the pod itself for which no node will do? Upstream: PreFilter. */
  readonly preFilter?: (pod: PodInfo, context: PluginContext) => Refusal | null
  readonly filter?: (pod: PodInfo, context: PluginContext) => NodeFilter | null
  /**
   * For filters that look at nothing but names, labels, taints and cordons of nodes: equal for pods of which they say the same. What they
   * say is then worked out once for all such pods, until a node changes.
   */
  readonly fixedBy?: (pod: PodInfo) => string
  readonly score?: (pod: PodInfo, context: PluginContext) => NodeScorer | null
  /**
   * What must be there before the pod is bound to its node. Writes what is missing and says whether all is there; asked again when storage
   * changes. Throws ApiError when it cannot be had. Upstream: Reserve and PreBind.
   */
  readonly prepare?: (pod: PodInfo, node: string, context: PluginContext, client: Client) => boolean
  /** How much its score counts. Default 1. */
  readonly weight?: number
}

/** Scales raw scores so that the largest becomes 100, or, with `reverse`, 0. Rule: helper.DefaultNormalizeScore. */
export function normalise(out: Float64Array, count: number, reverse: boolean): void {
  let max = 0
  for (let i = 0; i < count; i++) if (out[i]! > max) max = out[i]!
  for (let i = 0; i < count; i++) {
    const share = max === 0 ? 0 : Math.floor((100 * out[i]!) / max)
    out[i] = reverse ? 100 - share : share
  }
}
