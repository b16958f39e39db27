import type { Node } from '../../kinds/node/api'
import type { Pod } from '../../kinds/pod/api'
import type { NodeTable } from '../nodeTable'
import { fits, refuse, type NodeFilter, type NodeScorer, type Refusal, type SchedulerPlugin } from '../plugin'
import type { PodInfo } from '../podInfo'
import { capacityOf, isExtended, requestsOf, type Requests } from '../requests'
import { cpuAndMemory, leastAllocated, resourceReader, type ResourceRating, type ResourceWeight } from '../resourceScore'

/** Settings of the plugin; upstream: NodeResourcesFitArgs. */
export interface FitArgs {
  readonly ignoredResources?: readonly string[]
  readonly ignoredResourceGroups?: readonly string[]
  readonly rating?: ResourceRating
  readonly resources?: readonly ResourceWeight[]
  /** RequestedToCapacityRatio leaves resources that score 0 out of the mean and rounds to the nearest. */
  readonly ratio?: boolean
}

/** Refuses nodes without room for the pod's requests, and likes those with the most room left. */
export function nodeResourcesFitWith(args: FitArgs = {}): SchedulerPlugin {
  const {
    ignoredResources = [],
    ignoredResourceGroups = [],
    rating = leastAllocated,
    resources = cpuAndMemory,
    ratio = false,
  } = args
  const ignored = (name: string) =>
    isExtended(name) && (ignoredResources.includes(name) || ignoredResourceGroups.includes(name.split('/', 1)[0]!))
  const plain = rating === leastAllocated && resources === cpuAndMemory && !ratio
  return {
    name: 'NodeResourcesFit',
    wakeOn: [
      { on: 'pod/delete' },
      { on: 'node/add', hint: ({ requests }, { node }) => roomy(requests, node) },
      {
        on: 'node/allocatable',
        hint: ({ requests }, { node, oldNode }) => roomy(requests, node) && grew(requests, node, oldNode),
      },
      { on: 'pod/requests', hint: ({ requests }, { pod, oldPod }) => shrank(requests, pod, oldPod) },
      { on: 'own/requests' },
    ],
    filter: ({ requests }, { cluster: { table } }) => roomFor(requests, table, ignored),
    score: (pod, { cluster: { table } }) =>
      plain ? leastAllocatedScorer(pod, table) : weightedScorer(pod, table, resources, rating, ratio),
  }
}

/** The plugin with the settings of a default cluster. */
export const nodeResourcesFit = nodeResourcesFitWith()

const refusals = new Map<string, Refusal>()
const insufficient = (missing: readonly string[], preemptible: boolean): Refusal => {
  const key = `${preemptible} ${missing.join()}`
  let refusal = refusals.get(key)
  if (!refusal) {
    if (refusals.size > 1000) refusals.clear()
    refusals.set(key, (refusal = refuse(missing, { preemptible })))
  }
  return refusal
}

/** Judges nodes by free room. A request beyond all that a node has cannot be helped by removing pods. Rule: noderesources/fit.go, fitsRequest. */
function roomFor(requests: Requests, table: NodeTable, ignored: (name: string) => boolean): NodeFilter {
  const { allocCpu, allocMemory, allocEphemeral, allocPods, pods } = table
  const { cpu: usedCpu, memory: usedMemory, ephemeral: usedEphemeral } = table
  const { cpu, memory, ephemeral } = requests
  const scalars = requests.scalars.filter(([name]) => !ignored(name))
  const explain = (slot: number) => {
    const missing: string[] = []
    let helpless = false
    const check = (name: string, amount: number, allocatable: number, used: number) => {
      if (amount <= 0 || amount <= allocatable - used) return
      missing.push(`Insufficient ${name}`)
      helpless ||= amount > allocatable
    }
    if (pods[slot]! + 1 > allocPods[slot]!) missing.push('Too many pods')
    check('cpu', cpu, allocCpu[slot]!, usedCpu[slot]!)
    check('memory', memory, allocMemory[slot]!, usedMemory[slot]!)
    check('ephemeral-storage', ephemeral, allocEphemeral[slot]!, usedEphemeral[slot]!)
    for (const [name, amount] of scalars) check(name, amount, table.allocScalar(slot, name), table.scalar(slot, name))
    return insufficient(missing, !helpless)
  }
  return (slot) =>
    pods[slot]! >= allocPods[slot]! ||
    (cpu > 0 && cpu > allocCpu[slot]! - usedCpu[slot]!) ||
    (memory > 0 && memory > allocMemory[slot]! - usedMemory[slot]!) ||
    (ephemeral > 0 && ephemeral > allocEphemeral[slot]! - usedEphemeral[slot]!) ||
    (scalars.length > 0 && scalars.some(([name, amount]) => amount > table.allocScalar(slot, name) - table.scalar(slot, name)))
      ? explain(slot)
      : fits
}

