import { duplicate, invalid, notSupported, required, tooMany, type FieldError } from '../../../api/errors'
import { ipAddress, isIPv4, isIPv6 } from '../../../api/ip'
import { dns1123Label, dns1123Subdomain, portName, qualifiedName } from '../../../api/names'
import type { Endpoint, EndpointPort, EndpointSlice } from './types'

const addressTypes = ['FQDN', 'IPv4', 'IPv6']
const protocols = ['SCTP', 'TCP', 'UDP']
const limits = { endpoints: 1000, addresses: 100, ports: 100 }

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
    for (const message of addressErrors(address, type)) out.push(invalid(`${path}.addresses[${i}]`, address, message))
  })
  if (hostname) for (const message of dns1123Label(hostname)) out.push(invalid(`${path}.hostname`, hostname, message))
  if (nodeName) for (const message of dns1123Subdomain(nodeName)) out.push(invalid(`${path}.nodeName`, nodeName, message))
}

function addressErrors(address: string, type: string): string[] {
  if (type === 'FQDN') return dns1123Subdomain(address)
  if (type === 'IPv4') return isIPv4(address) ? [] : ['must be an IPv4 address']
  if (type === 'IPv6') return isIPv6(address) ? [] : ['must be an IPv6 address']
  return ipAddress(address)
}

function validatePorts(ports: readonly EndpointPort[], out: FieldError[]): void {
  if (ports.length > limits.ports) return void out.push(tooMany('ports', ports.length, limits.ports))
  const names = new Set<string>()
  ports.forEach(({ name = '', protocol, appProtocol }, i) => {
    const at = `ports[${i}]`
    if (name) for (const message of portName(name)) out.push(invalid(`${at}.name`, name, message))
    if (names.has(name)) out.push(duplicate(`${at}.name`, name))
    names.add(name)
    if (!protocol) out.push(required(`${at}.protocol`))
    else if (!protocols.includes(protocol)) out.push(notSupported(`${at}.protocol`, protocol, protocols))
    if (appProtocol)
      for (const message of qualifiedName(appProtocol)) out.push(invalid(`${at}.appProtocol`, appProtocol, message))
  })
}
