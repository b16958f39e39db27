import { dns1123Subdomain, labelValue, qualifiedName } from '../api/names'
import { isQuantity } from '../api/quantity'
import type { MachineFacts } from '../kube/node/nodeStatus'
import { CommandError } from './commandError'

/** What a person may say of a machine, or of all machines of a pool. */
export interface MachineWish {
  readonly name?: string
  readonly cpu?: string
  readonly memory?: string
  readonly zone?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: MachineFacts['taints']
}

/** Throws CommandError for a machine whose Node the API server would never take: its kubelet could not register. */
export function checkMachine({ name, cpu, memory, zone, labels = {}, taints = [] }: MachineWish): void {
  // The name is the value of a label too.
  if (name !== undefined && [...dns1123Subdomain(name), ...labelValue(name)].length) refuse('a name for a node', name)
  if (zone !== undefined && labelValue(zone).length) refuse('a zone', zone)
  for (const amount of [cpu, memory]) if (amount !== undefined && !isQuantity(amount)) refuse('an amount', amount)
  for (const [key, value] of Object.entries(labels)) {
    if ([...qualifiedName(key), ...labelValue(value)].length) refuse('a label', `${key}=${value}`)
  }
  const pairs = new Set<string>()
  for (const { key, value = '', effect } of taints) {
    const pair = `${key}:${effect}`
    if (pairs.has(pair) || [...qualifiedName(key), ...labelValue(value)].length) refuse('a taint', pair)
    pairs.add(pair)
  }
}

function refuse(what: string, given: string): never {
  throw new CommandError(`not ${what}: ${given}`)
}
