import { same } from '../../api/freeze'
import type { Node } from '../kinds/node/api'
import { ImageTable } from './imageTable'
import type { HostPort } from './podInfo'
import { capacityOf, type Capacity, type Requests } from './requests'

/** What of a node changed, in the words by which plugins ask to be woken. */
export interface NodeChange {
  readonly added: boolean
  readonly labels: boolean
  readonly taints: boolean
  readonly allocatable: boolean
}

/** The values of one label over all nodes. */
export interface Topology {
  /** Number of the value by slot; -1: the node lacks the label. */
  readonly domain: Int32Array
  /** How many different values there are. */
  readonly size: number
  /** Is there a node without the label? */
  readonly gaps: boolean
}

const noCapacity = capacityOf()

/**
 * Nodes by slot: sums and capacities in typed columns, everything else beside them. A slot belongs to a name as long as the node is known
 * or pods are counted on it. What is worked out from labels and taints is kept until one of these changes.
 */
export class NodeTable {
  /** Allocatable and requested amounts by slot: millicores, bytes, pods. */
  allocCpu = new Float64Array(16)
  allocMemory = new Float64Array(16)
  allocEphemeral = new Float64Array(16)
  allocPods = new Float64Array(16)
  cpu = new Float64Array(16)
  memory = new Float64Array(16)
  ephemeral = new Float64Array(16)
  nonzeroCpu = new Float64Array(16)
  nonzeroMemory = new Float64Array(16)
  pods = new Float64Array(16)
  /** Bumped when nodes come, go, or change labels or taints. */
  version = 0
  /** How many nodes say which images they have. */
  withImages = 0
  readonly images = new ImageTable()
  /** Length that arrays by slot must have. */
  slots = 0
  private readonly bySlot: (Node | undefined)[] = []
  private readonly capacities: Capacity[] = []
  private readonly slotOf = new Map<string, number>()
  private readonly scalars: (Map<string, number> | undefined)[] = []
  private readonly ports: (HostPort[] | undefined)[] = []
  private readonly free: number[] = []
  private memo = new Map<string, unknown>()

  node(slot: number): Node {
    return this.bySlot[slot]!
  }

  /** The node's slot, or -1. */
  find(name: string): number {
    const slot = this.slotOf.get(name)
    return slot !== undefined && this.bySlot[slot] ? slot : -1
  }

  /** Slot for a name, made if need be. */
  slot(name: string): number {
    let slot = this.slotOf.get(name)
    if (slot !== undefined) return slot
    slot = this.free.pop() ?? this.slots++
    if (slot === this.cpu.length) this.grow()
    this.slotOf.set(name, slot)
    this.bySlot[slot] = undefined
    this.capacities[slot] = noCapacity
    return slot
  }

  put(node: Node): NodeChange {
    const slot = this.slot(node.metadata.name)
    const old = this.bySlot[slot]
    const change = {
      added: !old,
      labels: !old || !same(old.metadata.labels, node.metadata.labels),
      taints: !old || !same(old.spec?.taints, node.spec?.taints) || old.spec?.unschedulable !== node.spec?.unschedulable,
      allocatable: !old || !same(old.status?.allocatable, node.status?.allocatable),
    }
    this.bySlot[slot] = node
    this.imagesChanged(slot, old, node)
    if (change.allocatable) this.setCapacity(slot, capacityOf(node.status?.allocatable))
    if (change.labels || change.taints) this.touch()
    return change
  }

  remove(name: string): void {
    const slot = this.slotOf.get(name)
    if (slot === undefined) return
    this.imagesChanged(slot, this.bySlot[slot], undefined)
    this.bySlot[slot] = undefined
    this.setCapacity(slot, noCapacity)
    this.release(name, slot)
    this.touch()
  }

  /** Counts a pod in (sign 1) or out (sign -1). */
  count(name: string, requests: Requests, ports: readonly HostPort[], sign: 1 | -1): number {
    const slot = this.slot(name)
    this.cpu[slot]! += sign * requests.cpu
    this.memory[slot]! += sign * requests.memory
    this.ephemeral[slot]! += sign * requests.ephemeral
    this.nonzeroCpu[slot]! += sign * requests.nonzeroCpu
    this.nonzeroMemory[slot]! += sign * requests.nonzeroMemory
    this.pods[slot]! += sign
    for (const [resource, amount] of requests.scalars) {
      const sums = (this.scalars[slot] ??= new Map())
      sums.set(resource, (sums.get(resource) ?? 0) + sign * amount)
    }
    if (ports.length > 0) this.countPorts(slot, ports, sign)
    if (sign < 0) this.release(name, slot)
    return slot
  }

