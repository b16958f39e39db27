import { forbidden, invalid, notOneOf, required, tooLong, type FieldError } from '../../../api/errors'
import { dns1123Label, dns1123Subdomain } from '../../../api/names'
import { validateLocalReference } from '../ingress/api'
import type { IngressClass, IngressClassParameters } from './types'

const longest = 250
const pathPattern = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"
const scopes = ['Cluster', 'Namespace']

/** Checks a class. Rule: ValidateIngressClass. */
export function validateClass({ spec }: IngressClass): FieldError[] {
  const out: FieldError[] = []
  const { controller = '', parameters } = spec ?? {}
  if (controller.length > longest) out.push(tooLong('spec.controller', longest))
  validateController(controller, out)
  if (parameters) validateParameters(parameters, out)
  return out
}

/** Checks a replaced class: its controller stays. Rule: ValidateIngressClassUpdate. */
export function validateClassUpdate(one: IngressClass, old: IngressClass): FieldError[] {
  const out: FieldError[] = []
  if (one.spec?.controller !== old.spec?.controller) {
    out.push(invalid('spec.controller', one.spec?.controller ?? '', 'field is immutable'))
  }
  return [...out, ...validateClass(one)]
}

/** Rule: IsDomainPrefixedPath. */
function validateController(controller: string, out: FieldError[]): void {
  const path = 'spec.controller'
  if (!controller) return void out.push(required(path))
  const slash = controller.indexOf('/')
  const [host, rest] = [controller.slice(0, Math.max(0, slash)), controller.slice(slash + 1)]
  if (!host || !rest) return void out.push(invalid(path, controller, 'must be a domain-prefixed path (such as "acme.io/foo")'))
  for (const message of dns1123Subdomain(host)) out.push(invalid(path, host, message))
  if (!new RegExp(`^${pathPattern}$`).test(rest)) {
    out.push(invalid(path, rest, `Invalid path (regex used for validation is '${pathPattern}')`))
  }
}

function validateParameters(parameters: IngressClassParameters, out: FieldError[]): void {
  const path = 'spec.parameters'
  // The field is filled before anybody looks at it.
  const { scope = 'Cluster', namespace } = parameters
  validateLocalReference(parameters, path, out)
  if (!scopes.includes(scope)) return void out.push(notOneOf(`${path}.scope`, scope, scopes))
  if (scope === 'Cluster') {
    if (namespace !== undefined) out.push(forbidden(`${path}.namespace`, "`parameters.scope` is set to 'Cluster'"))
  } else if (namespace === undefined) out.push(required(`${path}.namespace`, "`parameters.scope` is set to 'Namespace'"))
  else for (const message of dns1123Label(namespace)) out.push(invalid(`${path}.namespace`, namespace, message))
}
