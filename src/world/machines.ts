import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import type { MachineFacts } from '../kube/node/nodeStatus'

/** A machine to join the cluster; what is left out is a common size. */
export interface MachineSpec {
  readonly name?: string
  /** As quantities: `4`, `8Gi`. */
  readonly cpu?: string
  readonly memory?: string
  readonly zone?: string
  readonly pods?: number
  /** What its Node is registered with. */
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: MachineFacts['taints']
}

/** A machine as it stands. */
export interface Machine extends MachineFacts {
  readonly powered: boolean
  readonly connected: boolean
}

const ZONES = ['zone-a', 'zone-b', 'zone-c'] as const

/** The machines under the nodes: which there are, which have power, which can reach the control plane. */
export class Machines {
  private readonly machines = new CowMap<string, Machine>()

  constructor(kernel: Kernel) {
    kernel.part<SavedMap<string, Machine>>('machines', {
      save: () => this.machines.save(),
      load: (saved) => this.machines.load(saved),
    })
  }

  /** Adds a machine; one without a name is called by the next free number. */
  add({ name, cpu = '4', memory = '8Gi', zone, pods = 110, labels, taints }: MachineSpec): Machine {
    let number = this.machines.size + 1
    while (this.machines.has(`node-${number}`)) number++
    const chosen = name ?? `node-${number}`
    const machine: Machine = {
      name: chosen,
      cpu,
      memory,
      zone: zone ?? ZONES[this.machines.size % ZONES.length]!,
      pods,
      ...(labels && { labels }),
      ...(taints?.length && { taints }),
      powered: true,
      connected: true,
    }
    this.machines.set(chosen, machine)
    return machine
  }

  get(name: string): Machine | undefined {
    return this.machines.get(name)
  }

  has(name: string): boolean {
    return this.machines.has(name)
  }

  remove(name: string): void {
    this.machines.delete(name)
  }

  setPower(name: string, powered: boolean): void {
    const machine = this.machines.get(name)
    if (machine) this.machines.set(name, { ...machine, powered })
  }

  setConnected(name: string, connected: boolean): void {
    const machine = this.machines.get(name)
    if (machine) this.machines.set(name, { ...machine, connected })
  }

  /** Can the machine's kubelet talk to the API server? */
  reaches(name: string): boolean {
    const machine = this.machines.get(name)
    return machine !== undefined && machine.powered && machine.connected
  }

  facts(name: string): { readonly powered: boolean; readonly connected: boolean } {
    const machine = this.machines.get(name)
    return { powered: machine?.powered ?? false, connected: machine?.connected ?? false }
  }
}
