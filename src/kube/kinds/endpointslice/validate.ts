import { duplicate, invalid, notSupported, required, tooMany, type FieldError } from '../../../api/errors'
import { ipAddress, isIPv4, isIPv6 } from '../../../api/ip'
import { dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from '../../../api/names'
import { validateLabels } from '../../../api/validateMeta'
import { validateNonSpecialIP } from '../service/api'
import type { Endpoint, EndpointPort, EndpointSlice } from './types'

const addressTypes = ['FQDN', 'IPv4', 'IPv6']
const protocols = ['SCTP', 'TCP', 'UDP']
const limits = { endpoints: 1000, addresses: 100, ports: 20_000, topology: 16, hints: 8 }

// A slice is replaced whenever one endpoint changes; those that stay are the same objects.
const passed = new WeakMap<Endpoint, string>()

/** Checks a slice. Rule: ValidateEndpointSlice. */
export function validateSlice(slice: EndpointSlice): FieldError[] {
  const out: FieldError[] = []
  const { addressType, endpoints = [], ports = [] } = slice
  if (!addressType) out.push(required('addressType'))
  else if (!addressTypes.includes(addressType)) out.push(notSupported('addressType', addressType, addressTypes))
  if (endpoints.length > limits.endpoints) return [...out, tooMany('endpoints', endpoints.length, limits.endpoints)]
  endpoints.forEach((endpoint, i) => {
    if (passed.get(endpoint) === addressType) return
    const before = out.length
    validateEndpoint(endpoint, addressType, `endpoints[${i}]`, out)
    if (out.length === before && Object.isFrozen(endpoint)) passed.set(endpoint, addressType)
  })
  validatePorts(ports, out)
  return out
}

/** Checks a replaced slice: its type of address stays. Rule: ValidateEndpointSliceUpdate. */
export function validateSliceUpdate(slice: EndpointSlice, old: EndpointSlice): FieldError[] {
  const out = validateSlice(slice)
  if (slice.addressType !== old.addressType) out.push(invalid('addressType', slice.addressType, 'field is immutable'))
  return out
}

function validateEndpoint(endpoint: Endpoint, type: string, path: string, out: FieldError[]): void {
  const { addresses = [], hostname, nodeName } = endpoint
  if (!addresses.length) out.push(required(`${path}.addresses`, 'must contain at least 1 address'))
  else if (addresses.length > limits.addresses) out.push(tooMany(`${path}.addresses`, addresses.length, limits.addresses))
  addresses.forEach((address, i) => {
    const at = `${path}.addresses[${i}]`
    for (const message of addressErrors(address, type)) out.push(invalid(at, address, message))
    if (type === 'IPv4' || type === 'IPv6') out.push(...validateNonSpecialIP(address, at))
  })
  if (hostname !== undefined) {
    for (const message of dns1123Label(hostname)) out.push(invalid(`${path}.hostname`, hostname, message))
  }
  if (nodeName !== undefined) {
    for (const message of dns1123Subdomain(nodeName)) out.push(invalid(`${path}.nodeName`, nodeName, message))
  }
  const { deprecatedTopology: topology = {}, hints } = endpoint
  const labels = Object.keys(topology)
  if (labels.length > limits.topology) out.push(tooMany(`${path}.deprecatedTopology`, labels.length, limits.topology))
  out.push(...validateLabels(topology, `${path}.deprecatedTopology`))
  for (const field of ['forZones', 'forNodes'] as const) validateHints(hints?.[field], `${path}.hints.${field}`, out)
}

/** Rule: validateHints. */
function validateHints(hints: readonly { readonly name: string }[] | undefined, path: string, out: FieldError[]): void {
  if (!hints) return
  if (hints.length > limits.hints) return void out.push(tooMany(path, hints.length, limits.hints))
  const seen = new Set<string>()
  hints.forEach(({ name }, i) => {
    if (seen.has(name)) out.push(duplicate(`${path}[${i}].name`, name))
    seen.add(name)
    for (const message of labelValue(name)) out.push(invalid(`${path}[${i}].name`, name, message))
  })
}

/** Rule: IsFullyQualifiedDomainName. */
function domainErrors(name: string): string[] {
  const domain = name.replace(/\.$/, '')
  const messages = dns1123Subdomain(domain)
  if (messages.length) return [messages.join(',')]
  const parts = domain.split('.')
  if (parts.length < 2) return ['should be a domain with at least two segments separated by dots']
  return parts.flatMap((part) => dns1123Label(part)).slice(0, 1)
}

function addressErrors(address: string, type: string): string[] {
  if (type === 'FQDN') return domainErrors(address)
  if (type === 'IPv4') return isIPv4(address) ? [] : ['must be a valid IPv4 address']
  if (type === 'IPv6') return isIPv6(address) ? [] : ['must be a valid IPv6 address']
  return ipAddress(address)
}

function validatePorts(ports: readonly EndpointPort[], out: FieldError[]): void {
  if (ports.length > limits.ports) return void out.push(tooMany('ports', ports.length, limits.ports))
  const names = new Set<string>()
  ports.forEach(({ name = '', protocol, appProtocol }, i) => {
    const at = `ports[${i}]`
    if (name) for (const message of dns1123Label(name)) out.push(invalid(`${at}.name`, name, message))
    if (names.has(name)) out.push(duplicate(`${at}.name`, name))
    names.add(name)
    if (!protocol) out.push(required(`${at}.protocol`))
    else if (!protocols.includes(protocol)) out.push(notSupported(`${at}.protocol`, protocol, protocols))
    if (appProtocol)
      for (const message of qualifiedName(appProtocol)) out.push(invalid(`${at}.appProtocol`, appProtocol, message))
  })
}
