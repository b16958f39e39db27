import type { Condition } from '../../../api/meta'
import { exactDecimal, toQuantity } from '../../../api/quantity'
import { timestamp } from '../../../api/time'
import type { Basis, CalculatorOptions } from './calculator'
import { scaleDownRules, scaleUpRules } from './defaults'
import { evaluate, FailedMetric, type Evaluation } from './evaluate'
import { clamped, rateLimited, stabilized, stabilizedBoth, withScaleEvent, type History } from './stabilize'
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from './types'

/** How autoscalers are run; upstream: flags of the controller manager. */
export interface HorizontalOptions extends CalculatorOptions {
  readonly syncMs: number
  readonly downscaleStabilizationMs: number
  readonly tolerance: number
  /** Without behavior a size may grow at once to so many times itself. */
  readonly upFactor?: number
}

/** What one metric came to, for those who ask why. */
export interface MetricReading {
  readonly spec: MetricSpec
  readonly status: MetricStatus
  /** The size it proposes; undefined when it could not be computed. */
  readonly proposal?: number
  readonly basis?: Basis
  /** Why it could not be computed. */
  readonly error?: string
}

/** Why an autoscaler wants the size it wants: the last computation, step by step. */
export interface Computation {
  /** Virtual ms. */
  readonly at: number
  readonly current: number
  readonly metrics: readonly MetricReading[]
  /** The largest of the proposals; undefined when no metric was looked at or none could be computed. */
  readonly raw?: number
  readonly stabilized?: number
  readonly desired: number
  /** Which rule had the last word: DesiredWithinRange, TooManyReplicas, ScaleUpLimit, FailedGetScale... */
  readonly limit: string
}

