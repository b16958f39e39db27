import { confidence, cpuBuckets, memoryBuckets, type Aggregate } from './aggregate'
import { percentile } from './histogram'

/** Whole millicores and bytes. */
export interface Amounts {
  readonly cpu: number
  readonly memory: number
}

/** What a container should request, and between what bounds its request may stay as it is. */
export interface Bounds {
  readonly target: Amounts
  readonly lowerBound: Amounts
  readonly upperBound: Amounts
}

/** Upstream: flags of the recommender. */
const MARGIN = 0.15
const POD_MIN: Amounts = { cpu: 25, memory: 250 * 1024 * 1024 }
/** No amount is larger; upstream: MaxResourceAmount. */
const MOST = 1e14

interface Estimator {
  readonly share: number
  /** How doubt about a short history widens the bound: (1 + multiplier / days) ^ exponent. */
  readonly doubt?: { readonly multiplier: number; readonly exponent: number }
}
const TARGET: Estimator = { share: 0.9 }
const LOWER: Estimator = { share: 0.5, doubt: { multiplier: 0.001, exponent: -2 } }
const UPPER: Estimator = { share: 0.95, doubt: { multiplier: 1, exponent: 1 } }

/** What containers should request, by name: each gets its part of the least that a pod must have. Upstream: GetRecommendedPodResources. */
export function recommend(aggregates: ReadonlyMap<string, Aggregate>): Map<string, Bounds> {
  const part = 1 / aggregates.size
  const least: Amounts = { cpu: scaled(POD_MIN.cpu, part), memory: scaled(POD_MIN.memory, part) }
  return new Map(
    [...aggregates].map(([name, aggregate]): [string, Bounds] => [
      name,
      {
        target: estimate(aggregate, TARGET, least),
        lowerBound: estimate(aggregate, LOWER, least),
        upperBound: estimate(aggregate, UPPER, least),
      },
    ]),
  )
}

function estimate(aggregate: Aggregate, { share, doubt }: Estimator, least: Amounts): Amounts {
  const trust = confidence(aggregate)
  const finish = (raw: number, floor: number) => {
    const safe = raw + scaled(raw, MARGIN)
    const sure = doubt ? scaled(safe, (1 + doubt.multiplier / trust) ** doubt.exponent) : safe
    return Math.max(sure, floor)
  }
  const cores = percentile(aggregate.cpu.weights, aggregate.cpu.total, share, cpuBuckets)
  const bytes = percentile(aggregate.memory.weights, aggregate.memory.total, share, memoryBuckets)
  return { cpu: finish(whole(cores * 1000), least.cpu), memory: finish(whole(bytes), least.memory) }
}

/** As Go turns such a number into an amount; what is no number is nothing. */
const whole = (amount: number): number => (Number.isNaN(amount) || amount < 0 ? 0 : Math.trunc(Math.min(amount, MOST)))
const scaled = (amount: number, factor: number): number => whole(amount * factor)
