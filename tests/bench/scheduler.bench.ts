import { RandomStreams } from '../../src/kernel/random'
import type { Pod } from '../../src/kube/kinds/pod/api'
import { ClusterCache } from '../../src/kube/scheduler/cache'
import { createFramework } from '../../src/kube/scheduler/framework'
import type { PluginContext } from '../../src/kube/scheduler/plugin'
import { podInfo } from '../../src/kube/scheduler/podInfo'
import { defaultPlugins } from '../../src/kube/scheduler/plugins'
import { placePlainly, type PlainWorld } from '../support/plainScheduler'
import { nodeOf, podOf } from '../support/schedulerCluster'
import type { Report } from './result'

/** Pods a second on 5,000 nodes that the project asks for. */
const target = 25_000
const group = { matchLabels: { app: 'web' } }
const containers = [{ name: 'main', image: 'nginx', resources: { requests: { cpu: '100m', memory: '128Mi' } } }]

const nodesOf = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    nodeOf({
      metadata: {
        name: `node-${i}`,
        labels: { 'kubernetes.io/hostname': `node-${i}`, 'topology.kubernetes.io/zone': `zone-${i % 3}` },
      },
      spec: i % 50 === 0 ? { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] } : {},
      status: { allocatable: { cpu: '32', memory: '64Gi', pods: '110' } },
    }),
  )
const podsOf = (count: number): Pod[] =>
  Array.from({ length: count }, () => podOf({ metadata: { labels: { app: 'web' } }, spec: { containers } }))

/** Cpu seconds to place the pods, one by one, and where they went. */
function place(nodeCount: number, pods: readonly Pod[]): { seconds: number; places: string[] } {
  const cluster = new ClusterCache()
  for (const node of nodesOf(nodeCount)) cluster.putNode(node)
  const context: PluginContext = { cluster, groupOf: () => group, namespaceLabels: () => ({}) }
  const framework = createFramework(defaultPlugins)
  const random = new RandomStreams(1).stream('scheduler')
  let start = 0
  const places: string[] = []
  const before = process.cpuUsage()
  for (const pod of pods) {
    const { decision, next } = framework.schedule(podInfo(pod), context, start, random, 0)
    start = next
    if (decision.chosen) cluster.putPod(pod, decision.chosen, true)
    places.push(decision.chosen)
  }
  const { user, system } = process.cpuUsage(before)
  return { seconds: (user + system) / 1e6, places }
}

/** How many pods a second the scheduler places with the default plugins, after proof that it places them as a plain loop does. */
export default async function scheduler(report: Report): Promise<void> {
  const few = podsOf(30)
  const plain: PlainWorld = { nodes: nodesOf(300), placed: [], start: 0 }
  const random = new RandomStreams(1).stream('scheduler')
  const expected = few.map((pod) => placePlainly(plain, pod, random).chosen)
  const same = expected.join() === place(300, few).places.join()
  if (!same) throw new Error('placements differ from the plain loop')

  place(5000, podsOf(2000))
  for (const [nodes, count] of [
    [100, 1000],
    [5000, 20_000],
  ] as const) {
    const { seconds } = place(nodes, podsOf(count))
    const value = Math.round(count / seconds)
    report({
      name: `scheduler-${nodes}`,
      value,
      unit: 'pods/s',
      baseline: target,
      ratio: value / target,
      detail: { nodes, pods: count, seconds },
    })
  }
}
