import { invalid, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { qualifiedName } from '../../../api/names'
import { compareQuantity, formatQuantity, isQuantity, parseQuantity, scaledValue } from '../../../api/quantity'
import { isExtendedResource } from '../pod/api'
import type { ResourceQuota, ScopeRequirement } from './types'

const COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory']
const COUNTS = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]
const QUOTA_NAMES: ReadonlySet<string> = new Set([
  ...COMPUTE,
  ...COUNTS,
  'ephemeral-storage',
  'requests.ephemeral-storage',
  'limits.ephemeral-storage',
  'requests.storage',
])
const isHugePages = (name: string) => name.startsWith('hugepages-') || name.startsWith('requests.hugepages-')
const isStandardForQuota = (name: string) => QUOTA_NAMES.has(name) || isHugePages(name)
const OF_PODS: ReadonlySet<string> = new Set(['pods', ...COMPUTE])
const SCOPES: Readonly<Record<string, ReadonlySet<string>>> = {
  Terminating: OF_PODS,
  NotTerminating: OF_PODS,
  BestEffort: new Set(['pods']),
  NotBestEffort: OF_PODS,
  PriorityClass: OF_PODS,
  CrossNamespacePodAffinity: OF_PODS,
  VolumeAttributesClass: new Set(['persistentvolumeclaims', 'requests.storage']),
}
const CONFLICTS: readonly (readonly [string, string])[] = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
]

/** Checks a quota. Rule: ValidateResourceQuota. */
export function validateQuota({ spec, status }: ResourceQuota): FieldError[] {
  const out: FieldError[] = []
  amounts(spec?.hard, 'spec.hard', out)
  scopes(spec ?? {}, out)
  selector(spec ?? {}, out)
  amounts(status?.hard, 'status.hard', out)
  amounts(status?.used, 'status.used', out)
  return out
}

/** Checks a replaced one: its scopes stay. Rule: ValidateResourceQuotaUpdate. */
export function validateQuotaUpdate(quota: ResourceQuota, old: ResourceQuota): FieldError[] {
  const out: FieldError[] = []
  amounts(quota.spec.hard, 'spec.hard', out)
  scopes(quota.spec, out)
  selector(quota.spec, out)
  const sorted = (list: readonly string[] = []) => [...new Set(list)].sort()
  if (!same(sorted(quota.spec.scopes), sorted(old.spec.scopes)))
    out.push(invalid('spec.scopes', quota.spec.scopes ?? null, 'field is immutable'))
  return out
}

/** Checks a status. Rule: ValidateResourceQuotaStatusUpdate. */
export function validateQuotaStatus({ status }: ResourceQuota): FieldError[] {
  const out: FieldError[] = []
  amounts(status?.hard, 'status.hard', out)
  amounts(status?.used, 'status.used', out)
  return out
}

function amounts(list: Readonly<Record<string, string>> | undefined, path: string, out: FieldError[]): void {
  for (const [name, text] of Object.entries(list ?? {})) {
    const at = `${path}[${name}]`
    const messages = qualifiedName(name)
    for (const message of messages) out.push(invalid(at, name, message))
    if (!name.includes('/')) {
      if (!messages.length && !isStandardForQuota(name) && name !== 'storage')
        out.push(invalid(at, name, 'must be a standard resource type or fully qualified'))
      if (!isStandardForQuota(name)) out.push(invalid(at, name, 'must be a standard resource for quota'))
    }
    quantity(name, String(text), at, out)
  }
}

/** Rule: ValidateResourceQuantityValue. */
function quantity(name: string, text: string, path: string, out: FieldError[]): void {
  if (!isQuantity(text)) return
  const value = parseQuantity(text)
  if (compareQuantity(value, parseQuantity('0')) < 0)
    out.push(invalid(path, formatQuantity(value), 'must be greater than or equal to 0'))
  const whole = COUNTS.includes(name) || isExtendedResource(name)
  if (whole && scaledValue(value, -3) % 1000n !== 0n) out.push(invalid(path, formatQuantity(value), 'must be an integer'))
}

/** Rule: validateResourceQuotaScopes. */
function scopes({ scopes: list = [], hard = {} }: ResourceQuota['spec'], out: FieldError[]): void {
  const path = 'spec.scopes'
  for (const scope of list) {
    if (!Object.hasOwn(SCOPES, scope)) out.push(invalid(path, list, 'unsupported scope'))
    for (const name of Object.keys(hard).sort())
      if (!fits(scope, name)) out.push(invalid(path, list, 'unsupported scope applied to resource'))
  }
  if (CONFLICTS.some((pair) => pair.every((scope) => list.includes(scope)))) out.push(invalid(path, list, 'conflicting scopes'))
}

const fits = (scope: string, name: string) =>
  !isStandardForQuota(name) || !Object.hasOwn(SCOPES, scope) || SCOPES[scope]!.has(name)

const ONLY_EXISTS: ReadonlySet<string> = new Set([
  'BestEffort',
  'NotBestEffort',
  'Terminating',
  'NotTerminating',
  'CrossNamespacePodAffinity',
])
const mustExist =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"

/** Rule: validateScopedResourceSelectorRequirement. */
function selector({ scopeSelector, scopes: list, hard = {} }: ResourceQuota['spec'], out: FieldError[]): void {
  if (!scopeSelector) return
  const path = 'spec.scopeSelector.matchExpressions'
  const expressions = scopeSelector.matchExpressions ?? []
  for (const expression of expressions) {
    if (!Object.hasOwn(SCOPES, expression.scopeName))
      out.push(invalid(`${path}.scopeName`, expression.scopeName, 'unsupported scope'))
    for (const name of Object.keys(hard).sort()) {
      if (!fits(expression.scopeName, name)) out.push(invalid(path, scopeSelector, 'unsupported scope applied to resource'))
    }
    requirement(expression, path, out)
  }
  const names = expressions.map(({ scopeName }) => scopeName)
  if (CONFLICTS.some((pair) => pair.every((scope) => names.includes(scope))))
    out.push(invalid(path, list ?? null, 'conflicting scopes'))
}

function requirement({ scopeName, operator, values = [] }: ScopeRequirement, path: string, out: FieldError[]): void {
  if (ONLY_EXISTS.has(scopeName) && operator !== 'Exists') out.push(invalid(`${path}.operator`, operator, mustExist))
  if (operator === 'In' || operator === 'NotIn') {
    if (!values.length)
      out.push(required(`${path}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"))
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length)
      out.push(
        invalid(`${path}.values`, values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"),
      )
  } else out.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'))
}
