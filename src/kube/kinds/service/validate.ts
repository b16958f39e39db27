import { duplicate, forbidden, invalid, notOneOf, notSupported, required, type FieldError } from '../../../api/errors'
import { cidr, ipAddress, isIP } from '../../../api/ip'
import { dns1123Label, dns1123Subdomain, portName, portNumber, qualifiedName } from '../../../api/names'
import { validateLabels } from '../../../api/validateMeta'
import { hasNodePorts, isExternal } from './defaults'
import { validateNonSpecialIP } from './specialIP'
import type { Service, ServicePort, ServiceSpec } from './types'
import { validateAddresses, validateAddressUpdate } from './validateAddresses'

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const protocols = ['SCTP', 'TCP', 'UDP']
const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode']
const kubeletPort = 10_250
const onlyLoadBalancer = "may only be used when `type` is 'LoadBalancer'"
const rangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges'
const topologyHints = 'service.kubernetes.io/topology-aware-hints'
const topologyMode = 'service.kubernetes.io/topology-mode'

/** Checks a service. Rule: ValidateService. */
export function validateService(service: Service): FieldError[] {
  const { spec } = service
  const out: FieldError[] = []
  const headless = spec.clusterIP === 'None' || spec.clusterIPs?.[0] === 'None'
  if (!spec.ports?.length && !headless && spec.type !== 'ExternalName') out.push(required('spec.ports'))
  validateType(spec, headless, out)
  validatePorts(spec, out)
  out.push(...validateLabels(spec.selector, 'spec.selector'))
  validateTopology(service, out)
  validateAffinity(spec, out)
  validateAddresses(spec, out)
  spec.externalIPs?.forEach((ip, i) => validateExternalIP(ip, `spec.externalIPs[${i}]`, out))
  validateRanges(service, out)
  validatePolicies(spec, out)
  const { trafficDistribution } = spec
  if (trafficDistribution !== undefined && !distributions.includes(trafficDistribution)) {
    out.push(notOneOf('spec.trafficDistribution', trafficDistribution, distributions))
  }
  return out
}

/** Checks a replaced service: addresses stay. Rule: ValidateServiceUpdate. */
export function validateServiceUpdate(service: Service, old: Service): FieldError[] {
  const out: FieldError[] = []
  validateAddressUpdate(service.spec, old.spec, out)
  const { loadBalancerClass } = old.spec
  if (
    service.spec.type === 'LoadBalancer' &&
    old.spec.type === 'LoadBalancer' &&
    service.spec.loadBalancerClass !== loadBalancerClass
  ) {
    out.push(invalid('spec.loadBalancerClass', service.spec.loadBalancerClass ?? null, 'may not change once set'))
  }
  const [health, before] = [service.spec, old.spec].map((spec) => (needsHealthCheck(spec) ? spec.healthCheckNodePort : undefined))
  if (health && before && health !== before) {
    out.push(forbidden('spec.healthCheckNodePort', 'field is immutable'))
  }
  return [...out, ...validateService(service)]
}

/** Two annotations for one thing must agree. */
function validateTopology({ metadata }: Service, out: FieldError[]): void {
  const { [topologyHints]: hints, [topologyMode]: mode } = metadata?.annotations ?? {}
  if (hints === undefined || mode === undefined || hints === mode) return
  const why = `must match annotations[${topologyHints}] when both are specified`
  out.push(invalid(`metadata.annotations[${topologyMode}]`, mode, why))
}

const needsHealthCheck = ({ type, externalTrafficPolicy }: ServiceSpec) =>
  type === 'LoadBalancer' && externalTrafficPolicy === 'Local'

