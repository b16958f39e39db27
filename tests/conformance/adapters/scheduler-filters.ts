import type { Affinity } from '../../../src/kube/kinds/pod/api'
import type { SchedulerPlugin } from '../../../src/kube/scheduler/plugin'
import { podInfo } from '../../../src/kube/scheduler/podInfo'
import { defaultPlugins } from '../../../src/kube/scheduler/plugins'
import { nodeAffinityWith } from '../../../src/kube/scheduler/plugins/nodeAffinity'
import { nodeResourcesFitWith } from '../../../src/kube/scheduler/plugins/nodeResourcesFit'
import { clusterOf, podOf, type Sketch } from '../../support/schedulerCluster'
import { defineAdapter } from '../adapter'

type Args = { ignoredResources?: string[]; ignoredResourceGroups?: string[]; addedAffinity?: Affinity['nodeAffinity'] }
type In = { plugin: string; pod: Sketch; nodes: Sketch[]; pods?: Sketch[]; args?: Args }
type Result = { code: string; reasons?: readonly string[] }

export default defineAdapter<In, { results: Record<string, Result> }>({
  run({ plugin: name, pod, nodes, pods, args = {} }) {
    const plugin = pluginOf(name, args)
    const context = clusterOf(nodes, pods)
    const filter = plugin.filter?.(podInfo(podOf(pod)), context) ?? (() => null)
    const { table } = context.cluster
    const results = table.known().map((slot): [string, Result] => {
      const refusal = filter(slot)
      if (!refusal) return [table.names()[slot]!, { code: 'Success', reasons: [] }]
      // Since 1.31 requests beyond the whole node are unresolvable; what was recorded knows no such difference.
      const resolvable = refusal.preemptible || name === 'NodeResourcesFit'
      return [
        table.names()[slot]!,
        { code: resolvable ? 'Unschedulable' : 'UnschedulableAndUnresolvable', reasons: refusal.reasons },
      ]
    })
    return { results: Object.fromEntries(results) }
  },
})

function pluginOf(name: string, args: Args): SchedulerPlugin {
  if (name === 'NodeResourcesFit') return nodeResourcesFitWith(args)
  if (name === 'NodeAffinity') return nodeAffinityWith(args.addedAffinity)
  const plugin = defaultPlugins.find((each) => each.name === name)
  if (!plugin) throw new Error(`no plugin ${name}`)
  return plugin
}
