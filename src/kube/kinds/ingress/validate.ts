import { invalid, notOneOf, required, type FieldError } from '../../../api/errors'
import { ipAddress, isIP } from '../../../api/ip'
import { dns1035Label, dns1123Subdomain, portName, portNumber, wildcardDns1123Subdomain } from '../../../api/names'
import { validateLocalReference } from './reference'
import type { Ingress, IngressBackend, IngressPath, IngressSpec } from './types'

const annotation = 'kubernetes.io/ingress.class'
const noIP = 'must be a DNS name, not an IP address'
const forbiddenParts = ['//', '/./', '/../', '%2f', '%2F']
const forbiddenEnds = ['/..', '/.']

/** What an update lets pass because it stood there before. */
interface Leave {
  readonly badSecretNames: boolean
  readonly badWildcardRules: boolean
}
const strict: Leave = { badSecretNames: false, badWildcardRules: false }

/** Checks an ingress. Rule: ValidateIngressCreate. */
export function validateIngress({ metadata, spec }: Ingress): FieldError[] {
  const out = validateSpec(spec ?? {}, strict)
  const named = metadata?.annotations?.[annotation]
  if (named !== undefined && spec?.ingressClassName !== undefined && named !== spec.ingressClassName) {
    out.push(invalid(`annotations.${annotation}`, named, 'must match `ingressClassName` when both are specified'))
  }
  return out
}

/** Checks a replaced ingress; what was wrong before may stay. Rule: ValidateIngressUpdate. */
export function validateIngressUpdate({ spec }: Ingress, { spec: old }: Ingress): FieldError[] {
  const badSecret = ({ secretName }: { readonly secretName?: string }) =>
    Boolean(secretName && dns1123Subdomain(secretName).length)
  const badWildcard = (old?.rules ?? []).some(
    ({ host = '', http }) => host.includes('*') && rulePathErrors(http?.paths, 'http', http !== undefined).length > 0,
  )
  return validateSpec(spec ?? {}, { badSecretNames: (old?.tls ?? []).some(badSecret), badWildcardRules: badWildcard })
}

/** Checks addresses that a controller gave. Rule: ValidateIngressLoadBalancerStatus. */
export function validateIngressStatusUpdate({ status }: Ingress): FieldError[] {
  const out: FieldError[] = []
  status?.loadBalancer?.ingress?.forEach(({ ip, hostname }, i) => {
    const path = `status.loadBalancer.ingress[${i}]`
    if (ip) for (const message of ipAddress(ip)) out.push(invalid(`${path}.ip`, ip, message))
    if (!hostname) return
    for (const message of dns1123Subdomain(hostname)) out.push(invalid(`${path}.hostname`, hostname, message))
    if (isIP(hostname)) out.push(invalid(`${path}.hostname`, hostname, noIP))
  })
  return out
}

function validateSpec(spec: IngressSpec, leave: Leave): FieldError[] {
  const out: FieldError[] = []
  const { rules = [], defaultBackend, tls = [], ingressClassName } = spec
  if (!rules.length && !defaultBackend) {
    out.push(invalid('spec', spec.rules ?? null, 'either `defaultBackend` or `rules` must be specified'))
  }
  if (defaultBackend) validateBackend(defaultBackend, 'spec.defaultBackend', out)
  rules.forEach(({ host = '', http }, i) => {
    const path = `spec.rules[${i}]`
    if (isIP(host)) out.push(invalid(`${path}.host`, host, noIP))
    out.push(...hostErrors(host, `${path}.host`))
    if (!(host.includes('*') && leave.badWildcardRules)) {
      out.push(...rulePathErrors(http?.paths, `${path}.http`, http !== undefined))
    }
  })
  tls.forEach(({ hosts = [], secretName }, i) => {
    hosts.forEach((host, j) => out.push(...hostErrors(host, `spec.tls[${i}].hosts[${j}]`, true)))
    if (!secretName || leave.badSecretNames) return
    for (const message of dns1123Subdomain(secretName)) out.push(invalid(`spec.tls[${i}].secretName`, secretName, message))
  })
  if (ingressClassName !== undefined) {
    for (const message of dns1123Subdomain(ingressClassName))
      out.push(invalid('spec.ingressClassName', ingressClassName, message))
  }
  return out
}

function hostErrors(host: string, path: string, needed = false): FieldError[] {
  if (!host && !needed) return []
  const rule = host.includes('*') ? wildcardDns1123Subdomain : dns1123Subdomain
  return rule(host).map((message) => invalid(path, host, message))
}

function rulePathErrors(paths: readonly IngressPath[] | undefined, path: string, given: boolean): FieldError[] {
  if (!given) return []
  if (!paths?.length) return [required(`${path}.paths`)]
  const out: FieldError[] = []
  paths.forEach((one, i) => validatePath(one, `${path}.paths[${i}]`, out))
  return out
}

function validatePath({ path = '', pathType, backend }: IngressPath, at: string, out: FieldError[]): void {
  if (pathType === undefined) return void out.push(required(`${at}.pathType`, 'pathType must be specified'))
  if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!path.startsWith('/')) out.push(invalid(`${at}.path`, path, 'must be an absolute path'))
    for (const part of forbiddenParts)
      if (path.includes(part)) out.push(invalid(`${at}.path`, path, `must not contain '${part}'`))
    for (const end of forbiddenEnds) if (path.endsWith(end)) out.push(invalid(`${at}.path`, path, `cannot end with '${end}'`))
  } else if (pathType === 'ImplementationSpecific') {
    if (path && !path.startsWith('/')) out.push(invalid(`${at}.path`, path, 'must be an absolute path'))
  } else out.push(notOneOf(`${at}.pathType`, pathType, ['Exact', 'ImplementationSpecific', 'Prefix']))
  validateBackend(backend, `${at}.backend`, out)
}

function validateBackend({ service, resource }: IngressBackend, path: string, out: FieldError[]): void {
  if (resource && service) return void out.push(invalid(path, '', 'cannot set both resource and service backends'))
  if (resource) return validateLocalReference(resource, `${path}.resource`, out)
  if (!service) return void out.push(invalid(path, '', 'resource or service backend is required'))
  const { name, number } = service.port ?? {}
  if (!service.name) out.push(required(`${path}.service.name`))
  else for (const message of dns1035Label(service.name)) out.push(invalid(`${path}.service.name`, service.name, message))
  if (name && number) out.push(invalid(path, '', 'cannot set both port name & port number'))
  else if (name) for (const message of portName(name)) out.push(invalid(`${path}.service.port.name`, name, message))
  else if (number) for (const message of portNumber(number)) out.push(invalid(`${path}.service.port.number`, number, message))
  else out.push(required(path, 'port name or number is required'))
}
