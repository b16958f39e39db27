import { same } from '../../../api/freeze'
import type { Draft } from '../../../api/meta'
import { fill, mapSame, replace } from '../pod/api'
import type { Service, ServicePort, ServiceSpec } from './types'

const affinitySeconds = 10_800

/** Fills a service. Rule: SetDefaults_Service. */
export function defaultService(service: Draft<Service>): Draft<Service> {
  const spec = service.spec ?? {}
  const filled = replace(spec, {
    type: spec.type || 'ClusterIP',
    sessionAffinity: spec.sessionAffinity || 'None',
    ports: mapSame(spec.ports, defaultPort),
  })
  return replace(service, { spec: policies(affinity(filled)) })
}

/**
 * Derives what the real server's allocators write: families of addresses (this cluster speaks IPv4) and the list form of clusterIP.
 * Addresses and node ports themselves are handed out by admission. Rule: service REST, defaultOnRead and initIPFamilyFields.
 */
export function prepareService(service: Draft<Service>): Draft<Service> {
  const { spec } = service
  const { status: _, ...rest } = service
  return { ...rest, status: { loadBalancer: {} }, spec: spec.type === 'ExternalName' ? spec : families(lists(spec)) }
}

/**
 * Replaced services keep what was allocated as long as their type has it, and lose what only the old type had unless somebody
 * changed it. Rules: patchAllocatedValues, dropTypeDependentFields.
 */
export function prepareServiceUpdate(service: Service, old: Service): Service {
  const spec = dropForType(service.spec, old.spec)
  if (spec.type === 'ExternalName' || old.spec.type === 'ExternalName') return replace(service, { spec })
  const kept = spec.clusterIP
    ? movedAddress(spec, old.spec)
    : { ...spec, clusterIP: old.spec.clusterIP, clusterIPs: spec.clusterIPs ?? old.spec.clusterIPs }
  const ports = hasNodePorts(spec) && hasNodePorts(old.spec) ? keepNodePorts(spec.ports, old.spec.ports) : spec.ports
  const { ipFamilies, ipFamilyPolicy } = old.spec
  return { ...service, spec: fill({ ...lists(kept), ports }, { ipFamilies, ipFamilyPolicy }) }
}

/** Who names another address, and says nothing of the list, means the list too. Rule: normalizeClusterIPs. */
const movedAddress = (spec: ServiceSpec, { clusterIP, clusterIPs }: ServiceSpec): ServiceSpec =>
  spec.clusterIP !== clusterIP && same(spec.clusterIPs, clusterIPs) ? { ...spec, clusterIPs: [spec.clusterIP!] } : spec

/** Does the type open a port on every node? */
export const hasNodePorts = ({ type }: ServiceSpec) => type === 'NodePort' || type === 'LoadBalancer'

/** Can it be reached from outside the cluster? Rule: ExternallyAccessible. */
export function isExternal(spec: ServiceSpec): boolean {
  return hasNodePorts(spec) || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0)
}

const defaultPort = (port: ServicePort): ServicePort =>
  replace(port, { protocol: port.protocol || 'TCP', targetPort: port.targetPort || port.port })

function affinity(spec: ServiceSpec): ServiceSpec {
  if (spec.sessionAffinity === 'None') return replace(spec, { sessionAffinityConfig: undefined })
  if (spec.sessionAffinity !== 'ClientIP' || spec.sessionAffinityConfig?.clientIP?.timeoutSeconds !== undefined) return spec
  return { ...spec, sessionAffinityConfig: { clientIP: { timeoutSeconds: affinitySeconds } } }
}

function policies(spec: ServiceSpec): ServiceSpec {
  return fill(spec, {
    externalTrafficPolicy: isExternal(spec) ? 'Cluster' : undefined,
    internalTrafficPolicy: spec.type === 'ExternalName' ? undefined : 'Cluster',
    allocateLoadBalancerNodePorts: spec.type === 'LoadBalancer' ? true : undefined,
  })
}

function lists(spec: ServiceSpec): ServiceSpec {
  if (spec.clusterIP && !spec.clusterIPs?.length) return { ...spec, clusterIPs: [spec.clusterIP] }
  if (!spec.clusterIP && spec.clusterIPs?.[0]) return { ...spec, clusterIP: spec.clusterIPs[0] }
  return spec
}

function families(spec: ServiceSpec): ServiceSpec {
  // Whoever writes such a service writes its endpoints too, of either family.
  const selectorless = spec.clusterIP === 'None' && !Object.keys(spec.selector ?? {}).length
  if (selectorless) return fill(spec, { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] })
  return fill(spec, { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] })
}

/** A port keeps its number by its name, unless another one has taken it. */
function keepNodePorts(ports: readonly ServicePort[] | undefined, old: readonly ServicePort[] = []) {
  const known = new Map(old.map((port) => [port.name ?? '', port.nodePort]))
  const before = new Set(old.map((port) => port.nodePort))
  const used = new Set(ports?.map((port) => port.nodePort).filter((number) => number && before.has(number)))
  return mapSame(ports, (port) => {
    const number = known.get(port.name ?? '')
    return port.nodePort || used.has(number) ? port : replace(port, { nodePort: number })
  })
}

function dropForType(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const { type, externalTrafficPolicy, externalIPs } = old
  if (spec.type === type && spec.externalTrafficPolicy === externalTrafficPolicy && spec.externalIPs === externalIPs) return spec
  let next = spec
  if (spec.type === 'ExternalName' && type !== 'ExternalName') {
    if (same([spec.clusterIP, spec.clusterIPs], [old.clusterIP, old.clusterIPs]))
      next = { ...next, clusterIP: undefined, clusterIPs: undefined }
    if (same(spec.ipFamilies, old.ipFamilies)) next = { ...next, ipFamilies: undefined }
    if (spec.ipFamilyPolicy === old.ipFamilyPolicy) next = { ...next, ipFamilyPolicy: undefined }
  }
  if (!hasNodePorts(spec) && hasNodePorts(old)) {
    const had = new Set(old.ports?.map((port) => port.nodePort))
    next = replace(next, {
      ports: mapSame(spec.ports, (port) => (port.nodePort && had.has(port.nodePort) ? { ...port, nodePort: undefined } : port)),
    })
  }
  for (const [field, has] of typeFields) {
    if (has(old) && !has(spec) && spec[field] === old[field]) next = replace(next, { [field]: undefined })
  }
  return next
}

const isLoadBalancer = ({ type }: ServiceSpec) => type === 'LoadBalancer'

/** Fields that only some types have. */
const typeFields = [
  ['externalTrafficPolicy', isExternal],
  ['internalTrafficPolicy', ({ type }: ServiceSpec) => type !== 'ExternalName'],
  ['allocateLoadBalancerNodePorts', isLoadBalancer],
  ['loadBalancerClass', isLoadBalancer],
  ['healthCheckNodePort', (spec: ServiceSpec) => isLoadBalancer(spec) && spec.externalTrafficPolicy === 'Local'],
] as const
