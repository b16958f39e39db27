import type { AutoscalerView, Phrase } from '../../world/frame'
import { step, told, type Seen, type Step } from './seen'

/** Numbers that nobody typed: autoscalers of pods, and pools of machines. */
export function scalingSteps(before: Seen, after: Seen): Step[] {
  if (before.furniture === after.furniture) return []
  return [...scalerSteps(before, after), ...poolSteps(before, after)]
}

function scalerSteps(before: Seen, after: Seen): Step[] {
  const were = new Map(before.furniture.autoscalers.map((scaler) => [scaler.uid, scaler]))
  return after.furniture.autoscalers.flatMap((is): Step[] => {
    const was = were.get(is.uid)
    if (is.kind !== 'HorizontalPodAutoscaler') return []
    const { name, min, max, uid } = is
    if (!was) return [step(78, uid, told('hpa.new', { name, min, max }), null)]
    if (is.desired !== was.desired && is.desired > 0)
      return [step(91, uid, told(is.desired > was.desired ? 'hpa.up' : 'hpa.down', { name, desired: is.desired }), scalerWhy(is))]
    if (is.reason === 'TooManyReplicas' && was.reason !== is.reason)
      return [step(72, uid, told('hpa.atMost', { name, max }), scalerWhy(is))]
    return []
  })
}

/** What the number of an autoscaler follows from: the metric that asked for most. */
export function scalerWhy({ metrics, max, min, sum }: AutoscalerView): Phrase | null {
  const most = metrics.reduce<AutoscalerView['metrics'][number] | undefined>(
    (a, b) => ((b.proposal?.size ?? -1) > (a?.proposal?.size ?? -1) ? b : a),
    undefined,
  )
  if (!most) return metrics.some(({ error }) => error) ? told('hpa.noMetric') : null
  const { name, current, target } = most
  if (sum?.limit === 'TooManyReplicas') return told('hpa.whyMost', { metric: name, current, target, max })
  if (sum?.limit === 'TooFewReplicas') return told('hpa.whyLeast', { metric: name, current, target, min })
  return told('hpa.why', { metric: name, current, target })
}

function poolSteps(before: Seen, after: Seen): Step[] {
  const were = new Map(before.furniture.pools.map((pool) => [pool.name, pool]))
  return after.furniture.pools.flatMap((is): Step[] => {
    const was = were.get(is.name)
    const { name, max, joining } = is
    if (!was || joining <= was.joining) return []
    const waiting = [...after.pods.values()].filter(({ state }) => state === 'pending').length
    const s = Math.ceil(Math.max(0, ...is.arrivals.map(({ span }) => span.until - after.now)) / 1000)
    return [
      step(
        83,
        null,
        told('pool.orders', { name, n: joining }),
        told(waiting ? 'pool.ordersWhy' : 'pool.ordersAhead', { s, max, waiting }),
      ),
    ]
  })
}
