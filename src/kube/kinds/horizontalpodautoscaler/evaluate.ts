import type { LabelSelector } from '../../../api/meta'
import { formatMilli, milli } from '../../../api/quantity'
import type { Pod } from '../pod/api'
import {
  averageReplicas,
  MetricError,
  perPodReplicas,
  utilizationReplicas,
  valueReplicas,
  type Basis,
  type CalculatorOptions,
  type Proposal,
  type Samples,
  type Tolerances,
} from './calculator'
import type { MetricSpec, MetricStatus, MetricTarget, ScaleTargetRef } from './types'

/** Where metrics come from. Each may throw MetricError with upstream's words; values are thousandths. */
export interface MetricSource {
  /** Use of a resource by the scaled pods; `container` is '' for whole pods. */
  resource(resource: string, container: string): Samples
  /** A metric that each of the scaled pods has. */
  pods(metric: string, selector: LabelSelector | undefined): Samples
  object(metric: string, of: ScaleTargetRef, selector: LabelSelector | undefined): number
  external(metric: string, selector: LabelSelector | undefined): readonly number[]
}

/** What a metric is computed from. */
export interface Evaluation {
  readonly source: MetricSource
  readonly pods: readonly Pod[]
  readonly specReplicas: number
  readonly statusReplicas: number
  readonly tolerances: Tolerances
  readonly options: CalculatorOptions
  /** Virtual ms. */
  readonly now: number
}

/** What came of one metric. */
export interface Evaluated {
  readonly replicas: number
  /** As `New size: 4; reason: NAME above target` tells it. */
  readonly name: string
  readonly status: MetricStatus
  readonly basis: Basis
}

/** A metric that could not be computed: the reason for event and condition, their text (`detail`), and the text of the whole. */
export class FailedMetric extends Error {
  constructor(
    readonly reason: string,
    readonly detail: string,
    message: string,
  ) {
    super(message)
  }
}

/** Computes one metric. Throws FailedMetric. Upstream: computeReplicasForMetric. */
export function evaluate(spec: MetricSpec, given: Evaluation): Evaluated {
  const failed = failureOf(spec)
  try {
    switch (spec.type) {
      case 'Resource':
      case 'ContainerResource':
        return resourceMetric(spec, given)
      case 'Pods':
        return podsMetric(spec.pods!, given)
      case 'Object':
        return objectMetric(spec.object!, given)
      case 'External':
        return externalMetric(spec.external!, given)
      default:
        throw new MetricError(`unknown metric source type ${JSON.stringify(spec.type)}`)
    }
  } catch (error) {
    if (!(error instanceof MetricError)) throw error
    throw new FailedMetric(failed.reason, error.message, `${failed.prefix}${error.message}`)
  }
}

function failureOf({ type, resource, containerResource, external }: MetricSpec): { reason: string; prefix: string } {
  switch (type) {
    case 'Resource':
      return { reason: 'FailedGetResourceMetric', prefix: `failed to get ${resource?.name} resource metric value: ` }
    case 'ContainerResource':
      return {
        reason: 'FailedGetContainerResourceMetric',
        prefix: `failed to get ${containerResource?.container} container metric value: `,
      }
    case 'Pods':
      return { reason: 'FailedGetPodsMetric', prefix: 'failed to get pods metric value: ' }
    case 'Object':
      return { reason: 'FailedGetObjectMetric', prefix: 'failed to get object metric value: ' }
    case 'External':
      return { reason: 'FailedGetExternalMetric', prefix: `failed to get ${external?.metric.name} external metric value: ` }
    default:
      return { reason: 'InvalidMetricSourceType', prefix: '' }
  }
}

function resourceMetric({ type, resource, containerResource }: MetricSpec, given: Evaluation): Evaluated {
  const { name, target } = (resource ?? containerResource)!
  const container = containerResource?.container ?? ''
  const { replicas, basis, utilization, value } = resourceProposal(name, container, target, given)
  const current = { ...(utilization !== undefined && { averageUtilization: utilization }), averageValue: formatMilli(value) }
  const of = type === 'ContainerResource' ? `${name} container resource` : `${name} resource`
  return {
    replicas,
    basis,
    name: utilization === undefined ? `${name} resource` : `${of} utilization (percentage of request)`,
    status:
      type === 'ContainerResource'
        ? { type, containerResource: { name, container, current } }
        : { type, resource: { name, current } },
  }
}

