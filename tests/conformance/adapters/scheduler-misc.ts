import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { PodDisruptionBudget } from '../../../src/kube/kinds/poddisruptionbudget/api'
import type { PluginContext } from '../../../src/kube/scheduler/plugin'
import { defaultPlugins } from '../../../src/kube/scheduler/plugins'
import { podInfo, type PodInfo } from '../../../src/kube/scheduler/podInfo'
import { findCandidates, pickCandidate, whyNotEligible, type Candidate } from '../../../src/kube/scheduler/preemption'
import { numFeasibleNodesToFind } from '../../../src/kube/scheduler/sampling'
import { clusterOf, podOf, type Sketch } from '../../support/schedulerCluster'
import { defineAdapter, sameSet } from '../adapter'

interface Placing {
  pod: Sketch
  nodes?: Sketch[]
  pods?: Sketch[]
}
type In =
  | { op: 'numFeasibleNodesToFind'; percentageOfNodesToScore?: number; numAllNodes: number }
  | ({ op: 'preemptionCandidates'; filterPlugins: string[]; pdbs?: PodDisruptionBudget[] } & Placing)
  | ({ op: 'preemptionPick' } & Placing)
  | ({ op: 'podEligibleToPreemptOthers'; nominatedNodeStatusCode?: string } & Placing)
type Victims = Record<string, { victims: string[]; numPDBViolations: number }>
type Out = { numNodes: number } | { candidates: Victims } | { anyOf: string[] } | { eligible: boolean }

export default defineAdapter<In, Out>({
  ops: ['numFeasibleNodesToFind', 'preemptionCandidates', 'preemptionPick', 'podEligibleToPreemptOthers'],
  run(input) {
    switch (input.op) {
      case 'numFeasibleNodesToFind':
        return { numNodes: numFeasibleNodesToFind(input.percentageOfNodesToScore ?? 0, input.numAllNodes) }
      case 'preemptionCandidates': {
        const { all } = search(input, input.filterPlugins, (input.pdbs ?? []).map(inDefault))
        return {
          candidates: Object.fromEntries(
            all.map(({ node, victims, violations }) => [node, { victims: victims.map(nameOf), numPDBViolations: violations }]),
          ),
        }
      }
      case 'preemptionPick': {
        const { all } = search(input, ['NodeResourcesFit'], [])
        return { anyOf: [pickCandidate(all, NOW)?.node ?? ''] }
      }
      case 'podEligibleToPreemptOthers': {
        const { info, context } = world({ ...input, pods: input.pods?.map(sentAway) })
        const nominated = info.pod.status.nominatedNodeName ?? ''
        const unresolvable = input.nominatedNodeStatusCode === 'UnschedulableAndUnresolvable'
        return { eligible: whyNotEligible(info, nominated, unresolvable, context) === '' }
      }
    }
  },
  equal(expected, got) {
    if ('anyOf' in expected && 'anyOf' in got) return expected.anyOf.includes(got.anyOf[0]!)
    if (!('candidates' in expected && 'candidates' in got)) return JSON.stringify(expected) === JSON.stringify(got)
    const [want, have] = [expected.candidates, got.candidates]
    return (
      sameSet(Object.keys(want), Object.keys(have)) &&
      Object.entries(want).every(
        ([node, { victims, numPDBViolations }]) =>
          numPDBViolations === have[node]!.numPDBViolations && sameSet(victims, have[node]!.victims),
      )
    )
  },
})

/** Any moment after those in the data. */
const NOW = 0
const nameOf = ({ metadata }: Pod) => metadata.name

const inDefault = (budget: PodDisruptionBudget): PodDisruptionBudget => ({
  ...budget,
  metadata: { ...budget.metadata, namespace: budget.metadata.namespace ?? 'default' },
})

/** When this was recorded a terminating pod was as good as sent away; now its condition must say so. */
const sentAway = (pod: Sketch): Sketch => ({
  ...pod,
  status: { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }], ...pod.status },
})

function world({ pod, nodes = [], pods = [] }: Placing): { info: PodInfo; context: PluginContext } {
  return { info: podInfo(podOf(pod)), context: clusterOf(nodes, pods) }
}

function search(placing: Placing, names: string[], pdbs: PodDisruptionBudget[]): { all: readonly Candidate[] } {
  const { info, context } = world(placing)
  const plugins = defaultPlugins.filter(({ name }) => names.includes(name))
  const slots = context.cluster.table.known()
  return { all: findCandidates(plugins, info, context, slots, pdbs, 0, NOW).candidates }
}