/** An Event that a sync wants told. */
export interface Told {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

/** The size of a target and what else a sync needs to know of it. */
export interface Target {
  readonly specReplicas: number
  readonly statusReplicas: number
  /** Sets the size; throws with upstream's words when it is refused. */
  resize(replicas: number): void
  /** What metrics are computed from; throws a Refusal when the target's pods cannot be told. */
  evaluation(): Pick<Evaluation, 'source' | 'pods'>
}

/** The target's selector is of no use; reason for the condition, and an Event. */
export class Refusal extends Error {
  constructor(
    readonly reason: string,
    readonly event: string,
    readonly condition: string,
    message: string,
  ) {
    super(message)
  }
}

/** What a sync leaves behind. */
export interface Synced {
  readonly status: HorizontalPodAutoscaler['status']
  readonly history: History
  readonly events: readonly Told[]
  readonly computation: Computation
}

/** Sets a condition in place; unlike elsewhere its reason and message follow even when its status stays. Upstream: setConditionInList. */
export function setCondition(conditions: readonly Condition[], next: Condition): readonly Condition[] {
  const before = conditions.find(({ type }) => type === next.type)
  if (!before) return [...conditions, next]
  const since = before.status === next.status ? before.lastTransitionTime : next.lastTransitionTime
  return conditions.map((each) => (each === before ? { ...next, lastTransitionTime: since } : each))
}

/**
 * One sync of an autoscaler whose target's scale is known: computes the size, sets it, and tells what was done.
 * Upstream: reconcileAutoscaler.
 */
export function sync(
  hpa: HorizontalPodAutoscaler,
  target: Target,
  before: History | undefined,
  options: HorizontalOptions,
  now: number,
): Synced {
  const { spec } = hpa
  const min = spec.minReplicas ?? 1
  const current = target.specReplicas
  let history = before ?? { recommendations: [{ replicas: current, at: now }], ups: [], downs: [] }
  let conditions: readonly Condition[] = hpa.status?.conditions ?? []
  const events: Told[] = []
  const note = (type: string, status: Condition['status'], reason: string, message: string) => {
    conditions = setCondition(conditions, { type, status, lastTransitionTime: timestamp(now), reason, message })
  }
  const warn = (reason: string, message: string) => void events.push({ type: 'Warning', reason, message })
  const scaleWith = behaviorOf(hpa, options)
  let metrics: readonly MetricReading[] = []
  const done = (desired: number, limit: string, kept: boolean, rest: Partial<Computation> = {}): Synced => ({
    status: {
      ...(hpa.status?.lastScaleTime && { lastScaleTime: hpa.status.lastScaleTime }),
      ...(limit !== 'failed' && !kept && { lastScaleTime: timestamp(now) }),
      currentReplicas: current,
      desiredReplicas: limit === 'failed' ? (hpa.status?.desiredReplicas ?? 0) : desired,
      currentMetrics: metrics.length ? metrics.map(({ status }) => status) : null,
      conditions,
    },
    history,
    events,
    computation: { at: now, current, metrics, desired, limit, ...rest },
  })
  const failed = (reason: string) => {
    const out = done(current, 'failed', true)
    return { ...out, computation: { ...out.computation, limit: reason } }
  }

  note('AbleToScale', 'True', 'SucceededGetScale', "the HPA controller was able to get the target's current scale")
  let desired: number
  let why: string
  let limit: string
  let raw: number | undefined
  let steady: number | undefined
  if (current === 0 && min !== 0) {
    const message = 'scaling is disabled since the replica count of the target is zero'
    note('ScalingActive', 'False', 'ScalingDisabled', message)
    return done(0, 'ScalingDisabled', true)
  } else if (current > spec.maxReplicas) {
    desired = spec.maxReplicas
    why = 'Current number of replicas above Spec.MaxReplicas'
    limit = 'TooManyReplicas'
  } else if (current < min) {
    desired = min
    why = 'Current number of replicas below Spec.MinReplicas'
    limit = 'TooFewReplicas'
  } else {
    let found: ReturnType<typeof computeAll>
    try {
      found = computeAll(spec.metrics ?? [], target, tolerancesOf(hpa, options), options, now, warn)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      warn(error.event, error.message)
      note('ScalingActive', 'False', error.reason, error.condition)
      warn('FailedComputeMetricsReplicas', error.message)
      return failed(error.reason)
    }
    metrics = found.readings
    const { failures, best } = found
    const first = failures[0]
    const text =
      first && `invalid metrics (${failures.length} invalid out of ${metrics.length}), first error is: ${first.message}`
    // With a metric missing, what is there may only ask for more.
    if (first && (failures.length >= metrics.length || (best?.replicas ?? 0) < current)) {
      note('ScalingActive', 'False', first.reason, `the HPA was unable to compute the replica count: ${first.detail}`)
      warn('FailedComputeMetricsReplicas', text!)
      return failed(first.reason)
    }
    raw = best?.replicas ?? 0
    const valid = `the HPA was able to successfully calculate a replica count from ${best?.name ?? ''}`
    note('ScalingActive', 'True', 'ValidMetricFound', valid)
    why = raw > current ? `${best?.name} above target` : raw < current ? 'All metrics below target' : ''
    const steadied = scaleWith
      ? stabilizedBoth(
          history.recommendations,
          current,
          raw,
          (scaleWith.scaleUp.stabilizationWindowSeconds ?? 0) * 1000,
          (scaleWith.scaleDown.stabilizationWindowSeconds ?? 0) * 1000,
          now,
        )
      : stabilized(history.recommendations, raw, options.downscaleStabilizationMs, now)
    history = { ...history, recommendations: steadied.log }
    steady = steadied.replicas
    noteStability(note, raw, current, steady, scaleWith !== undefined)
    const limited = scaleWith
      ? rateLimited(current, steady, min, spec.maxReplicas, scaleWith, history, now)
      : clamped(current, steady, min, spec.maxReplicas, options.upFactor)
    note('ScalingLimited', limited.replicas === steady ? 'False' : 'True', limited.reason, limited.message)
    desired = limited.replicas
    limit = limited.reason
  }
  const rest = { ...(raw !== undefined && { raw }), ...(steady !== undefined && { stabilized: steady }) }
  if (desired === current) return done(current, limit, true, rest)
  try {
    target.resize(desired)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    warn('FailedRescale', `New size: ${desired}; reason: ${why}; error: ${error.message}`)
    const message = `the HPA controller was unable to update the target scale: ${error.message}`
    note('AbleToScale', 'False', 'FailedUpdateScale', message)
    return failed('FailedUpdateScale')
  }
  note('AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${desired}`)
  events.push({ type: 'Normal', reason: 'SuccessfulRescale', message: `New size: ${desired}; reason: ${why}` })
  if (scaleWith) history = withScaleEvent(history, current, desired, scaleWith, now)
  return done(desired, limit, false, rest)
}

type Note = (type: string, status: Condition['status'], reason: string, message: string) => void

function noteStability(note: Note, raw: number, current: number, steady: number, both: boolean): void {
  if (steady === raw) note('AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size')
  else if (both && raw >= current) {
    const message = 'recent recommendations were lower than current one, applying the lowest recent recommendation'
    note('AbleToScale', 'True', 'ScaleUpStabilized', message)
  } else {
    const message = 'recent recommendations were higher than current one, applying the highest recent recommendation'
    note('AbleToScale', 'True', 'ScaleDownStabilized', message)
  }
}

/** Computes every metric; the largest proposal counts. Upstream: computeReplicasForMetrics. */
function computeAll(
  specs: readonly MetricSpec[],
  target: Target,
  tolerances: Evaluation['tolerances'],
  options: HorizontalOptions,
  now: number,
  warn: (reason: string, message: string) => void,
) {
  const { specReplicas, statusReplicas } = target
  const given: Evaluation = { ...target.evaluation(), specReplicas, statusReplicas, tolerances, options, now }
  const failures: FailedMetric[] = []
  let best: { readonly replicas: number; readonly name: string } | undefined
  const readings = specs.map((spec): MetricReading => {
    try {
      const { replicas, name, status, basis } = evaluate(spec, given)
      if (!best || best.replicas === 0 || replicas > best.replicas) best = { replicas, name }
      return { spec, status, proposal: replicas, basis }
    } catch (error) {
      if (!(error instanceof FailedMetric)) throw error
      warn(error.reason, error.detail)
      failures.push(error)
      return { spec, status: { type: '' }, error: error.detail }
    }
  })
  return { readings, failures, best: best as { readonly replicas: number; readonly name: string } | undefined }
}

/** The rules of both directions, when a person set any. The window down is the controller's unless set. */
function behaviorOf({ spec: { behavior } }: HorizontalPodAutoscaler, { downscaleStabilizationMs }: HorizontalOptions) {
  if (!behavior) return undefined
  const scaleDown = scaleDownRules(behavior.scaleDown)
  return {
    scaleUp: scaleUpRules(behavior.scaleUp),
    scaleDown: {
      ...scaleDown,
      stabilizationWindowSeconds: scaleDown.stabilizationWindowSeconds ?? downscaleStabilizationMs / 1000,
    },
  }
}

function tolerancesOf({ spec: { behavior } }: HorizontalPodAutoscaler, { tolerance }: HorizontalOptions) {
  const own = (given: string | undefined) => (given === undefined ? tolerance : Number(exactDecimal(toQuantity(given))))
  return { up: own(behavior?.scaleUp?.tolerance), down: own(behavior?.scaleDown?.tolerance) }
}
