import { forbidden, invalid, required, type FieldError } from '../../../api/errors'
import { qualifiedName } from '../../../api/names'
import { compareQuantity, formatQuantity, isQuantity, scaledValue, toQuantity, type Quantity } from '../../../api/quantity'
import type { ResourceList, ResourceRequirements } from './containerTypes'

const standard = new Set(['cpu', 'memory', 'ephemeral-storage'])
const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

const isHugePages = (name: string) => name.startsWith('hugepages-')
const isNative = (name: string) => !name.includes('/') || name.includes('kubernetes.io/')

/** A resource of somebody's own, as `nvidia.com/gpu`: whole numbers, request equal to limit. Rule: IsExtendedResourceName. */
export const isExtendedResource = (name: string) =>
  !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0

/** Checks requests and limits of a container or pod. Rule: ValidateContainerResourceRequirements. */
export function validateResources(resources: ResourceRequirements | undefined, path: string, out: FieldError[]): void {
  if (!resources) return
  const { limits = {}, requests = {} } = resources
  validateAmounts(limits, `${path}.limits`, out)
  validateAmounts(requests, `${path}.requests`, out)
  for (const [name, text] of Object.entries(requests)) {
    const request = quantity(text)
    const limit = limits[name] === undefined ? undefined : quantity(limits[name])
    const overcommit = isNative(name) && !isHugePages(name)
    if (limits[name] === undefined) {
      if (!overcommit) out.push(required(`${path}.limits`, 'Limit must be set for non overcommitable resources'))
    } else if (request && limit) {
      const order = compareQuantity(request, limit)
      const of = `${name} limit of ${formatQuantity(limit)}`
      if (!overcommit && order !== 0) out.push(invalid(`${path}.requests`, formatQuantity(request), `must be equal to ${of}`))
      else if (order > 0) out.push(invalid(`${path}.requests`, formatQuantity(request), `must be less than or equal to ${of}`))
    }
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  if (names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory')) {
    out.push(forbidden(path, 'HugePages require cpu or memory'))
  }
}

/** Checks that an amount is not negative and whole where it must be. Rule: ValidateResourceQuantityValue. */
export function validateAmount(name: string, text: string, path: string, out: FieldError[]): void {
  const amount = quantity(text)
  if (!amount) {
    out.push(invalid(path, text, wrongFormat))
    return
  }
  if (amount.digits < 0n) out.push(invalid(path, formatQuantity(amount), 'must be greater than or equal to 0'))
  const whole = isExtendedResource(name) || name === 'pods' || name.startsWith('count/')
  if (whole && scaledValue(amount, -3) % 1000n !== 0n) out.push(invalid(path, formatQuantity(amount), 'must be an integer'))
}

function validateAmounts(amounts: ResourceList, path: string, out: FieldError[]): void {
  for (const [name, text] of Object.entries(amounts)) {
    const at = `${path}[${name}]`
    const messages = qualifiedName(name)
    for (const message of messages) out.push(invalid(at, name, message))
    if (!messages.length && !name.includes('/')) {
      if (!standard.has(name) && !isHugePages(name)) out.push(invalid(at, name, 'must be a standard resource for containers'))
    } else if (!messages.length && !isNative(name) && !isExtendedResource(name)) {
      out.push(invalid(at, name, "doesn't follow extended resource name standard"))
    }
    validateAmount(name, text, at, out)
  }
}

const quantity = (text: string | number): Quantity | undefined => (isQuantity(String(text)) ? toQuantity(text) : undefined)