function validateType(spec: ServiceSpec, headless: boolean, out: FieldError[]): void {
  const { type } = spec
  if (!type) out.push(required('spec.type'))
  else if (!types.includes(type)) out.push(notSupported('spec.type', type, types))
  if (headless && spec.type && hasNodePorts(spec)) {
    out.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`))
  }
  if (type === 'LoadBalancer') {
    spec.ports?.forEach(({ port }, i) => {
      if (port !== kubeletPort) return
      out.push(invalid(`spec.ports[${i}]`, port, `may not expose port ${port} externally since it is used by kubelet`))
    })
  }
  if (type !== 'ExternalName') return
  const name = spec.externalName?.replace(/\.$/, '') ?? ''
  if (!name) out.push(required('spec.externalName'))
  else for (const message of dns1123Subdomain(name)) out.push(invalid('spec.externalName', name, message))
}

function validatePorts(spec: ServiceSpec, out: FieldError[]): void {
  const ports = spec.ports ?? []
  const names = new Set<string>()
  const taken = new Set<string>()
  const nodePorts = new Set<string>()
  ports.forEach((port, i) => {
    const at = `spec.ports[${i}]`
    validatePort(port, ports.length > 1, names, at, out)
    if (spec.type === 'ClusterIP' && port.nodePort) {
      out.push(forbidden(`${at}.nodePort`, "may not be used when `type` is 'ClusterIP'"))
    }
    const key = `${port.protocol}/${port.port}`
    if (taken.has(key)) out.push(duplicate(at, { port: port.port, protocol: port.protocol }))
    taken.add(key)
    if (!port.nodePort) return
    const nodeKey = `${port.protocol}/${port.nodePort}`
    if (nodePorts.has(nodeKey)) out.push(duplicate(`${at}.nodePort`, port.nodePort))
    nodePorts.add(nodeKey)
  })
}

function validatePort(port: ServicePort, named: boolean, names: Set<string>, path: string, out: FieldError[]): void {
  const { name, protocol, targetPort, appProtocol } = port
  if (named && !name) out.push(required(`${path}.name`))
  else if (name) {
    for (const message of dns1123Label(name)) out.push(invalid(`${path}.name`, name, message))
    if (names.has(name)) out.push(duplicate(`${path}.name`, name))
    names.add(name)
  }
  for (const message of portNumber(port.port ?? 0)) out.push(invalid(`${path}.port`, port.port ?? 0, message))
  if (!protocol) out.push(required(`${path}.protocol`))
  else if (!protocols.includes(protocol)) out.push(notSupported(`${path}.protocol`, protocol, protocols))
  const messages = typeof targetPort === 'string' ? portName(targetPort) : portNumber(targetPort ?? 0)
  for (const message of messages) out.push(invalid(`${path}.targetPort`, targetPort ?? 0, message))
  if (appProtocol !== undefined)
    for (const message of qualifiedName(appProtocol)) out.push(invalid(`${path}.appProtocol`, appProtocol, message))
}

function validateAffinity(spec: ServiceSpec, out: FieldError[]): void {
  const { sessionAffinity, sessionAffinityConfig } = spec
  const path = 'spec.sessionAffinityConfig'
  if (!sessionAffinity) out.push(required('spec.sessionAffinity'))
  else if (sessionAffinity !== 'None' && sessionAffinity !== 'ClientIP') {
    out.push(notSupported('spec.sessionAffinity', sessionAffinity, ['ClientIP', 'None']))
  }
  if (sessionAffinity === 'None' && sessionAffinityConfig) {
    out.push(forbidden(path, 'must not be set when session affinity is None'))
  }
  if (sessionAffinity !== 'ClientIP') return
  const when = 'when session affinity type is ClientIP'
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds
  if (!sessionAffinityConfig) out.push(required(path, when))
  else if (!sessionAffinityConfig.clientIP) out.push(required(`${path}.clientIP`, when))
  else if (seconds === undefined) out.push(required(`${path}.clientIP.timeoutSeconds`, when))
  else if (seconds <= 0 || seconds > 86_400) {
    out.push(invalid(`${path}.clientIP.timeoutSeconds`, seconds, 'must be greater than 0 and less than 86400'))
  }
}

function validateExternalIP(ip: string, path: string, out: FieldError[]): void {
  if (isIP(ip)) out.push(...validateNonSpecialIP(ip, path))
  else for (const message of ipAddress(ip)) out.push(invalid(path, ip, message))
}

function validateRanges({ spec, metadata }: Service, out: FieldError[]): void {
  const field = 'spec.LoadBalancerSourceRanges'
  const note = metadata.annotations?.[rangesAnnotation]
  const ranges = spec.loadBalancerSourceRanges ?? []
  const check = (list: readonly string[], path: string, at: (i: number) => string) => {
    if (spec.type !== 'LoadBalancer') out.push(forbidden(path, onlyLoadBalancer))
    list.forEach((one, i) => {
      for (const message of cidr(one.trim())) out.push(invalid(at(i), one.trim(), message))
    })
  }
  const noted = `metadata.annotations[${rangesAnnotation}]`
  if (ranges.length) check(ranges, field, (i) => `${field}[${i}]`)
  else if (note !== undefined) check(note.trim() ? note.trim().split(',') : [], noted, () => noted)
}

function validatePolicies(spec: ServiceSpec, out: FieldError[]): void {
  const { type, externalTrafficPolicy: external, internalTrafficPolicy: internal, healthCheckNodePort: health } = spec
  if (spec.allocateLoadBalancerNodePorts !== undefined && type !== 'LoadBalancer') {
    out.push(forbidden('spec.allocateLoadBalancerNodePorts', onlyLoadBalancer))
  }
  if (spec.loadBalancerClass !== undefined && type !== 'LoadBalancer')
    out.push(forbidden('spec.loadBalancerClass', onlyLoadBalancer))
  else if (spec.loadBalancerClass !== undefined) {
    const name = spec.loadBalancerClass
    for (const message of qualifiedName(name)) out.push(invalid('spec.loadBalancerClass', name, message))
  }
  if (external) {
    if (!isExternal(spec)) {
      out.push(invalid('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'))
    } else if (external !== 'Cluster' && external !== 'Local') {
      out.push(notSupported('spec.externalTrafficPolicy', external, ['Cluster', 'Local']))
    }
  }
  if (internal && internal !== 'Cluster' && internal !== 'Local') {
    out.push(notSupported('spec.internalTrafficPolicy', internal, ['Cluster', 'Local']))
  }
  if (!health) return
  if (type !== 'LoadBalancer' || external !== 'Local') {
    const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
    out.push(invalid('spec.healthCheckNodePort', health, why))
  } else for (const message of portNumber(health)) out.push(invalid('spec.healthCheckNodePort', health, message))
}
