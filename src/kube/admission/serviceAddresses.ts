import type { AdmissionStep } from '../../api/admission'
import { invalid, invalidError, type FieldError } from '../../api/errors'
import type { Addresses } from '../../net/addresses'
import { NODE_PORTS, SERVICE_CIDR } from '../../net/addresses'
import serviceKind, { type Service, type ServicePort } from '../kinds/service/api'

/**
 * Gives Services their cluster IPs and node ports, and takes them back; upstream: the Service REST allocators.
 * Runs after validation, so that a refused Service holds nothing.
 */
export const serviceAddresses = (addresses: Addresses): AdmissionStep => ({
  name: 'ServiceAddresses',
  kinds: ['Service'],
  allocate(object, old) {
    const service = object as Service
    const before = old as Service | undefined
    const taken: (() => void)[] = []
    const errors = familyErrors(service.spec, before?.spec)
    if (errors.length) throw invalidError(serviceKind, service.metadata.name, errors)
    const withIP = clusterIP(addresses, service, before, taken, errors)
    const placed = healthPort(addresses, nodePorts(addresses, withIP, before, taken, errors), before, taken, errors)
    if (errors.length) {
      for (const giveBack of taken) giveBack()
      throw invalidError(serviceKind, service.metadata.name, errors)
    }
    return placed
  },
  released(object) {
    const { spec } = object as Service
    for (const ip of ipsOf(spec)) addresses.freeClusterIP(ip)
    for (const { nodePort } of spec.ports ?? []) if (nodePort) addresses.freeNodePort(nodePort)
    if (spec.healthCheckNodePort) addresses.freeNodePort(spec.healthCheckNodePort)
  },
})

/** Refuses families of addresses that this cluster has not: it speaks IPv4 alone. Upstream: initIPFamilyFields. */
function familyErrors(spec: Service['spec'], old: Service['spec'] | undefined): FieldError[] {
  const { type, clusterIP, clusterIPs = [], ipFamilies = [], ipFamilyPolicy: policy, selector = {} } = spec
  const isOld = old?.ipFamilyPolicy === policy && old?.ipFamilies === spec.ipFamilies && old?.clusterIPs === spec.clusterIPs
  if (type === 'ExternalName' || isOld) return []
  const path = 'spec.ipFamilyPolicy'
  const out: FieldError[] = []
  const twice = (what: string) =>
    out.push(invalid(path, policy, `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`))
  if (policy === 'SingleStack' && clusterIPs.length === 2) twice('cluster IPs')
  if (policy === 'SingleStack' && ipFamilies.length === 2) twice('IP families')
  // Whoever writes the endpoints of such a service may have both.
  if (out.length || (clusterIP === 'None' && !Object.keys(selector).length)) return out
  if (policy === 'RequireDualStack') {
    out.push(invalid(path, policy, 'this cluster is not configured for dual-stack services'))
  }
  ipFamilies.forEach((family, i) => {
    if (family !== 'IPv4') out.push(invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster'))
  })
  return out
}

const ipsOf = (spec: Service['spec']): readonly string[] => (spec.clusterIPs ?? []).filter((ip) => ip && ip !== 'None')
const hasIP = ({ spec }: Service) => spec.type !== 'ExternalName'
const hasNodePorts = ({ spec }: Service) =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)

const needsHealthPort = ({ spec }: Service) => spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local'

/** The port at which each node tells a load balancer whether it has an endpoint. Upstream: allocHealthCheckNodePort. */
function healthPort(
  addresses: Addresses,
  service: Service,
  old: Service | undefined,
  taken: (() => void)[],
  errors: FieldError[],
): Service {
  const held = old?.spec.healthCheckNodePort
  const asked = service.spec.healthCheckNodePort
  if (!needsHealthPort(service)) {
    if (held && !errors.length) addresses.freeNodePort(held)
    return service
  }
  if (asked && asked === held) return service
  if (!asked) {
    if (held) return { ...service, spec: { ...service.spec, healthCheckNodePort: held } }
    const free = addresses.nextNodePort()
    if (!free) {
      errors.push(invalid('spec.healthCheckNodePort', 0, 'failed to allocate a nodePort: range is full'))
      return service
    }
    taken.push(() => addresses.freeNodePort(free))
    return { ...service, spec: { ...service.spec, healthCheckNodePort: free } }
  }
  const refusal = addresses.takeNodePort(asked)
  if (refusal) {
    const why =
      refusal === 'taken'
        ? 'provided port is already allocated'
        : `provided port is not in the valid range. The range of valid ports is ${NODE_PORTS}`
    errors.push(invalid('spec.healthCheckNodePort', asked, `failed to allocate requested HealthCheck NodePort ${asked}: ${why}`))
  } else taken.push(() => addresses.freeNodePort(asked))
  return service
}

function clusterIP(
  addresses: Addresses,
  service: Service,
  old: Service | undefined,
  taken: (() => void)[],
  errors: FieldError[],
): Service {
  const held = old ? ipsOf(old.spec) : []
  const asked = service.spec.clusterIPs?.[0] ?? service.spec.clusterIP ?? ''
  if (!hasIP(service)) {
    for (const ip of held) addresses.freeClusterIP(ip)
    return service
  }
  if (asked === 'None' || held.includes(asked)) return service
  const take = (ip: string) => {
    taken.push(() => addresses.freeClusterIP(ip))
    return { ...service, spec: { ...service.spec, clusterIP: ip, clusterIPs: [ip] } }
  }
  if (!asked) {
    const ip = addresses.nextClusterIP()
    if (ip) return take(ip)
    errors.push(invalid('spec.clusterIPs', [], 'failed to allocate a clusterIP: range is full'))
    return service
  }
  const refusal = addresses.takeClusterIP(asked)
  if (!refusal) return take(asked)
  const why =
    refusal === 'taken'
      ? 'provided IP is already allocated'
      : `the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${SERVICE_CIDR}`
  errors.push(invalid('spec.clusterIPs', [asked], `failed to allocate IP ${asked}: ${why}`))
  return service
}

function nodePorts(
  addresses: Addresses,
  service: Service,
  old: Service | undefined,
  taken: (() => void)[],
  errors: FieldError[],
): Service {
  const held = new Set((old?.spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : [])))
  const wants = hasNodePorts(service)
  const kept = new Set<number>()
  let changed = false
  const ports = (service.spec.ports ?? []).map((port, i): ServicePort => {
    const { nodePort } = port
    if (nodePort && (kept.has(nodePort) || held.has(nodePort))) {
      kept.add(nodePort)
      return port
    }
    if (!wants) return port
    if (nodePort) {
      const refusal = addresses.takeNodePort(nodePort)
      if (refusal) {
        const why =
          refusal === 'taken'
            ? 'provided port is already allocated'
            : `provided port is not in the valid range. The range of valid ports is ${NODE_PORTS}`
        errors.push(invalid(`spec.ports[${i}].nodePort`, nodePort, why))
      } else taken.push(() => addresses.freeNodePort(nodePort))
      kept.add(nodePort)
      return port
    }
    const free = addresses.nextNodePort()
    if (!free) {
      errors.push(invalid(`spec.ports[${i}].nodePort`, 0, 'failed to allocate a nodePort: range is full'))
      return port
    }
    taken.push(() => addresses.freeNodePort(free))
    kept.add(free)
    changed = true
    return { ...port, nodePort: free }
  })
  if (!errors.length) for (const port of held) if (!kept.has(port)) addresses.freeNodePort(port)
  return changed ? { ...service, spec: { ...service.spec, ports } } : service
}