function resourceProposal(name: string, container: string, target: MetricTarget, given: Evaluation): Proposal {
  const { source, pods, specReplicas, tolerances, options, now } = given
  const { averageValue, averageUtilization } = target
  const samples = () => within(`unable to get metrics for resource ${name}`, () => source.resource(name, container))
  if (averageValue !== undefined) {
    return within(`failed to get ${name} usage`, () =>
      averageReplicas(specReplicas, milli(averageValue), name, pods, samples(), tolerances, options, now),
    )
  }
  if (averageUtilization === undefined) {
    throw new MetricError(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    )
  }
  return within(`failed to get ${name} utilization`, () =>
    utilizationReplicas(specReplicas, averageUtilization, name, container, pods, samples(), tolerances, options, now),
  )
}

function podsMetric({ metric, target }: NonNullable<MetricSpec['pods']>, given: Evaluation): Evaluated {
  const { source, pods, specReplicas, tolerances, options, now } = given
  const samples = within(`unable to get metric ${metric.name}`, () => source.pods(metric.name, metric.selector))
  const wanted = milli(target.averageValue ?? '0')
  const { replicas, basis, value } = averageReplicas(specReplicas, wanted, '', pods, samples, tolerances, options, now)
  return {
    replicas,
    basis,
    name: `pods metric ${metric.name}`,
    status: { type: 'Pods', pods: { metric, current: { averageValue: formatMilli(value) } } },
  }
}

function objectMetric({ metric, target, describedObject }: NonNullable<MetricSpec['object']>, given: Evaluation): Evaluated {
  const { source, pods, specReplicas, statusReplicas, tolerances } = given
  const usage = () => source.object(metric.name, describedObject, metric.selector)
  if (target.value !== undefined && target.type !== 'AverageValue') {
    const { replicas, basis, value } = valueReplicas(specReplicas, usage(), milli(target.value), pods, tolerances)
    const current = { value: formatMilli(value) }
    return {
      replicas,
      basis,
      name: `${describedObject.kind} metric ${metric.name}`,
      status: { type: 'Object', object: { metric, current, describedObject } },
    }
  }
  const { averageValue } = target
  if (averageValue === undefined) {
    throw new MetricError('invalid object metric source: neither a value target nor an average value target was set')
  }
  const { replicas, basis, value } = within(`failed to get ${metric.name} object metric`, () =>
    perPodReplicas(statusReplicas, usage(), milli(averageValue), tolerances),
  )
  const current = { averageValue: formatMilli(value) }
  return { replicas, basis, name: externalName(metric), status: { type: 'Object', object: { metric, current, describedObject } } }
}

function externalMetric({ metric, target }: NonNullable<MetricSpec['external']>, given: Evaluation): Evaluated {
  const { source, pods, specReplicas, statusReplicas, tolerances } = given
  const { averageValue, value: wanted } = target
  const usage = () => source.external(metric.name, metric.selector).reduce((total, value) => total + value, 0)
  const get = (propose: () => Proposal) => within(`failed to get ${metric.name} external metric`, propose)
  if (averageValue !== undefined) {
    const { replicas, basis, value } = get(() => perPodReplicas(statusReplicas, usage(), milli(averageValue), tolerances))
    const current = { averageValue: formatMilli(value) }
    return { replicas, basis, name: externalName(metric), status: { type: 'External', external: { metric, current } } }
  }
  if (wanted === undefined) {
    throw new MetricError('invalid external metric source: neither a value target nor an average value target was set')
  }
  const { replicas, basis, value } = get(() => valueReplicas(specReplicas, usage(), milli(wanted), pods, tolerances))
  const current = { value: formatMilli(value) }
  return { replicas, basis, name: externalName(metric), status: { type: 'External', external: { metric, current } } }
}

const externalName = ({ name, selector }: { readonly name: string; readonly selector?: LabelSelector }) =>
  `external metric ${name}(${selectorText(selector)})`

/** A selector as Go prints it with `%+v`. */
export function selectorText(selector: LabelSelector | undefined): string {
  if (!selector) return 'nil'
  const labels = Object.entries(selector.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const pairs = labels.map(([key, value]) => `${key}: ${value},`).join('')
  const terms = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  )
  return `&LabelSelector{MatchLabels:map[string]string{${pairs}},MatchExpressions:[]LabelSelectorRequirement{${terms.join('')}},}`
}

function within<T>(what: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof MetricError) throw new MetricError(`${what}: ${error.message}`)
    throw error
  }
}
