import { bytes } from '../../api/quantity'
import { diskAt, leakOf } from '../../runtime/processState'
import { NODE_DISK, type MachineFacts } from '../node/nodeStatus'
import type { Load } from './load'
import { containerKey, containerNames, type PodRecord, type Shared } from './shared'
import {
  amountOf,
  resourceOf,
  type ContainerUse,
  type Observation,
  type Observations,
  type Signal,
  type Threshold,
} from './thresholds'

/** What the machines are, and what their images take. */
export interface Machines {
  machine(node: string): MachineFacts | undefined
  /** Bytes of all images of a node. */
  imageBytes(node: string): number
}

/** What is in use on nodes and in pods; upstream: the kubelet's summary. */
export interface NodeStats {
  observe(node: string): Observations
  /** Bytes in use: of the system and of all containers. */
  memoryUsed(node: string): number
  memoryOf(record: PodRecord): readonly ContainerUse[]
  diskOf(record: PodRecord): readonly ContainerUse[]
  processesOf(record: PodRecord): number
  /** Ms until growing containers will have crossed a threshold; Infinity: never. */
  untilCrossed(node: string, thresholds: readonly Threshold[], observations: Observations): number
  /** Ms until a growing container will have used up its disk limit; Infinity: never. */
  untilDiskLimit(node: string): number
}

const MIB = 1024 ** 2
/** What the operating system, kubelet and container runtime use of a machine. */
const SYSTEM_MEMORY = 300 * MIB
const SYSTEM_DISK = 6 * 1024 * MIB
const SYSTEM_PROCESSES = 150
const MAX_PID = 32_768
/** Memory and disks are counted in pages. */
const PAGE = 4096

/** The sum over containers. */
export const total = (uses: readonly ContainerUse[]): number => uses.reduce((sum, { amount }) => sum + amount, 0)

export function createNodeStats(shared: Shared, load: Load, machines: Machines): NodeStats {
  const { kernel, engine, records, onNode } = shared
  const recordsOn = (node: string): PodRecord[] => (onNode.get(node) ?? []).map((uid) => records.get(uid)!)

  const diskOf = ({ uid, pod }: PodRecord): ContainerUse[] =>
    containerNames(pod).flatMap((name) => {
      const running = engine.get(containerKey(uid, name))
      return running ? [{ name, amount: diskAt(running.spec, running.process, kernel.now) }] : []
    })

  const processesOf = ({ uid, pod }: PodRecord): number =>
    containerNames(pod).reduce((sum, name) => {
      const id = containerKey(uid, name)
      return sum + (engine.alive(id) ? (engine.get(id)?.spec.behaviour.processes ?? 1) : 0)
    }, 0)

  const pages = (amount: number) => Math.floor(amount / PAGE) * PAGE
  const memoryOf = ({ uid }: PodRecord): ContainerUse[] =>
    load.usageOf(uid).map(({ name, memory }) => ({ name, amount: pages(memory) }))

  /** Small machines have small systems. */
  const systemMemory = (capacity: number) => Math.min(SYSTEM_MEMORY, capacity * 0.1)
  const memoryUsed = (node: string): number =>
    systemMemory(memoryOfMachine(node)) + recordsOn(node).reduce((sum, record) => sum + total(memoryOf(record)), 0)
  const memoryOfMachine = (node: string) => bytes(machines.machine(node)?.memory ?? '0')

  const observe = (node: string): Observations => {
    const own = recordsOn(node)
    const capacity = memoryOfMachine(node)
    const disk = SYSTEM_DISK + machines.imageBytes(node) + own.reduce((sum, record) => sum + total(diskOf(record)), 0)
    const fs = { available: Math.max(0, pages(NODE_DISK - disk)), capacity: NODE_DISK }
    const pids = MAX_PID - SYSTEM_PROCESSES - own.reduce((sum, record) => sum + processesOf(record), 0)
    return new Map<Signal, Observation>([
      ['memory.available', { available: Math.max(0, pages(capacity - memoryUsed(node))), capacity }],
      ['nodefs.available', fs],
      ['imagefs.available', fs],
      ['pid.available', { available: pids, capacity: MAX_PID }],
    ])
  }

  /** How fast the containers of a node grow, bytes a second. */
  const growth = (node: string) => {
    const rates = { memory: 0, disk: 0 }
    for (const { uid, pod } of recordsOn(node)) {
      for (const name of containerNames(pod)) {
        const id = containerKey(uid, name)
        if (!engine.alive(id)) continue
        const own = leakOf(engine.get(id)!.spec)
        rates.memory += own.memory
        rates.disk += own.disk
      }
    }
    return rates
  }

  return {
    observe,
    memoryUsed,
    memoryOf,
    diskOf,
    processesOf,
    untilCrossed(node, thresholds, observations) {
      const rates = growth(node)
      let soonest = Infinity
      for (const threshold of thresholds) {
        const seen = observations.get(threshold.signal)
        const resource = resourceOf(threshold)
        const rate = resource === 'memory' ? rates.memory : resource === 'pids' ? 0 : rates.disk
        if (!seen || rate <= 0) continue
        soonest = Math.min(soonest, ((seen.available - amountOf(threshold, seen.capacity)) / rate) * 1000)
      }
      return soonest
    },
    untilDiskLimit(node) {
      let soonest = Infinity
      for (const { uid, pod } of recordsOn(node)) {
        for (const { name, resources } of pod.spec.containers) {
          const limit = resources?.limits?.['ephemeral-storage']
          const running = limit === undefined ? undefined : engine.get(containerKey(uid, name))
          if (!running || limit === undefined) continue
          const rate = leakOf(running.spec).disk
          const left = bytes(limit) - diskAt(running.spec, running.process, kernel.now)
          if (rate > 0 && left >= 0) soonest = Math.min(soonest, (left / rate) * 1000 + 1)
        }
      }
      return soonest
    },
  }
}
