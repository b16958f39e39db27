import { milli } from '../../../api/quantity'
import { virtualMs } from '../../../api/time'
import { conditionOf, isReady } from '../../workload/pods'
import type { Pod } from '../pod/api'

/** Go's zero time: what a condition without a time says. */
const NEVER = '0001-01-01T00:00:00Z'

/** What one pod's metric was. */
export interface Sample {
  /** Thousandths of the metric's unit. */
  readonly value: number
  /** Virtual ms of the end of its window. */
  readonly at: number
  readonly windowMs: number
}

/** Samples by the name of their pod. */
export type Samples = ReadonlyMap<string, Sample>

/** Shares by which a metric may miss its target before anything is done. */
export interface Tolerances {
  readonly up: number
  readonly down: number
}

/** When a pod counts, and how exactly a target must be met; upstream: flags of the controller manager. */
export interface CalculatorOptions {
  /** For so long after its start a pod's CPU counts only while it is ready. */
  readonly cpuInitializationMs: number
  /** A pod that became unready so soon after its start was never ready. */
  readonly initialReadinessMs: number
}

/** What a size follows from: the pods times the ratio, rounded up; or no change, when the ratio is near enough to 1. */
export interface Basis {
  readonly ratio: number
  readonly pods: number
  /** Is the ratio within the tolerance? */
  readonly near: boolean
  /** Of the pods, those whose use nobody knows: they were taken for idle on the way up, for fully used on the way down. */
  readonly guessed: number
}

/** A size that a metric proposes, and what the metric is. */
export interface Proposal {
  readonly replicas: number
  readonly basis: Basis
  /** Percent of the request, for shares. */
  readonly utilization?: number
  /** Thousandths: per pod, or of the whole. */
  readonly value: number
}

/** A metric from which no size follows; `message` as upstream words it. */
export class MetricError extends Error {}

/** Pods by what their metric is worth. Upstream: groupPods. */
export interface Groups {
  readonly ready: number
  /** Cannot be told from: pending, or not ready yet. */
  readonly unready: ReadonlySet<string>
  readonly missing: ReadonlySet<string>
  /** Failed or on their way out: they do not count at all. */
  readonly ignored: ReadonlySet<string>
}

export function groupPods(
  pods: readonly Pod[],
  samples: Samples,
  resource: string,
  options: CalculatorOptions,
  now: number,
): Groups {
  const unready = new Set<string>()
  const missing = new Set<string>()
  const ignored = new Set<string>()
  let ready = 0
  for (const pod of pods) {
    const { name, deletionTimestamp } = pod.metadata
    const phase = pod.status?.phase
    const sample = samples.get(name)
    if (deletionTimestamp !== undefined || phase === 'Failed') ignored.add(name)
    else if (phase === 'Pending') unready.add(name)
    else if (!sample) missing.add(name)
    else if (resource === 'cpu' && isWarmingUp(pod, sample, options, now)) unready.add(name)
    else ready++
  }
  return { ready, unready, missing, ignored }
}

/** A pod that starts uses CPU that says nothing of its load. */
function isWarmingUp(pod: Pod, sample: Sample, options: CalculatorOptions, now: number): boolean {
  const ready = conditionOf(pod, 'Ready')
  const startTime = pod.status?.startTime
  if (!ready || !startTime) return true
  const started = virtualMs(startTime)
  const changed = virtualMs(ready.lastTransitionTime ?? NEVER)
  if (started + options.cpuInitializationMs > now) return ready.status === 'False' || sample.at < changed + sample.windowMs
  return ready.status === 'False' && started + options.initialReadinessMs > changed
}

/** What each pod requests of a resource, in thousandths; of one container when it is named. Upstream: calculatePodRequests. */
export function podRequests(pods: readonly Pod[], container: string, resource: string): Map<string, number> {
  const requests = new Map<string, number>()
  for (const { metadata, spec } of pods) {
    const whole = container ? undefined : spec.resources?.requests?.[resource]
    if (whole !== undefined) {
      requests.set(metadata.name, milli(whole))
      continue
    }
    let sum = 0
    const sidecars = (spec.initContainers ?? []).filter((one) => one.restartPolicy === 'Always')
    for (const { name, resources } of [...(spec.containers ?? []), ...sidecars]) {
      if (container && container !== name) continue
      const request = resources?.requests?.[resource]
      if (request === undefined) {
        throw new MetricError(`missing request for ${resource} in container ${name} of Pod ${metadata.name}`)
      }
      sum += milli(request)
    }
    requests.set(metadata.name, sum)
  }
  return requests
}

/** How many pods would use `target` percent of what they request. Upstream: GetResourceReplicas. */
export function utilizationReplicas(
  current: number,
  target: number,
  resource: string,
  container: string,
  pods: readonly Pod[],
  metrics: Samples,
  tolerances: Tolerances,
  options: CalculatorOptions,
  now: number,
): Proposal {
  const groups = grouped(pods, metrics, resource, options, now)
  const requests = podRequests(pods, container, resource)
  const values = counted(metrics, groups)
  const { ratio, utilization, value } = shareRatio(values, requests, target)
  const settled = settle(current, groups, values, ratio, tolerances, {
    full: (name) => Math.floor(((requests.get(name) ?? 0) * Math.max(100, target)) / 100),
    again: () => shareRatio(values, requests, target).ratio,
  })
  return { ...settled, utilization, value }
}