/** Would the pod fit the node if it were empty? */
function roomy(requests: Requests, node: Node | undefined): boolean {
  const room = capacityOf(node?.status?.allocatable)
  return (
    room.pods >= 1 &&
    requests.cpu <= room.cpu &&
    requests.memory <= room.memory &&
    requests.ephemeral <= room.ephemeral &&
    requests.scalars.every(([name, amount]) => amount <= (room.scalars.get(name) ?? 0))
  )
}

/** Has the node more than before of anything that is asked for? Rule: haveAnyRequestedResourcesIncreased. */
function grew(requests: Requests, node: Node | undefined, old: Node | undefined): boolean {
  const [now, before] = [capacityOf(node?.status?.allocatable), capacityOf(old?.status?.allocatable)]
  return (
    now.pods > before.pods ||
    (requests.cpu > 0 && now.cpu > before.cpu) ||
    (requests.memory > 0 && now.memory > before.memory) ||
    (requests.ephemeral > 0 && now.ephemeral > before.ephemeral) ||
    requests.scalars.some(([name]) => (now.scalars.get(name) ?? 0) > (before.scalars.get(name) ?? 0))
  )
}

/** Did a placed pod give back something that is asked for? Rule: isResourceScaleDown. */
function shrank(requests: Requests, pod: Pod | undefined, old: Pod | undefined): boolean {
  if (!pod || !old) return false
  const [now, before] = [requestsOf(pod), requestsOf(old)]
  return (
    (requests.cpu > 0 && now.cpu < before.cpu) ||
    (requests.memory > 0 && now.memory < before.memory) ||
    (requests.ephemeral > 0 && now.ephemeral < before.ephemeral)
  )
}

/** Least allocated by cpu and memory in equal parts: what nearly every cluster runs, so without detours. */
function leastAllocatedScorer({ requests }: PodInfo, table: NodeTable): NodeScorer {
  const { nonzeroCpu, nonzeroMemory, allocCpu, allocMemory } = table
  return (slots, count, out) => {
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!
      const cpu = allocCpu[slot]!
      const memory = allocMemory[slot]!
      const byCpu = leastAllocated(nonzeroCpu[slot]! + requests.nonzeroCpu, cpu)
      const byMemory = leastAllocated(nonzeroMemory[slot]! + requests.nonzeroMemory, memory)
      out[i] = cpu === 0 ? byMemory : memory === 0 ? byCpu : (byCpu + byMemory) >> 1
    }
  }
}

function weightedScorer(
  pod: PodInfo,
  table: NodeTable,
  resources: readonly ResourceWeight[],
  rating: ResourceRating,
  ratio: boolean,
): NodeScorer {
  const readers = resources.flatMap(({ name, weight }) => {
    const read = resourceReader(pod, name, table, true)
    return read ? [{ read, weight }] : []
  })
  return (slots, count, out) => {
    for (let i = 0; i < count; i++) {
      let sum = 0
      let weights = 0
      for (const { read, weight } of readers) {
        const [requested, allocatable] = read(slots[i]!)
        if (allocatable === 0) continue
        const score = rating(requested, allocatable)
        if (ratio && score <= 0) continue
        sum += score * weight
        weights += weight
      }
      out[i] = weights === 0 ? 0 : ratio ? Math.round(sum / weights) : Math.floor(sum / weights)
    }
  }
}
