import { RandomStreams } from '../../src/kernel/random'
import type { Pod } from '../../src/kube/kinds/pod/api'
import { ClusterCache } from '../../src/kube/scheduler/cache'
import { createFramework } from '../../src/kube/scheduler/framework'
import type { PluginContext } from '../../src/kube/scheduler/plugin'
import { podInfo } from '../../src/kube/scheduler/podInfo'
import { defaultPlugins } from '../../src/kube/scheduler/plugins'
import { nodeOf, podOf } from '../support/schedulerCluster'

interface Result {
  name: string
  value: number
  unit: string
  baseline: number
  ratio: number
  detail: Record<string, unknown>
}

const NODES = 5000
const zone = 'topology.kubernetes.io/zone'
const host = 'kubernetes.io/hostname'
const containers = [{ name: 'main', image: 'nginx', resources: { requests: { cpu: '100m', memory: '128Mi' } } }]
const app = (name: string) => ({ matchLabels: { app: name } })

/** Pods a second that the project asks for: of plain pods, and of pods that must be near others. */
const plainTarget = 25_000
const affinityTarget = 2_000

/** What pods may ask for besides room. One spec each, shared by its pods as a template is. */
const wishes: Readonly<Record<string, object>> = {
  plain: {},
  spread: {
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'DoNotSchedule', labelSelector: app('spread') },
      { maxSkew: 2, topologyKey: host, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: app('spread') },
    ],
  },
  near: {
    affinity: {
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: zone, labelSelector: app('near') }] },
    },
  },
  apart: {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 50, podAffinityTerm: { topologyKey: host, labelSelector: app('apart') } },
        ],
      },
    },
  },
  liking: {
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 10, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } },
        ],
      },
    },
  },
}

function cluster(): { cache: ClusterCache; context: PluginContext } {
  const cache = new ClusterCache()
  for (let i = 0; i < NODES; i++) {
    const labels = { [host]: `node-${i}`, [zone]: `zone-${i % 3}`, disk: i % 4 ? 'hdd' : 'ssd' }
    const allocatable = { cpu: '32', memory: '64Gi', pods: '110' }
    const taints = i % 50 === 0 ? [{ key: 'k', value: 'v', effect: 'NoSchedule' }] : []
    cache.putNode(nodeOf({ metadata: { name: `node-${i}`, labels }, spec: { taints }, status: { allocatable } }))
  }
  const groups = new Map(Object.keys(wishes).map((name) => [name, app(name)]))
  const groupOf = (pod: Pod) => groups.get(pod.metadata.labels?.['app'] ?? '') ?? null
  return { cache, context: { cluster: cache, groupOf, namespaceLabels: () => ({}) } }
}

/** Cpu seconds to place pods of these wishes, turn by turn, one at a time. */
function place(names: readonly string[], count: number): number {
  const { cache, context } = cluster()
  const specs = new Map(names.map((name) => [name, { containers, ...wishes[name] }]))
  const pods = Array.from({ length: count }, (_, i) => {
    const name = names[i % names.length]!
    return podOf({ metadata: { labels: { app: name } }, spec: specs.get(name)! })
  })
  const framework = createFramework(defaultPlugins)
  const random = new RandomStreams(1).stream('scheduler')
  let start = 0
  let placed = 0
  const before = process.cpuUsage()
  for (const pod of pods) {
    const { decision, next } = framework.schedule(podInfo(pod), context, start, random, 0)
    start = next
    if (!decision.chosen) continue
    cache.putPod(pod, decision.chosen, true)
    placed++
  }
  const { user, system } = process.cpuUsage(before)
  if (placed !== count) throw new Error(`only ${placed} of ${count} pods were placed`)
  return (user + system) / 1e6
}

/** How many pods a second find their place on 5,000 nodes: with affinity and spread in play, and each wish by itself. */
export default async function schedule5000(report: (result: Result) => void): Promise<void> {
  const names = Object.keys(wishes)
  place(names, 3000)
  const rate = (kinds: readonly string[], count: number) => Math.round(count / place(kinds, count))
  const each = Object.fromEntries(names.map((name) => [name, rate([name], 6000)]))
  const value = rate(names, 12_000)
  const detail = { nodes: NODES, pods: 12_000, podsPerSecond: each, targets: { plain: plainTarget, near: affinityTarget } }
  report({ name: 'schedule-5000', value, unit: 'pods/s', baseline: affinityTarget, ratio: value / affinityTarget, detail })
}
