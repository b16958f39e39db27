import type { NodeTable } from '../nodeTable'
import type { NodeScorer, SchedulerPlugin } from '../plugin'
import type { PodInfo } from '../podInfo'
import { cpuAndMemory, resourceReader, type ResourceWeight } from '../resourceScore'

/** Likes nodes whose resources would be used in equal measure. */
export const nodeResourcesBalancedAllocation: SchedulerPlugin = {
  name: 'NodeResourcesBalancedAllocation',
  wakeOn: [],
  score(pod, { cluster: { table } }) {
    // Pods that ask for nothing would all flock to one node otherwise (kubernetes issue 129138).
    if (pod.requests.cpu === 0 && pod.requests.memory === 0) return null
    return cpuMemoryBalance(pod, table)
  },
}

/** The score of cpu against memory, without detours. */
function cpuMemoryBalance({ requests }: PodInfo, table: NodeTable): NodeScorer {
  const { cpu, memory, allocCpu, allocMemory } = table
  return (slots, count, out) => {
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!
      const cpus = allocCpu[slot]!
      const bytes = allocMemory[slot]!
      if (cpus === 0 || bytes === 0) {
        out[i] = 100
        continue
      }
      const byCpu = Math.min(1, (cpu[slot]! + requests.cpu) / cpus)
      const byMemory = Math.min(1, (memory[slot]! + requests.memory) / bytes)
      out[i] = Math.trunc((1 - Math.abs((byCpu - byMemory) / 2)) * 100)
    }
  }
}

/** The score over any resources: 100 less the standard deviation of their use. Rule: noderesources/balanced_allocation.go. */
export function balanceScorer(pod: PodInfo, table: NodeTable, resources: readonly ResourceWeight[] = cpuAndMemory): NodeScorer {
  const readers = resources.map(({ name }) => resourceReader(pod, name, table, false)).filter((read) => read !== null)
  return (slots, count, out) => {
    for (let i = 0; i < count; i++) {
      const shares: number[] = []
      for (const read of readers) {
        const [requested, allocatable] = read(slots[i]!)
        if (allocatable !== 0) shares.push(Math.min(1, requested / allocatable))
      }
      out[i] = Math.trunc((1 - deviation(shares)) * 100)
    }
  }
}

function deviation(shares: readonly number[]): number {
  if (shares.length < 2) return 0
  if (shares.length === 2) return Math.abs((shares[0]! - shares[1]!) / 2)
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  return Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length)
}
