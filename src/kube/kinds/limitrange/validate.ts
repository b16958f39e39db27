import { duplicate, forbidden, invalid, required, type FieldError } from '../../../api/errors'
import { qualifiedName } from '../../../api/names'
import { compareQuantity, formatQuantity, isQuantity, parseQuantity, scaledValue, type Quantity } from '../../../api/quantity'
import { isExtendedResource } from '../pod/api'
import type { LimitRange, LimitRangeItem } from './types'

const TYPES: ReadonlySet<string> = new Set(['Pod', 'Container', 'PersistentVolumeClaim'])
const FOR_CONTAINERS: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage'])
const STANDARD: ReadonlySet<string> = new Set([
  ...FOR_CONTAINERS,
  ...['cpu', 'memory', 'ephemeral-storage', 'storage'].map((name) => `requests.${name}`),
  ...['cpu', 'memory', 'ephemeral-storage'].map((name) => `limits.${name}`),
  'storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
])
const isHugePages = (name: string) => name.startsWith('hugepages-')
const isNative = (name: string) => !name.includes('/') || name.includes('kubernetes.io/')
const FIELDS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const
type Field = (typeof FIELDS)[number]

/** Checks the bounds of a namespace. Rule: ValidateLimitRange. */
export function validateLimitRange({ spec }: LimitRange): FieldError[] {
  const out: FieldError[] = []
  const seen = new Set<string>()
  ;(spec?.limits ?? []).forEach((item, i) => {
    const path = `spec.limits[${i}]`
    const at = `${path}.type`
    const messages = qualifiedName(item.type ?? '')
    for (const message of messages) out.push(invalid(at, item.type, message))
    if (!messages.length && !item.type?.includes('/') && !TYPES.has(item.type))
      out.push(invalid(at, item.type, 'must be a standard limit type or fully qualified'))
    if (seen.has(item.type)) out.push(duplicate(at, item.type))
    seen.add(item.type)
    validateItem(item, path, out)
  })
  return out
}

function validateItem(item: LimitRangeItem, path: string, out: FieldError[]): void {
  const ofPods = item.type === 'Pod'
  for (const field of FIELDS) {
    const amounts = item[field] ?? {}
    if (ofPods && (field === 'default' || field === 'defaultRequest')) {
      if (Object.keys(amounts).length) out.push(forbidden(`${path}.${field}`, "may not be specified when `type` is 'Pod'"))
    } else for (const name of Object.keys(amounts)) resourceName(item.type, name, `${path}.${field}[${name}]`, out)
  }
  if (item.type === 'PersistentVolumeClaim' && item.min?.['storage'] === undefined && item.max?.['storage'] === undefined) {
    out.push(required(`${path}.limits`, 'either minimum or maximum storage value is required, but neither was provided'))
  }
  const fields = ofPods ? (['max', 'min', 'maxLimitRequestRatio'] as const) : FIELDS
  const names = new Set(fields.flatMap((field) => Object.keys(item[field] ?? {})))
  for (const name of [...names].sort()) {
    const values: Partial<Record<Field, Quantity>> = {}
    for (const field of fields) {
      const text = item[field]?.[name]
      if (text !== undefined && isQuantity(String(text))) values[field] = parseQuantity(String(text))
    }
    validateAmounts(values, name, path, out)
  }
}

/** Rule: ValidateLimitRangeResourceName. */
function resourceName(type: string, name: string, path: string, out: FieldError[]): void {
  const messages = qualifiedName(name)
  for (const message of messages) out.push(invalid(path, name, message))
  const standard = STANDARD.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-')
  if (!messages.length && !name.includes('/') && !standard)
    out.push(invalid(path, name, 'must be a standard resource type or fully qualified'))
  if (type !== 'Pod' && type !== 'Container') return
  if (!name.includes('/')) {
    if (!FOR_CONTAINERS.has(name) && !isHugePages(name))
      out.push(invalid(path, name, 'must be a standard resource for containers'))
  } else if (!isNative(name) && !isExtendedResource(name))
    out.push(invalid(path, name, "doesn't follow extended resource name standard"))
}

/** What one resource's bounds say to each other. */
function validateAmounts(values: Partial<Record<Field, Quantity>>, name: string, path: string, out: FieldError[]): void {
  const { min, max, default: limit, defaultRequest: request, maxLimitRequestRatio: ratio } = values
  const more = (a: Quantity | undefined, b: Quantity | undefined): boolean => Boolean(a && b && compareQuantity(a, b) > 0)
  const t = (quantity: Quantity | undefined) => (quantity ? formatQuantity(quantity) : '')
  const refuse = (field: Field, value: Quantity | undefined, why: string) =>
    out.push(invalid(`${path}.${field}[${name}]`, t(value), why))
  if (more(min, max)) refuse('min', min, `min value ${t(min)} is greater than max value ${t(max)}`)
  if (more(min, request))
    refuse('defaultRequest', request, `min value ${t(min)} is greater than default request value ${t(request)}`)
  if (more(request, max))
    refuse('defaultRequest', request, `default request value ${t(request)} is greater than max value ${t(max)}`)
  if (more(request, limit))
    refuse('defaultRequest', request, `default request value ${t(request)} is greater than default limit value ${t(limit)}`)
  if (more(min, limit)) refuse('default', min, `min value ${t(min)} is greater than default value ${t(limit)}`)
  if (more(limit, max)) refuse('default', max, `default value ${t(limit)} is greater than max value ${t(max)}`)
  if (more(parseQuantity('1'), ratio)) refuse('maxLimitRequestRatio', ratio, `ratio ${t(ratio)} is less than 1`)
  if (ratio && min && max) {
    const most = Number(scaledValue(max, -3)) / Number(scaledValue(min, -3))
    if (Number(scaledValue(ratio, -3)) > most * 1000 || Number(scaledValue(ratio, -3)) / 1000 > most)
      refuse('maxLimitRequestRatio', ratio, `ratio ${t(ratio)} is greater than max/min = ${most.toFixed(6)}`)
  }
  const fixed = isHugePages(name) || !isNative(name)
  if (fixed && limit && request && compareQuantity(limit, request) !== 0)
    refuse('defaultRequest', request, `default value ${t(limit)} must equal to defaultRequest value ${t(request)} in ${name}`)
}