/** How many pods would have `target` thousandths each. Upstream: calcPlainMetricReplicas. */
export function averageReplicas(
  current: number,
  target: number,
  resource: string,
  pods: readonly Pod[],
  metrics: Samples,
  tolerances: Tolerances,
  options: CalculatorOptions,
  now: number,
): Proposal {
  const groups = grouped(pods, metrics, resource, options, now)
  const values = counted(metrics, groups)
  const mean = () => Math.trunc(sum(values) / values.size)
  const value = mean()
  const settled = settle(current, groups, values, value / target, tolerances, {
    full: () => target,
    again: () => mean() / target,
  })
  return { ...settled, value }
}

/** How many ready pods a value of the whole asks for; tolerance does not count when there are none. Upstream: getUsageRatioReplicaCount. */
export function valueReplicas(
  current: number,
  usage: number,
  target: number,
  pods: readonly Pod[],
  tolerances: Tolerances,
): Proposal {
  const ratio = usage / target
  const basis = (count: number, near = false): Basis => ({ ratio, pods: count, near, guessed: 0 })
  if (current === 0) return { replicas: Math.ceil(ratio), value: usage, basis: basis(1) }
  if (isWithin(ratio, tolerances)) return { replicas: current, value: usage, basis: basis(current, true) }
  if (!pods.length) {
    throw new MetricError('unable to calculate ready pods: no pods returned by selector while calculating replica count')
  }
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isReady(pod)).length
  return { replicas: Math.ceil(ratio * ready), value: usage, basis: basis(ready) }
}

/** How many pods would share a value of the whole by `target` each. Upstream: GetExternalPerPodMetricReplicas. */
export function perPodReplicas(statusReplicas: number, usage: number, target: number, tolerances: Tolerances): Proposal {
  const ratio = usage / (target * statusReplicas)
  const near = isWithin(ratio, tolerances)
  const replicas = near ? statusReplicas : Math.ceil(usage / target)
  const value = Math.ceil(usage / statusReplicas)
  return { replicas, value, basis: { ratio, pods: statusReplicas, near, guessed: 0 } }
}

const isWithin = (ratio: number, { up, down }: Tolerances) => 1 - down <= ratio && ratio <= 1 + up

function grouped(pods: readonly Pod[], metrics: Samples, resource: string, options: CalculatorOptions, now: number): Groups {
  if (!pods.length) throw new MetricError('no pods returned by selector while calculating replica count')
  return groupPods(pods, metrics, resource, options, now)
}

/** The values that count; throws when there is none. */
function counted(metrics: Samples, { ignored, unready }: Groups): Map<string, number> {
  const values = new Map<string, number>()
  for (const [name, { value }] of metrics) if (!ignored.has(name) && !unready.has(name)) values.set(name, value)
  if (!values.size) throw new MetricError('did not receive metrics for targeted pods (pods might be unready)')
  return values
}

const sum = (values: ReadonlyMap<string, number>) => {
  let total = 0
  for (const value of values.values()) total += value
  return total
}

/** Use as a share of the requests, in whole percent. Upstream: GetResourceUtilizationRatio. */
function shareRatio(values: ReadonlyMap<string, number>, requests: ReadonlyMap<string, number>, target: number) {
  let used = 0
  let requested = 0
  let count = 0
  for (const [name, value] of values) {
    const request = requests.get(name)
    if (request === undefined) continue
    used += value
    requested += request
    count++
  }
  if (requested === 0) throw new MetricError('no metrics returned matched known pods')
  const utilization = Math.trunc((used * 100) / requested)
  return { ratio: utilization / target, utilization, value: Math.trunc(used / count) }
}

/**
 * The size that follows from a ratio of use to target. Where pods cannot be told from, the ratio is taken again with them as idle (on
 * the way up) or fully used (on the way down), and nothing is done when that turns the direction round. Changes `values`.
 */
function settle(
  current: number,
  { ready, unready, missing }: Groups,
  values: Map<string, number>,
  ratio: number,
  tolerances: Tolerances,
  guess: { readonly full: (name: string) => number; readonly again: () => number },
): Pick<Proposal, 'replicas' | 'basis'> {
  const rebalance = unready.size > 0 && ratio > 1
  if (!rebalance && missing.size === 0) {
    const near = isWithin(ratio, tolerances)
    return { replicas: near ? current : Math.ceil(ratio * ready), basis: { ratio, pods: ready, near, guessed: 0 } }
  }
  if (ratio < 1) for (const name of missing) values.set(name, guess.full(name))
  else if (ratio > 1) for (const name of missing) values.set(name, 0)
  if (rebalance) for (const name of unready) values.set(name, 0)
  const next = guess.again()
  const near = isWithin(next, tolerances)
  const basis: Basis = { ratio: next, pods: values.size, near, guessed: values.size - ready }
  if (near || (ratio < 1 && next > 1) || (ratio > 1 && next < 1)) return { replicas: current, basis }
  const replicas = Math.ceil(next * values.size)
  return { replicas: (next < 1 && replicas > current) || (next > 1 && replicas < current) ? current : replicas, basis }
}
