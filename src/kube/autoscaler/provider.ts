import type { MachineFacts } from '../node/nodeStatus'

/** A group of like machines, as a cloud offers it to the autoscaler. */
export interface NodeGroup {
  readonly name: string
  readonly min: number
  readonly max: number
  /** Machines there are or that were asked for. */
  readonly size: number
  /** Can machines be had and given back? Those on premises cannot. */
  readonly elastic: boolean
  /** Of one machine, in dollars per hour. */
  readonly price: number
  /** What the next machine will be like. */
  readonly template: Omit<MachineFacts, 'name'>
  /** Names of the machines that were started, in the order in which they came. */
  readonly nodes: readonly string[]
  /** Names of those that are on their way. */
  readonly joining: readonly string[]
}

/** Who has machines; upstream: cloudprovider.CloudProvider. */
export interface CloudProvider {
  readonly groups: readonly NodeGroup[]
  /** The group that a node belongs to; undefined for machines outside of all groups. */
  groupOf(node: string): NodeGroup | undefined
  /** Asks for so many machines more. */
  grow(group: string, by: number): void
  /** Gives a machine back, with its Node. */
  release(node: string): void
  /** Calls when a group came or changed its bounds. */
  onChange(run: () => void): void
}

/** What the autoscaler decided last about a group, in its own words. */
export interface Decision {
  /** Virtual ms. */
  readonly at: number
  readonly text: string
}
