import type { Affinity } from '../../../src/kube/kinds/pod/api'
import type { NodeScorer, PluginContext, SchedulerPlugin } from '../../../src/kube/scheduler/plugin'
import { podInfo, type PodInfo } from '../../../src/kube/scheduler/podInfo'
import { defaultPlugins } from '../../../src/kube/scheduler/plugins'
import { interPodAffinityWith } from '../../../src/kube/scheduler/plugins/interPodAffinity'
import { nodeAffinityWith } from '../../../src/kube/scheduler/plugins/nodeAffinity'
import { balanceScorer } from '../../../src/kube/scheduler/plugins/nodeResourcesBalancedAllocation'
import { nodeResourcesFitWith } from '../../../src/kube/scheduler/plugins/nodeResourcesFit'
import { byShape, mostAllocated, type ResourceWeight, type ShapePoint } from '../../../src/kube/scheduler/resourceScore'
import { clusterOf, podOf, type Sketch } from '../../support/schedulerCluster'
import { defineAdapter } from '../adapter'

type Args = {
  resources?: ResourceWeight[]
  shape?: ShapePoint[]
  hardPodAffinityWeight?: number
  addedAffinity?: Affinity['nodeAffinity']
  nodesThatFailedFilters?: string[]
}
type In = { plugin: string; pod: Sketch; nodes: Sketch[]; pods?: Sketch[]; args?: Args }

export default defineAdapter<In, { scores: Record<string, number> }>({
  run({ plugin, pod, nodes, pods, args = {} }) {
    const context = clusterOf(nodes, pods)
    const { table } = context.cluster
    const slots = table.known().filter((slot) => !args.nodesThatFailedFilters?.includes(table.names()[slot]!))
    const score = scorerOf(plugin, args, podInfo(podOf(pod)), context)
    const out = new Float64Array(slots.length)
    score?.(Int32Array.from(slots), slots.length, out)
    return { scores: Object.fromEntries(slots.map((slot, i) => [table.names()[slot]!, out[i]!])) }
  },
})

function scorerOf(name: string, args: Args, pod: PodInfo, context: PluginContext): NodeScorer | null {
  // The framework skips pods that request nothing; what was recorded is the bare score.
  if (name === 'NodeResourcesBalancedAllocation') return balanceScorer(pod, context.cluster.table, args.resources)
  const plugin = pluginOf(name, args)
  if (!plugin) throw new Error(`no plugin ${name}`)
  return plugin.score?.(pod, context) ?? null
}

function pluginOf(
  name: string,
  { resources, shape = [], addedAffinity, hardPodAffinityWeight }: Args,
): SchedulerPlugin | undefined {
  if (name === 'NodeResourcesLeastAllocated') return nodeResourcesFitWith({ resources })
  if (name === 'NodeResourcesMostAllocated') return nodeResourcesFitWith({ resources, rating: mostAllocated })
  if (name === 'RequestedToCapacityRatio') return nodeResourcesFitWith({ resources, rating: byShape(shape), ratio: true })
  if (name === 'InterPodAffinity') return interPodAffinityWith(hardPodAffinityWeight)
  if (name === 'NodeAffinity') return nodeAffinityWith(addedAffinity)
  return defaultPlugins.find((each) => each.name === name)
}
