import type { NodeFilter, PluginContext, Refusal, SchedulerPlugin } from './plugin'
import type { PodInfo } from './podInfo'

/** What has a say about one pod: filters, and the place of each one's plugin in the list. */
export interface Filters {
  readonly filters: readonly NodeFilter[]
  readonly judges: readonly number[]
}

/** The same, with those apart that say the same until a node changes. */
export interface SortedFilters extends Filters {
  /** The rest, which must be asked every time. */
  readonly moving: Filters
  /** 1 by slot for nodes that one of the others refuses; null: there are no others. */
  readonly refused: Uint8Array | null
}

/** Who refused a node, by the plugin's place in the list. */
export interface Refused {
  readonly refusal: Refusal
  readonly plugin: number
}

/** Works out everything about the pod that the filters need; they hold until the next change of the cluster. */
export function filtersOf(plugins: readonly SchedulerPlugin[], pod: PodInfo, context: PluginContext): Filters {
  const filters: NodeFilter[] = []
  const judges: number[] = []
  plugins.forEach((plugin, i) => {
    const filter = plugin.filter?.(pod, context)
    if (!filter) return
    filters.push(filter)
    judges.push(i)
  })
  return { filters, judges }
}

/** The filters, sorted unless `few` nodes are to be asked about. */
export function sortedFiltersOf(
  plugins: readonly SchedulerPlugin[],
  pod: PodInfo,
  context: PluginContext,
  few = false,
): SortedFilters {
  const all = filtersOf(plugins, pod, context)
  if (few) return { ...all, moving: all, refused: null }
  const fixed: NodeFilter[] = []
  const filters: NodeFilter[] = []
  const judges: number[] = []
  let key = 'refused'
  all.filters.forEach((filter, i) => {
    const judge = all.judges[i]!
    const by = plugins[judge]!.fixedBy?.(pod)
    if (by === undefined) {
      filters.push(filter)
      judges.push(judge)
      return
    }
    fixed.push(filter)
    key += `\u0000${judge} ${by}`
  })
  if (fixed.length === 0) return { ...all, moving: all, refused: null }
  const { table } = context.cluster
  const refused = table.derived(key, () => {
    const mask = new Uint8Array(table.cpu.length)
    for (const slot of table.known()) if (fixed.some((filter) => filter(slot) !== null)) mask[slot] = 1
    return mask
  })
  return { ...all, moving: { filters, judges }, refused }
}

/** The first refusal of a node, or null. */
export function firstRefusal({ filters, judges }: Filters, slot: number): Refused | null {
  for (let i = 0; i < filters.length; i++) {
    const refusal = filters[i]!(slot)
    if (refusal !== null) return { refusal, plugin: judges[i]! }
  }
  return null
}

/**
 * Judges one node as the cluster is at this moment, twice where the node is set aside for others that are at least as important: it must do
 * with them there, and also without them, because they may never come. Upstream: RunFilterPluginsWithNominatedPods.
 */
export function judgeNode(
  plugins: readonly SchedulerPlugin[],
  pod: PodInfo,
  context: PluginContext,
  slot: number,
): Refused | null {
  const judge = () => firstRefusal(filtersOf(plugins, pod, context), slot)
  const { cluster, nominations } = context
  if (!nominations || nominations.size === 0) return judge()
  const node = cluster.table.names()[slot]!
  const rivals = nominations
    .on(node)
    .filter((other) => other.metadata.uid !== pod.uid && (other.spec.priority ?? 0) >= pod.priority)
  if (rivals.length === 0) return judge()
  return cluster.withGuests(rivals, node, judge) ?? judge()
}
