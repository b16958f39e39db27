import type { Draft, KubeObject } from '../../api/meta'
import { compareQuantity, formatQuantity, scaledValue, type Quantity } from '../../api/quantity'
import type { LimitRange, LimitRangeItem } from '../kinds/limitrange/api'
import type { Container, Pod } from '../kinds/pod/api'
import { amountsOf, type Amounts } from '../quota/amounts'
import { podAmounts } from '../quota/podAmounts'

const ANNOTATION = 'kubernetes.io/limit-ranger'

type Plain = Readonly<Record<string, string>>

/** The pod with what its containers leave unsaid. Rules: PodMutateLimitFunc, mergePodResourceRequirements. */
export function withLimitDefaults(pod: Draft<Pod>, { spec }: LimitRange): Draft<Pod> {
  let limits: Plain = {}
  let requests: Plain = {}
  for (const item of spec.limits ?? []) {
    if (item.type !== 'Container') continue
    requests = { ...requests, ...item.defaultRequest }
    limits = { ...limits, ...item.default }
  }
  const told: string[] = []
  const fill = (what: string) => (container: Container) => filled(container, requests, limits, what, told)
  const containers = pod.spec.containers?.map(fill('container'))
  const initContainers = pod.spec.initContainers?.map(fill('init container'))
  if (!told.length) return pod
  const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${told.join('; ')}` }
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations },
    spec: { ...pod.spec, containers, ...(initContainers && { initContainers }) },
  }
}

function filled(container: Container, requests: Plain, limits: Plain, what: string, told: string[]): Container {
  const { resources } = container
  const unset = (have: Plain | undefined, wanted: Plain) => Object.keys(wanted).filter((name) => have?.[name] === undefined)
  const newLimits = unset(resources?.limits, limits)
  const newRequests = unset(resources?.requests, requests)
  if (newRequests.length) told.push(`${[...newRequests].sort().join(', ')} request for ${what} ${container.name}`)
  if (newLimits.length) told.push(`${[...newLimits].sort().join(', ')} limit for ${what} ${container.name}`)
  if (!newLimits.length && !newRequests.length) return container
  const merged = (have: Plain | undefined, wanted: Plain): Plain => ({ ...wanted, ...have })
  return {
    ...container,
    resources: {
      ...resources,
      ...((newLimits.length || resources?.limits) && { limits: merged(resources?.limits, limits) }),
      ...((newRequests.length || resources?.requests) && { requests: merged(resources?.requests, requests) }),
    },
  }
}

/** What of the pod is out of bounds. Rule: PodValidateLimitFunc. */
export function podLimitErrors(pod: Pod, { spec }: LimitRange): string[] {
  return (spec.limits ?? []).flatMap((item) => {
    if (item.type === 'Container') {
      return [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])].flatMap(({ resources }) =>
        outOfBounds(item, amountsOf(resources?.requests), amountsOf(resources?.limits)),
      )
    }
    return item.type === 'Pod' ? outOfBounds(item, podAmounts(pod.spec, 'requests'), podAmounts(pod.spec, 'limits')) : []
  })
}

/** What of a claim is out of bounds. Rule: PersistentVolumeClaimValidateLimitFunc. */
export function claimLimitErrors(claim: KubeObject, { spec }: LimitRange): string[] {
  const { resources } = (claim as { spec?: { resources?: { requests?: Plain } } }).spec ?? {}
  const requests = amountsOf(resources?.requests)
  return (spec.limits ?? []).flatMap((item) => {
    if (item.type !== 'PersistentVolumeClaim') return []
    return [
      ...each(item.min, (name, bound) => tooLittle(item.type, name, bound, requests.get(name), undefined)),
      ...each(item.max, (name, bound) => {
        const request = requests.get(name)
        if (!request) return `maximum ${name} usage per ${item.type} is ${formatQuantity(bound)}.  No request is specified`
        return tooMuch(item.type, name, bound, request, 'request')
      }),
    ]
  })
}

const each = (bounds: Plain | undefined, check: (name: string, bound: Quantity) => string): string[] =>
  [...amountsOf(bounds)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bound]) => check(name, bound))
    .filter(Boolean)

const outOfBounds = (item: LimitRangeItem, requests: Amounts, limits: Amounts): string[] => [
  ...each(item.min, (name, bound) => tooLittle(item.type, name, bound, requests.get(name), limits.get(name))),
  ...each(item.max, (name, bound) => {
    const limit = limits.get(name)
    const request = requests.get(name)
    if (!limit) return `maximum ${name} usage per ${item.type} is ${formatQuantity(bound)}.  No limit is specified`
    return tooMuch(item.type, name, bound, limit, 'limit') || (request ? tooMuch(item.type, name, bound, request, 'request') : '')
  }),
  ...each(item.maxLimitRequestRatio, (name, bound) => ratioError(item.type, name, bound, requests.get(name), limits.get(name))),
]

function tooLittle(
  type: string,
  name: string,
  bound: Quantity,
  request: Quantity | undefined,
  limit: Quantity | undefined,
): string {
  const rule = `minimum ${name} usage per ${type} is ${formatQuantity(bound)}`
  if (!request) return `${rule}.  No request is specified`
  if (compareQuantity(request, bound) < 0) return `${rule}, but request is ${formatQuantity(request)}`
  return limit && compareQuantity(limit, bound) < 0 ? `${rule}, but limit is ${formatQuantity(limit)}` : ''
}

const tooMuch = (type: string, name: string, bound: Quantity, value: Quantity, what: 'limit' | 'request'): string =>
  compareQuantity(value, bound) > 0
    ? `maximum ${name} usage per ${type} is ${formatQuantity(bound)}, but ${what} is ${formatQuantity(value)}`
    : ''

/** Rule: limitRequestRatioConstraint. */
function ratioError(
  type: string,
  name: string,
  bound: Quantity,
  request: Quantity | undefined,
  limit: Quantity | undefined,
): string {
  const rule = `${name} max limit to request ratio per ${type} is ${formatQuantity(bound)}`
  if (!request || request.digits === 0n) return `${rule}, but no request is specified or request is 0`
  if (!limit || limit.digits === 0n) return `${rule}, but no limit is specified or limit is 0`
  const ratio = Number(scaledValue(limit, -3)) / Number(scaledValue(request, -3))
  return ratio * 1000 > Number(scaledValue(bound, -3)) ? `${rule}, but provided ratio is ${ratio.toFixed(6)}` : ''
}
