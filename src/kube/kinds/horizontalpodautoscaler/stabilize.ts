import type { ScalingPolicy, ScalingRules } from './types'

/** A size that was once computed. */
export interface Recommendation {
  readonly replicas: number
  /** Virtual ms. */
  readonly at: number
}

/** A change of size that was carried out; `change` counts pods, always above zero. */
export interface ScaleEvent {
  readonly change: number
  /** Virtual ms. */
  readonly at: number
}

/** What an autoscaler remembers. Replaced, never changed. */
export interface History {
  readonly recommendations: readonly Recommendation[]
  readonly ups: readonly ScaleEvent[]
  readonly downs: readonly ScaleEvent[]
}

/** A size, and why it is not the one asked for. */
export interface Limited {
  readonly replicas: number
  readonly reason: string
  readonly message: string
}

const within = (replicas: number): Limited => ({
  replicas,
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
})
const tooFast = (reason: 'ScaleUpLimit' | 'ScaleDownLimit', replicas: number): Limited => ({
  replicas,
  reason,
  message: `the desired replica count is ${reason === 'ScaleUpLimit' ? 'increasing' : 'decreasing'} faster than the maximum scale rate`,
})
const tooMany = (replicas: number): Limited => ({
  replicas,
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
})
const tooFew = (replicas: number): Limited => ({
  replicas,
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
})

/** The log with a new recommendation, in the place of one that counts no more when there is one. */
function logged(log: readonly Recommendation[], entry: Recommendation, old: number): readonly Recommendation[] {
  return old < 0 ? [...log, entry] : log.map((each, i) => (i === old ? entry : each))
}

/** Down only to the highest of the recent recommendations. Upstream: stabilizeRecommendation. */
export function stabilized(log: readonly Recommendation[], desired: number, windowMs: number, now: number) {
  const cutoff = now - windowMs
  let replicas = desired
  let old = -1
  log.forEach((each, i) => {
    if (each.at < cutoff) old = i
    else if (each.replicas > replicas) replicas = each.replicas
  })
  return { replicas, log: logged(log, { replicas: desired, at: now }, old) }
}

/** Up only to the lowest, down only to the highest of the recent recommendations. Upstream: stabilizeRecommendationWithBehaviors. */
export function stabilizedBoth(
  log: readonly Recommendation[],
  current: number,
  desired: number,
  upWindowMs: number,
  downWindowMs: number,
  now: number,
) {
  let lowest = desired
  let highest = desired
  let old = -1
  log.forEach((each, i) => {
    if (each.at > now - upWindowMs) lowest = Math.min(each.replicas, lowest)
    if (each.at > now - downWindowMs) highest = Math.max(each.replicas, highest)
    if (each.at < now - upWindowMs && each.at < now - downWindowMs) old = i
  })
  const replicas = Math.min(Math.max(current, lowest), highest)
  return { replicas, log: logged(log, { replicas: desired, at: now }, old) }
}

/** Without behavior a size may double at once, or grow to 4. Upstream: convertDesiredReplicasWithRules. */
export function clamped(current: number, desired: number, min: number, max: number, upFactor = 2): Limited {
  const limit = Math.trunc(Math.max(upFactor * current, 4))
  if (desired < min) return tooFew(min)
  if (max > limit) return desired > limit ? tooFast('ScaleUpLimit', limit) : within(desired)
  return desired > max ? tooMany(max) : within(desired)
}

/** As fast as the policies allow. Upstream: convertDesiredReplicasWithBehaviorRate. */
export function rateLimited(
  current: number,
  desired: number,
  min: number,
  max: number,
  { scaleUp, scaleDown }: { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules },
  { ups, downs }: Pick<History, 'ups' | 'downs'>,
  now: number,
): Limited {
  if (desired > current) {
    const limit = Math.max(upLimit(current, ups, downs, scaleUp, now), current)
    const most = Math.min(max, limit)
    if (desired > most) return max > limit ? tooFast('ScaleUpLimit', most) : tooMany(most)
  } else if (desired < current) {
    const limit = Math.min(downLimit(current, ups, downs, scaleDown, now), current)
    const least = Math.max(min, limit)
    if (desired < least) return min < limit ? tooFast('ScaleDownLimit', least) : tooFew(least)
  }
  return within(desired)
}

/** The largest size that the policies allow now. Upstream: calculateScaleUpLimitWithScalingRules. */
export const upLimit = (
  current: number,
  ups: readonly ScaleEvent[],
  downs: readonly ScaleEvent[],
  rules: ScalingRules,
  now: number,
): number =>
  select(current, ups, downs, rules, now, 'Max', (policy, start) =>
    policy.type === 'Pods' ? start + policy.value : Math.ceil(start * (1 + policy.value / 100)),
  )

/** The smallest. Upstream: calculateScaleDownLimitWithBehaviors. */
export const downLimit = (
  current: number,
  ups: readonly ScaleEvent[],
  downs: readonly ScaleEvent[],
  rules: ScalingRules,
  now: number,
): number =>
  select(current, ups, downs, rules, now, 'Min', (policy, start) =>
    policy.type === 'Pods' ? start - policy.value : Math.trunc(start * (1 - policy.value / 100)),
  )

/** Of the sizes that the policies propose, the one that `selectPolicy` wants; `farthest` is what its Max means. */
function select(
  current: number,
  ups: readonly ScaleEvent[],
  downs: readonly ScaleEvent[],
  { selectPolicy = 'Max', policies = [] }: ScalingRules,
  now: number,
  farthest: 'Max' | 'Min',
  propose: (policy: ScalingPolicy, periodStart: number) => number,
): number {
  if (selectPolicy === 'Disabled') return current
  const proposals = policies.map((policy) => {
    const start = current - changed(ups, policy, now) + changed(downs, policy, now)
    return propose(policy, start)
  })
  const highest = (selectPolicy === 'Max') === (farthest === 'Max')
  return highest ? Math.max(...proposals) : Math.min(...proposals)
}

function changed(events: readonly ScaleEvent[], { periodSeconds }: ScalingPolicy, now: number): number {
  const cutoff = now - periodSeconds * 1000
  return events.reduce((total, { change, at }) => (at > cutoff ? total + change : total), 0)
}

/** The history after a change of size; only policies look at it. Upstream: storeScaleEvent. */
export function withScaleEvent(
  history: History,
  from: number,
  to: number,
  { scaleUp, scaleDown }: { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules },
  now: number,
): History {
  const entry = { change: Math.abs(to - from), at: now }
  return to > from
    ? { ...history, ups: [...recent(history.ups, scaleUp, now), entry] }
    : { ...history, downs: [...recent(history.downs, scaleDown, now), entry] }
}

function recent(events: readonly ScaleEvent[], { policies = [] }: ScalingRules, now: number): readonly ScaleEvent[] {
  const longest = Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds))
  return events.filter(({ at }) => at >= now - longest * 1000)
}
