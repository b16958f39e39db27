import { duplicate, forbidden, invalid, notFound, required, type FieldError } from '../../../api/errors'
import { dns1123Label, qualifiedName } from '../../../api/names'
import { compareQuantity, formatQuantity, isQuantity, scaledValue, toQuantity, type Quantity } from '../../../api/quantity'
import type { ResourceList, ResourceRequirements } from './containerTypes'

const standard = new Set(['cpu', 'memory', 'ephemeral-storage'])
const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

const counted = [
  ...['pods', 'storage', 'services', 'services.nodeports', 'services.loadbalancers', 'replicationcontrollers'],
  ...['resourcequotas', 'secrets', 'configmaps', 'persistentvolumeclaims'],
]
const shares = /^(requests\.(cpu|memory|storage|ephemeral-storage|hugepages-.+)|limits\.(cpu|memory|ephemeral-storage))$/

/** Does a quota or a limit range know the name? Rule: IsStandardResourceName. */
export const isStandard = (name: string) => standard.has(name) || isHugePages(name) || counted.includes(name) || shares.test(name)

const isHugePages = (name: string) => name.startsWith('hugepages-')
const isNative = (name: string) => !name.includes('/') || name.includes('kubernetes.io/')

/** A resource of somebody's own, as `nvidia.com/gpu`: whole numbers, request equal to limit. Rule: IsExtendedResourceName. */
export const isExtendedResource = (name: string) =>
  !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0

const noClaims: ReadonlySet<string> = new Set()

/** Checks what a container asks for; `claims` are what its pod claims. Rule: ValidateContainerResourceRequirements. */
export function validateResources(
  resources: ResourceRequirements | undefined,
  path: string,
  out: FieldError[],
  claims: ReadonlySet<string> = noClaims,
): void {
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
  validateClaimNames(resources.claims, claims, `${path}.claims`, out)
}

/** Rule: validateResourceClaimNames. */
function validateClaimNames(
  given: ResourceRequirements['claims'],
  claims: ReadonlySet<string>,
  path: string,
  out: FieldError[],
): void {
  const seen = new Set<string>()
  given?.forEach(({ name, request }, i) => {
    const at = `${path}[${i}]`
    if (!name) return void out.push(required(at))
    const key = request ? `${name}/${request}` : name
    if (request) for (const message of dns1123Label(request)) out.push(invalid(`${at}.request`, request, message))
    const overlaps = !request && [...seen].some((one) => one.startsWith(`${name}/`))
    if (seen.has(name) || overlaps) out.push(duplicate(at, name))
    else if (seen.has(key)) out.push(duplicate(at, key))
    seen.add(key)
    if (claims.has(name)) return
    const which = claims.size ? `: ${[...claims].sort().join(', ')}` : ' which is empty'
    out.push({ ...notFound(at, name), detail: `must be one of the names in pod.spec.resourceClaims${which}` })
  })
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
    const isOfContainers = standard.has(name) || isHugePages(name)
    if (!name.includes('/')) {
      if (!isOfContainers && !messages.length && !isStandard(name)) {
        out.push(invalid(at, name, 'must be a standard resource type or fully qualified'))
      }
      if (!isOfContainers) out.push(invalid(at, name, 'must be a standard resource for containers'))
    } else if (!isNative(name) && !isExtendedResource(name)) {
      out.push(invalid(at, name, "doesn't follow extended resource name standard"))
    }
    validateAmount(name, text, at, out)
    const amount = isHugePages(name) ? quantity(text) : undefined
    if (amount && !isWholePages(name, amount)) {
      const why = `${formatQuantity(amount)} is not positive integer multiple of ${name}`
      out.push(invalid(at, formatQuantity(amount), why))
    }
  }
}

/** Rule: IsHugePageResourceValueDivisible. */
function isWholePages(name: string, amount: Quantity): boolean {
  const size = quantity(name.slice('hugepages-'.length))
  const [page, whole] = [size ? scaledValue(size, 0) : 0n, scaledValue(amount, 0)]
  return page > 0n && whole % page === 0n
}

const quantity = (text: string | number): Quantity | undefined => (isQuantity(String(text)) ? toQuantity(text) : undefined)
