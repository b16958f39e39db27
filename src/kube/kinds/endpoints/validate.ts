import { invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { ipAddress } from '../../../api/ip'
import { dns1123Label, dns1123Subdomain, portNumber, qualifiedName } from '../../../api/names'
import { validateNonSpecialIP } from '../service/api'
import type { EndpointAddress, Endpoints, EndpointsPort } from './types'

const protocols = ['SCTP', 'TCP', 'UDP']

// An Endpoints object is replaced whenever one address changes; the others are the same frozen objects.
const passed = new WeakSet<EndpointAddress>()

/** Checks endpoints. Rule: ValidateEndpoints. */
export function validateEndpoints({ subsets = [] }: Endpoints): FieldError[] {
  const out: FieldError[] = []
  subsets.forEach(({ addresses = [], notReadyAddresses = [], ports = [] }, i) => {
    const path = `subsets[${i}]`
    if (!addresses.length && !notReadyAddresses.length) {
      out.push(required(path, 'must specify `addresses` or `notReadyAddresses`'))
    }
    addresses.forEach((address, j) => validateAddress(address, `${path}.addresses[${j}]`, out))
    notReadyAddresses.forEach((address, j) => validateAddress(address, `${path}.notReadyAddresses[${j}]`, out))
    ports.forEach((port, j) => validatePort(port, ports.length > 1, `${path}.ports[${j}]`, out))
  })
  return out
}

/** Checks replaced endpoints. Rule: ValidateEndpointsUpdate. */
export const validateEndpointsUpdate = (endpoints: Endpoints): FieldError[] => validateEndpoints(endpoints)

function validateAddress(address: EndpointAddress, path: string, out: FieldError[]): void {
  if (passed.has(address)) return
  const before = out.length
  const { ip = '', hostname, nodeName } = address
  for (const message of ipAddress(ip)) out.push(invalid(`${path}.ip`, ip, message))
  if (hostname) for (const message of dns1123Label(hostname)) out.push(invalid(`${path}.hostname`, hostname, message))
  if (nodeName !== undefined) {
    for (const message of dns1123Subdomain(nodeName)) out.push(invalid(`${path}.nodeName`, nodeName, message))
  }
  out.push(...validateNonSpecialIP(ip, `${path}.ip`))
  if (out.length === before && Object.isFrozen(address)) passed.add(address)
}

function validatePort(
  { name, port, protocol, appProtocol }: EndpointsPort,
  named: boolean,
  path: string,
  out: FieldError[],
): void {
  if (named && !name) out.push(required(`${path}.name`))
  else if (name) for (const message of dns1123Label(name)) out.push(invalid(`${path}.name`, name, message))
  for (const message of portNumber(port ?? 0)) out.push(invalid(`${path}.port`, port ?? 0, message))
  if (!protocol) out.push(required(`${path}.protocol`))
  else if (!protocols.includes(protocol)) out.push(notSupported(`${path}.protocol`, protocol, protocols))
  if (appProtocol)
    for (const message of qualifiedName(appProtocol)) out.push(invalid(`${path}.appProtocol`, appProtocol, message))
}
