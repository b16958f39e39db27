import { bytes, formatBytes } from '../../api/quantity'
import type { Pod } from '../kinds/pod/api'
import { evictionOrder, type EvictionComparator, type Scarce } from './eviction'

/** What a kubelet watches to keep its node alive; upstream: evictionapi.Signal. */
export type Signal = 'memory.available' | 'nodefs.available' | 'imagefs.available' | 'pid.available'

/** The condition of a node that runs short. */
export type Pressure = 'MemoryPressure' | 'DiskPressure' | 'PIDPressure'

/** A signal and the least of it that must be left: a quantity, or a share of the whole such as `10%`. */
export interface Threshold {
  readonly signal: Signal
  readonly value: string
}

/** How much of something is left of how much. */
export interface Observation {
  readonly available: number
  readonly capacity: number
}

export type Observations = ReadonlyMap<Signal, Observation>

/** Upstream's defaults on Linux; process numbers are not watched unless asked for. */
export const hardThresholds: readonly Threshold[] = [
  { signal: 'memory.available', value: '100Mi' },
  { signal: 'nodefs.available', value: '10%' },
  { signal: 'imagefs.available', value: '15%' },
]

const pressures: Readonly<Record<Signal, Pressure>> = {
  'memory.available': 'MemoryPressure',
  'nodefs.available': 'DiskPressure',
  'imagefs.available': 'DiskPressure',
  'pid.available': 'PIDPressure',
}
const resources: Readonly<Record<Signal, Scarce>> = {
  'memory.available': 'memory',
  'nodefs.available': 'ephemeral-storage',
  'imagefs.available': 'ephemeral-storage',
  'pid.available': 'pids',
}
const rankings: Readonly<Partial<Record<Scarce, readonly EvictionComparator[]>>> = {
  memory: [{ by: 'exceedsRequest', resource: 'memory' }, { by: 'priority' }, { by: 'usageOverRequest', resource: 'memory' }],
  'ephemeral-storage': [
    { by: 'exceedsRequest', resource: 'ephemeral-storage' },
    { by: 'priority' },
    { by: 'usageOverRequest', resource: 'ephemeral-storage' },
  ],
  pids: [{ by: 'priority' }, { by: 'usage', resource: 'pids' }],
}

export const pressureOf = ({ signal }: Threshold): Pressure => pressures[signal]
export const resourceOf = ({ signal }: Threshold): Scarce => resources[signal]

/** The threshold as an amount: bytes, or processes. */
export const amountOf = ({ value }: Threshold, capacity: number): number =>
  value.endsWith('%') ? Math.trunc((capacity * Number(value.slice(0, -1))) / 100) : bytes(value)

/** Thresholds that are crossed, memory first. Rules: thresholdsMet, byEvictionPriority. */
export function crossed(thresholds: readonly Threshold[], observations: Observations): readonly Threshold[] {
  const met = thresholds.filter((threshold) => {
    const seen = observations.get(threshold.signal)
    return seen !== undefined && amountOf(threshold, seen.capacity) > seen.available
  })
  const isMemory = ({ signal }: Threshold) => Number(signal === 'memory.available')
  return [...met].sort((a, b) => isMemory(b) - isMemory(a))
}

/** The pods in the order in which they go for a resource. Rules: rankMemoryPressure, rankDiskPressureFunc, rankPIDPressure. */
export const rankedFor = (
  resource: Scarce,
  pods: readonly Pod[],
  usage: (pod: Pod, resource: Scarce) => number | undefined,
): Pod[] => evictionOrder(pods, rankings[resource] ?? [], usage)

/** What one container uses of the scarce resource. */
export interface ContainerUse {
  readonly name: string
  readonly amount: number
}

/** Why a pod was evicted, in the kubelet's words, the blank at the end included. Rule: evictionMessage. */
export function evictionMessage(
  threshold: Threshold,
  { available, capacity }: Observation,
  { spec }: Pod,
  uses: readonly ContainerUse[],
): string {
  const resource = resourceOf(threshold)
  const asText = (amount: number) => (resource === 'pids' ? String(amount) : formatBytes(amount))
  const told = [
    `The node was low on resource: ${resource}. `,
    `Threshold quantity: ${asText(amountOf(threshold, capacity))}, available: ${asText(available)}. `,
  ]
  if (resource === 'pids') return told.join('')
  const containers = [...spec.containers, ...(spec.initContainers ?? [])]
  for (const { name, amount } of uses) {
    const request = containers.find((each) => each.name === name)?.resources?.requests?.[resource] ?? '0'
    if (amount <= bytes(request)) continue
    told.push(`Container ${name} was using ${asText(amount)}, request is ${request}, has larger consumption of ${resource}. `)
  }
  return told.join('')
}

/** Why a pod goes that uses more of the disk than it may, or ''. Rules: podEphemeralStorageLimitEviction and its like for containers. */
export function diskLimitMessage({ spec }: Pod, uses: readonly ContainerUse[]): string {
  const limitOf = (name: string) => spec.containers.find((each) => each.name === name)?.resources?.limits?.['ephemeral-storage']
  const limits = spec.containers.map(({ name }) => limitOf(name))
  const some = limits.filter((limit) => limit !== undefined)
  const total = some.reduce((sum, limit) => sum + bytes(limit), 0)
  const used = uses.reduce((sum, { amount }) => sum + amount, 0)
  if (some.length > 0 && used > total)
    return `Pod ephemeral local storage usage exceeds the total limit of containers ${formatBytes(total)}. `
  for (const { name, amount } of uses) {
    const limit = limitOf(name)
    if (limit !== undefined && bytes(limit) > 0 && amount > bytes(limit))
      return `Container ${name} exceeded its local ephemeral storage limit ${JSON.stringify(limit)}. `
  }
  return ''
}
