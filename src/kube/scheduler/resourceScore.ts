import type { NodeTable } from './nodeTable'
import type { PodInfo } from './podInfo'

/** A resource that a score looks at. */
export interface ResourceWeight {
  readonly name: string
  readonly weight: number
}

/** Requested (with the pod) and allocatable amount of one resource of one node. */
export type ResourceReader = (slot: number) => readonly [requested: number, allocatable: number]

export const cpuAndMemory: readonly ResourceWeight[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
]

/** How a node is rated by one resource, 0 to 100. Rules: noderesources/least_allocated.go, most_allocated.go. */
export type ResourceRating = (requested: number, allocatable: number) => number

export const leastAllocated: ResourceRating = (requested, allocatable) =>
  allocatable === 0 || requested > allocatable ? 0 : Math.floor(((allocatable - requested) * 100) / allocatable)

export const mostAllocated: ResourceRating = (requested, allocatable) =>
  allocatable === 0 ? 0 : Math.floor((Math.min(requested, allocatable) * 100) / allocatable)

/** A point of a RequestedToCapacityRatio curve: utilization 0 to 100, score 0 to 10. */
export interface ShapePoint {
  readonly utilization: number
  readonly score: number
}

/** Rates by a broken line over the utilization. Rule: helper/shape_score.go. */
export function byShape(shape: readonly ShapePoint[]): ResourceRating {
  const at = (utilization: number) => {
    const right = shape.findIndex((point) => utilization <= point.utilization)
    if (right < 0) return shape[shape.length - 1]!.score * 10
    if (right === 0) return shape[0]!.score * 10
    const a = shape[right - 1]!
    const b = shape[right]!
    return Math.trunc(
      a.score * 10 + Math.trunc(((b.score - a.score) * 10 * (utilization - a.utilization)) / (b.utilization - a.utilization)),
    )
  }
  return (requested, allocatable) =>
    at(allocatable === 0 || requested > allocatable ? 100 : Math.floor((requested * 100) / allocatable))
}

/**
 * Reads one resource, the pod counted in. `nonzero`: containers that ask for nothing count with their defaults. Null when the pod does not
 * ask for an extended resource, which then does not count.
 */
export function resourceReader({ requests }: PodInfo, name: string, table: NodeTable, nonzero: boolean): ResourceReader | null {
  if (name === 'cpu') {
    const used = nonzero ? table.nonzeroCpu : table.cpu
    const own = nonzero ? requests.nonzeroCpu : requests.cpu
    return (slot) => [used[slot]! + own, table.allocCpu[slot]!]
  }
  if (name === 'memory') {
    const used = nonzero ? table.nonzeroMemory : table.memory
    const own = nonzero ? requests.nonzeroMemory : requests.memory
    return (slot) => [used[slot]! + own, table.allocMemory[slot]!]
  }
  if (name === 'ephemeral-storage') return (slot) => [table.ephemeral[slot]! + requests.ephemeral, table.allocEphemeral[slot]!]
  const own = requests.scalars.find(([scalar]) => scalar === name)?.[1] ?? 0
  return own === 0 ? null : (slot) => [table.scalar(slot, name) + own, table.allocScalar(slot, name)]
}