  /** Allocatable amount of an extended resource. */
  allocScalar(slot: number, resource: string): number {
    return this.capacities[slot]!.scalars.get(resource) ?? 0
  }

  /** Requested amount of an extended resource. */
  scalar(slot: number, resource: string): number {
    return this.scalars[slot]?.get(resource) ?? 0
  }

  /** Host ports in use on a node. */
  portsOn(slot: number): readonly HostPort[] {
    return this.ports[slot] ?? noPorts
  }

  /** Something worked out from names, labels and taints, made once per version. */
  derived<T>(key: string, make: () => T): T {
    let value = this.memo.get(key) as T | undefined
    if (value === undefined) {
      // Keys come from pod specs; a world of many different ones must not grow without bound.
      if (this.memo.size > 2000) this.memo.clear()
      this.memo.set(key, (value = make()))
    }
    return value
  }

  /** 1 by slot for each node that holds. */
  mask(key: string, holds: (node: Node) => boolean): Uint8Array {
    return this.derived(`mask ${key}`, () => {
      const mask = new Uint8Array(this.cpu.length)
      for (const slot of this.known()) if (holds(this.bySlot[slot]!)) mask[slot] = 1
      return mask
    })
  }

  /** Is there a node that holds? */
  any(key: string, holds: (node: Node) => boolean): boolean {
    return this.derived(`any ${key}`, () => this.bySlot.some((node) => node !== undefined && holds(node)))
  }

  topology(label: string): Topology {
    return this.derived(`topology ${label}`, () => {
      const domain = new Int32Array(this.cpu.length).fill(-1)
      const numbers = new Map<string, number>()
      for (const slot of this.known()) {
        const value = this.bySlot[slot]!.metadata.labels?.[label]
        if (value === undefined) continue
        let number = numbers.get(value)
        if (number === undefined) numbers.set(value, (number = numbers.size))
        domain[slot] = number
      }
      return { domain, size: numbers.size, gaps: this.known().some((slot) => domain[slot]! < 0) }
    })
  }

  /** Slots that have a node, ascending. */
  known(): readonly number[] {
    return this.derived('known', () => {
      const slots: number[] = []
      for (let slot = 0; slot < this.slots; slot++) if (this.bySlot[slot]) slots.push(slot)
      return slots
    })
  }

  /** Names by slot, as they are now: for records that outlive a change of the nodes. */
  names(): readonly string[] {
    return this.derived('names', () => this.bySlot.map((node) => node?.metadata.name ?? ''))
  }

  private imagesChanged(slot: number, old: Node | undefined, node: Node | undefined): void {
    const [before, after] = [old?.status?.images, node?.status?.images]
    this.withImages += Number((after?.length ?? 0) > 0) - Number((before?.length ?? 0) > 0)
    this.images.put(slot, old, node)
  }

  private touch(): void {
    this.version++
    this.memo = new Map()
  }

  private release(name: string, slot: number): void {
    if (this.bySlot[slot] || this.pods[slot] !== 0) return
    this.slotOf.delete(name)
    this.scalars[slot] = undefined
    this.ports[slot] = undefined
    this.free.push(slot)
  }

  private countPorts(slot: number, ports: readonly HostPort[], sign: 1 | -1): void {
    const used = (this.ports[slot] ??= [])
    for (const { ip, protocol, port } of ports) {
      if (sign > 0) used.push({ ip, protocol, port })
      else {
        const at = used.findIndex((other) => other.port === port && other.protocol === protocol && other.ip === ip)
        if (at >= 0) used.splice(at, 1)
      }
    }
  }

  private setCapacity(slot: number, capacity: Capacity): void {
    this.capacities[slot] = capacity
    this.allocCpu[slot] = capacity.cpu
    this.allocMemory[slot] = capacity.memory
    this.allocEphemeral[slot] = capacity.ephemeral
    this.allocPods[slot] = capacity.pods
  }

  private grow(): void {
    const length = this.cpu.length * 2
    const wider = (column: Float64Array) => {
      const next = new Float64Array(length)
      next.set(column)
      return next
    }
    this.allocCpu = wider(this.allocCpu)
    this.allocMemory = wider(this.allocMemory)
    this.allocEphemeral = wider(this.allocEphemeral)
    this.allocPods = wider(this.allocPods)
    this.cpu = wider(this.cpu)
    this.memory = wider(this.memory)
    this.ephemeral = wider(this.ephemeral)
    this.nonzeroCpu = wider(this.nonzeroCpu)
    this.nonzeroMemory = wider(this.nonzeroMemory)
    this.pods = wider(this.pods)
  }
}

const noPorts: readonly HostPort[] = []
