import type { Random } from '../kernel/random'
import type { Endpoint, EndpointPort, EndpointSlice } from '../kube/kinds/endpointslice/api'
import type { Service } from '../kube/kinds/service/api'

/** Where a request to a service may go. */
export interface Target {
  readonly ip: string
  readonly port: number
  readonly pod: string
  readonly node: string
}

/**
 * All that may answer on a port of a service (its name; '' for the only one): what is ready, or, when nothing is, what still serves on
 * its way out. Upstream: CategorizeEndpoints with traffic policy Cluster; with `node` only those there (internalTrafficPolicy Local).
 */
export function targets(slices: readonly EndpointSlice[], portName = '', node?: string): Target[] {
  const ready: Target[] = []
  const leaving: Target[] = []
  for (const { endpoints, ports = [] } of slices) {
    const port = portOf(ports, portName)
    if (port === undefined) continue
    for (const endpoint of endpoints) {
      if (node !== undefined && endpoint.nodeName !== node) continue
      if (endpoint.conditions?.ready !== false) ready.push(target(endpoint, port))
      else if (endpoint.conditions.serving && endpoint.conditions.terminating) leaving.push(target(endpoint, port))
    }
  }
  return ready.length ? ready : leaving
}

/** One of them by chance, as iptables picks it; undefined when nobody answers. */
export function route(
  service: Service,
  slices: readonly EndpointSlice[],
  random: Random,
  portName?: string,
  node?: string,
): Target | undefined {
  const local = service.spec.internalTrafficPolicy === 'Local' ? node : undefined
  const found = targets(slices, portName ?? service.spec.ports?.[0]?.name, local)
  return found.length ? found[random.int(found.length)] : undefined
}

const portOf = (ports: readonly EndpointPort[], name: string) => ports.find((port) => (port.name ?? '') === name)?.port

const target = ({ addresses, targetRef, nodeName = '' }: Endpoint, port: number): Target => ({
  ip: addresses[0] ?? '',
  port,
  pod: targetRef?.uid ?? '',
  node: nodeName,
})
