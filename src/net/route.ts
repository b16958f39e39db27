import type { Random } from '../kernel/random'
import type { Endpoint, EndpointPort, EndpointSlice } from '../kube/kinds/endpointslice/api'
import type { Service } from '../kube/kinds/service/api'

/** Where a request to a service may go. */
export interface Target {
  readonly ip: string
  readonly port: number
  /** The pod's uid; '' for an address that a person wrote. */
  readonly pod: string
  readonly node: string
}

/** From where a service is asked. */
export interface Entry {
  /** From outside the cluster: by a node's port or a load balancer. */
  readonly external: boolean
  /** The node at which the request enters; '' when any may be it. */
  readonly node: string
  readonly zone: string | undefined
  /** To the endpoints themselves, past the service's policies: as a proxy does, or who found them by name. */
  readonly direct?: boolean
}

/**
 * All that may answer on a port of a service (its name; '' for the only one): what is ready, or, when nothing is, what still serves on
 * its way out. Upstream: CategorizeEndpoints with traffic policy Cluster; with `node` only those there (internalTrafficPolicy Local).
 */
export function targets(slices: readonly EndpointSlice[], portName = '', node?: string): Target[] {
  return categorized(slices, portName, (endpoint) => node === undefined || endpoint.nodeName === node)
}

/**
 * The same for a request that enters somewhere: Local policies leave only what is on the node, and a service that asks for short ways is
 * taken at its word as long as the hints name somebody near. Upstream: CategorizeEndpoints, topologyModeFromHints.
 */
export function reachable(service: Service, slices: readonly EndpointSlice[], portName: string, entry: Entry): Target[] {
  const { internalTrafficPolicy, externalTrafficPolicy } = service.spec
  if (entry.direct) return targets(slices, portName)
  if (entry.external ? externalTrafficPolicy === 'Local' : internalTrafficPolicy === 'Local') {
    // A balancer asks only nodes that say they have an endpoint, so from outside all of those are near.
    return targets(slices, portName, entry.external && !entry.node ? undefined : entry.node)
  }
  const near = shortWay(slices, entry)
  return near ? categorized(slices, portName, near) : targets(slices, portName)
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

/** The port of a service that a number or a name means; its first when nothing is said. */
export function servicePort(service: Service, port?: number | string) {
  const ports = service.spec.ports ?? []
  if (port === undefined) return ports[0]
  return ports.find((each) => (typeof port === 'number' ? each.port === port : each.name === port))
}

function categorized(slices: readonly EndpointSlice[], portName: string, takes: (endpoint: Endpoint) => boolean): Target[] {
  const ready: Target[] = []
  const leaving: Target[] = []
  for (const { endpoints, ports = [] } of slices) {
    const port = portOf(ports, portName)
    if (port === undefined) continue
    for (const endpoint of endpoints ?? []) {
      if (!takes(endpoint)) continue
      if (endpoint.conditions?.ready !== false) ready.push(target(endpoint, port))
      else if (endpoint.conditions.serving && endpoint.conditions.terminating) leaving.push(target(endpoint, port))
    }
  }
  return ready.length ? ready : leaving
}

/** Which endpoints are near, when every ready one has a hint and one of them is meant for this place. */
function shortWay(slices: readonly EndpointSlice[], { node, zone }: Entry): ((endpoint: Endpoint) => boolean) | undefined {
  let all = { nodes: true, zones: true }
  let here = { node: false, zone: false }
  let any = false
  for (const { endpoints } of slices) {
    for (const { hints, conditions } of endpoints ?? []) {
      if (conditions?.ready === false) continue
      any = true
      const nodes = hints?.forNodes ?? []
      const zones = hints?.forZones ?? []
      all = { nodes: all.nodes && nodes.length > 0, zones: all.zones && zones.length > 0 }
      if (!all.nodes && !all.zones) return undefined
      here = {
        node: here.node || nodes.some(({ name }) => name === node),
        zone: here.zone || zones.some(({ name }) => name === zone),
      }
    }
  }
  if (!any) return undefined
  if (all.nodes && here.node) return ({ hints }) => hints?.forNodes?.some(({ name }) => name === node) ?? false
  if (all.zones && here.zone) return ({ hints }) => hints?.forZones?.some(({ name }) => name === zone) ?? false
  return undefined
}

const portOf = (ports: readonly EndpointPort[], name: string) => ports.find((port) => (port.name ?? '') === name)?.port

const target = ({ addresses, targetRef, nodeName = '' }: Endpoint, port: number): Target => ({
  ip: addresses[0] ?? '',
  port,
  pod: targetRef?.uid ?? '',
  node: nodeName,
})
