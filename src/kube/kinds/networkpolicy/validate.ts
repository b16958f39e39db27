import { forbidden, invalid, notOneOf, required, type FieldError } from '../../../api/errors'
import { cidr } from '../../../api/ip'
import { portName, portNumber } from '../../../api/names'
import { insideBlock, parseBlock } from '../../../net/block'
import { validateSelector } from '../pod/api'
import type { NetworkPolicy, PolicyPeer, PolicyPort } from './types'

const protocols = ['TCP', 'UDP', 'SCTP']
const types = ['Ingress', 'Egress']

/** Checks a policy. Rule: ValidateNetworkPolicy. */
export function validatePolicy({ spec }: NetworkPolicy): FieldError[] {
  const out: FieldError[] = []
  const { podSelector, ingress = [], egress = [], policyTypes = [] } = spec ?? {}
  validateSelector(podSelector, 'spec.podSelector', out)
  ingress.forEach(({ ports = [], from = [] }, i) => {
    ports.forEach((port, j) => validatePort(port, `spec.ingress[${i}].ports[${j}]`, out))
    from.forEach((peer, j) => validatePeer(peer, `spec.ingress[${i}].from[${j}]`, out))
  })
  egress.forEach(({ ports = [], to = [] }, i) => {
    ports.forEach((port, j) => validatePort(port, `spec.egress[${i}].ports[${j}]`, out))
    to.forEach((peer, j) => validatePeer(peer, `spec.egress[${i}].to[${j}]`, out))
  })
  if (policyTypes.length > types.length) {
    out.push(invalid('spec.policyTypes', policyTypes, 'may not specify more than two policyTypes'))
  } else {
    policyTypes.forEach((type, i) => {
      if (!types.includes(type)) out.push(notOneOf(`spec.policyTypes[${i}]`, type, types))
    })
  }
  return out
}

function validatePort({ protocol, port, endPort }: PolicyPort, path: string, out: FieldError[]): void {
  if (protocol !== undefined && !protocols.includes(protocol)) out.push(notOneOf(`${path}.protocol`, protocol, protocols))
  if (port === undefined) {
    if (endPort !== undefined) out.push(invalid(`${path}.endPort`, endPort, 'may not be specified when `port` is not specified'))
  } else if (typeof port === 'number') {
    for (const message of portNumber(port)) out.push(invalid(`${path}.port`, port, message))
    if (endPort === undefined) return
    if (endPort < port) out.push(invalid(`${path}.endPort`, endPort, 'must be greater than or equal to `port`'))
    for (const message of portNumber(endPort)) out.push(invalid(`${path}.endPort`, endPort, message))
  } else {
    if (endPort !== undefined) out.push(invalid(`${path}.endPort`, endPort, 'may not be specified when `port` is non-numeric'))
    for (const message of portName(port)) out.push(invalid(`${path}.port`, port, message))
  }
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: PolicyPeer, path: string, out: FieldError[]): void {
  validateSelector(podSelector, `${path}.podSelector`, out)
  validateSelector(namespaceSelector, `${path}.namespaceSelector`, out)
  if (ipBlock) validateBlock(ipBlock, `${path}.ipBlock`, out)
  const count = [podSelector, namespaceSelector, ipBlock].filter(Boolean).length
  if (count === 0) out.push(required(path, 'must specify a peer'))
  else if (count > 1 && ipBlock) out.push(forbidden(path, 'may not specify both ipBlock and another peer'))
}

function validateBlock({ cidr: block, except = [] }: NonNullable<PolicyPeer['ipBlock']>, path: string, out: FieldError[]): void {
  if (!block) return void out.push(required(`${path}.cidr`))
  const messages = cidr(block)
  for (const message of messages) out.push(invalid(`${path}.cidr`, block, message))
  const whole = messages.length ? undefined : parseBlock(block)
  if (!whole) return
  except.forEach((one, i) => {
    const at = `${path}.except[${i}]`
    const wrong = cidr(one)
    for (const message of wrong) out.push(invalid(at, one, message))
    const part = wrong.length ? undefined : parseBlock(one)
    if (part && !(part.bits > whole.bits && insideBlock(whole, part.address))) {
      out.push(invalid(at, one, 'must be a strict subset of `cidr`'))
    }
  })
}
