import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { dns1123Label, qualifiedName } from '../../../api/names'
import { isQuantity, toQuantity } from '../../../api/quantity'
import { isExtendedResource } from '../pod/api'
import type { MetricIdentifier, MetricSpec, MetricTarget } from './types'

const types = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'] as const
/** In the order in which the sources are looked at; only the first one present is looked into. */
const fields = ['object', 'external', 'pods', 'resource', 'containerResource'] as const
type Source = (typeof fields)[number]

const sourceOf: Readonly<Record<string, Source>> = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
}

/** Checks the metrics of an autoscaler. Rule: validateMetrics. */
export function validateMetrics(
  metrics: readonly MetricSpec[],
  minReplicas: number | undefined,
  path: string,
  out: FieldError[],
): void {
  metrics.forEach((metric, i) => validateMetric(metric, `${path}[${i}]`, out))
  const wakes = metrics.some(({ type }) => type === 'Object' || type === 'External')
  if (minReplicas === 0 && !wakes) {
    out.push(forbidden(path, 'must specify at least one Object or External metric to support scaling to zero replicas'))
  }
}

function validateMetric(metric: MetricSpec, path: string, out: FieldError[]): void {
  const { type } = metric
  if (!type) out.push(required(`${path}.type`, 'must specify a metric source type'))
  const expected = sourceOf[type]
  if (!expected) out.push(notSupported(`${path}.type`, type, types))
  const present = fields.filter((field) => metric[field] !== undefined)
  const [first] = present
  if (first) checks[first](metric, `${path}.${first}`, out)
  if (!expected) out.push(notSupported(`${path}.type`, type, types))
  else if (!metric[expected]) {
    out.push(required(`${path}.${expected}`, 'must populate information for the given metric source'))
  }
  if (present.length === 1) return
  for (const field of present) {
    if (field !== expected) out.push(forbidden(`${path}.${field}`, 'must populate the given metric source only'))
  }
}

const checks: Readonly<Record<Source, (metric: MetricSpec, path: string, out: FieldError[]) => void>> = {
  object({ object }, path, out) {
    for (const field of ['kind', 'name'] as const) {
      pathSegment(object!.describedObject?.[field], `${path}.describedObject.${field}`, out)
    }
    validateIdentifier(object!.metric, `${path}.metric`, out)
    validateTarget(object!.target, `${path}.target`, out)
    const { value, averageValue } = object!.target
    if (value === undefined && averageValue === undefined) {
      out.push(required(`${path}.target.averageValue`, 'must set either a target value or averageValue'))
    }
  },
  external({ external }, path, out) {
    validateIdentifier(external!.metric, `${path}.metric`, out)
    validateTarget(external!.target, `${path}.target`, out)
    const { value, averageValue } = external!.target
    if (value === undefined && averageValue === undefined) {
      out.push(required(`${path}.target.averageValue`, 'must set either a target value for metric or a per-pod target'))
    }
    if (value !== undefined && averageValue !== undefined) {
      out.push(forbidden(`${path}.target.value`, 'may not set both a target value for metric and a per-pod target'))
    }
  },
  pods({ pods }, path, out) {
    validateIdentifier(pods!.metric, `${path}.metric`, out)
    validateTarget(pods!.target, `${path}.target`, out)
    const { averageValue } = pods!.target
    if (averageValue === undefined || !isPositive(averageValue)) {
      out.push(required(`${path}.target.averageValue`, 'must specify a positive target averageValue'))
    }
  },
  resource({ resource }, path, out) {
    if (!resource!.name) out.push(required(`${path}.name`, 'must specify a resource name'))
    validateTarget(resource!.target, `${path}.target`, out)
    validateShare(resource!.target, `${path}.target`, out)
  },
  containerResource({ containerResource: source }, path, out) {
    if (!source!.name) out.push(required(`${path}.name`, 'must specify a resource name'))
    else resourceName(source!.name, `${path}.name`, out)
    if (!source!.container) out.push(required(`${path}.container`, 'must specify a container'))
    else for (const message of dns1123Label(source!.container)) out.push(invalid(`${path}.container`, source!.container, message))
    validateTarget(source!.target, `${path}.target`, out)
    validateShare(source!.target, `${path}.target`, out)
  },
}

const counted =
  /^((requests|limits)\.(cpu|memory|ephemeral-storage|storage)|storage|pods|services(\.\w+)?|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims)$/

/** Checks the name of a container's resource. Rule: ValidateContainerResourceName. */
function resourceName(name: string, path: string, out: FieldError[]): void {
  const messages = qualifiedName(name)
  for (const message of messages) out.push(invalid(path, name, message))
  if (messages.length) return
  const ofContainers = /^(cpu|memory|ephemeral-storage|hugepages-.*)$/.test(name)
  if (name.includes('/')) {
    const wrong = !name.includes('kubernetes.io/') && !isExtendedResource(name)
    if (wrong) out.push(invalid(path, name, "doesn't follow extended resource name standard"))
    return
  }
  if (!ofContainers && !counted.test(name)) out.push(invalid(path, name, 'must be a standard resource type or fully qualified'))
  if (!ofContainers) out.push(invalid(path, name, 'must be a standard resource for containers'))
}

/** A target of a resource is a share of the request or an amount, not both. */
function validateShare({ averageUtilization, averageValue }: MetricTarget, path: string, out: FieldError[]): void {
  if (averageUtilization === undefined && averageValue === undefined) {
    out.push(required(`${path}.averageUtilization`, 'must set either a target raw value or a target utilization'))
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    out.push(forbidden(`${path}.averageValue`, 'may not set both a target raw value and a target utilization'))
  }
}

function validateTarget(target: MetricTarget, path: string, out: FieldError[]): void {
  const { type, value, averageValue, averageUtilization } = target
  if (!type) out.push(required(`${path}.type`, 'must specify a metric target type'))
  if (!['Utilization', 'Value', 'AverageValue'].includes(type)) {
    out.push(invalid(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue'))
  }
  if (value !== undefined && !isPositive(value)) out.push(invalid(`${path}.value`, value, 'must be positive'))
  if (averageValue !== undefined && !isPositive(averageValue)) {
    out.push(invalid(`${path}.averageValue`, averageValue, 'must be positive'))
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    out.push(invalid(`${path}.averageUtilization`, averageUtilization, 'must be greater than 0'))
  }
}

function validateIdentifier(metric: MetricIdentifier | undefined, path: string, out: FieldError[]): void {
  if (!metric?.name) out.push(required(`${path}.name`, 'must specify a metric name'))
  else pathSegment(metric.name, `${path}.name`, out)
}

/** Checks what becomes a part of a URL's path. Rule: IsValidPathSegmentName. */
export function pathSegment(value: string | undefined, path: string, out: FieldError[]): void {
  if (!value) out.push(required(path))
  else if (value === '.' || value === '..') out.push(invalid(path, value, `may not be '${value}'`))
  else for (const part of ['/', '%']) if (value.includes(part)) out.push(invalid(path, value, `may not contain '${part}'`))
}

const sign = (amount: string) => (isQuantity(String(amount)) ? Number(toQuantity(amount).digits) : 0)
const isPositive = (amount: string) => sign(amount) > 0

/** Is the quantity below zero? */
export const isNegative = (amount: string) => sign(amount) < 0
