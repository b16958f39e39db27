/** How the values of a histogram are put into buckets: each bucket is wider than the one before by the same share. */
export interface Buckets {
  readonly count: number
  find(value: number): number
  start(bucket: number): number
  /** Weights below it count as none. */
  readonly epsilon: number
}

/** Buckets from 0 up to `max`, the first of them `first` wide. Upstream: NewExponentialHistogramOptions. */
export function exponentialBuckets(max: number, first: number, ratio: number, epsilon: number): Buckets {
  const steps = (value: number) => Math.log((value * (ratio - 1)) / first + 1) / Math.log(ratio)
  const count = Math.ceil(steps(max)) + 1
  return {
    count,
    epsilon,
    find: (value) => (value < first ? 0 : Math.min(Math.trunc(steps(value)), count - 1)),
    start: (bucket) => (bucket === 0 ? 0 : (first * (ratio ** bucket - 1)) / (ratio - 1)),
  }
}

/**
 * Values with weights that halve every `halfLifeMs`. Instead of making old ones lighter, new ones are made heavier, counted from
 * `reference`. Immutable. Upstream: decayingHistogram.
 */
export interface Histogram {
  /** Weight by bucket; buckets without any are absent. */
  readonly weights: readonly number[]
  readonly total: number
  /** Ms since 1970. */
  readonly reference: number
}

export const EMPTY: Histogram = { weights: [], total: 0, reference: -Infinity }

/** Beyond so many half-lives the weights are counted from a later moment, or they would overflow. */
const MAX_EXPONENT = 100

/** With a value more; a negative weight takes one away. `time` and `halfLifeMs` in ms since 1970. */
export function withSample(
  histogram: Histogram,
  buckets: Buckets,
  value: number,
  weight: number,
  time: number,
  halfLifeMs: number,
): Histogram {
  const fit = time > histogram.reference + halfLifeMs * MAX_EXPONENT ? shifted(histogram, time, halfLifeMs) : histogram
  const scaled = weight * 2 ** ((time - fit.reference) / halfLifeMs)
  const bucket = buckets.find(value)
  const weights = [...fit.weights]
  while (weights.length <= bucket) weights.push(0)
  if (scaled >= 0) {
    weights[bucket]! += scaled
    return { ...fit, weights, total: fit.total + scaled }
  }
  const left = Math.max(weights[bucket]! + scaled, 0)
  const gone = weights[bucket]! - left
  weights[bucket] = left
  return { ...fit, weights, total: Math.max(fit.total - gone, 0) }
}

function shifted({ weights, total, reference }: Histogram, time: number, halfLifeMs: number): Histogram {
  const next = Math.round(time / halfLifeMs) * halfLifeMs
  const factor = Number.isFinite(reference) ? 2 ** Math.round((reference - next) / halfLifeMs) : 1
  return { weights: weights.map((weight) => weight * factor), total: total * factor, reference: next }
}

/** The end of the bucket below which this share of the weight lies; 0 when there is none. Upstream: histogram.Percentile. */
export function percentile(weights: readonly number[], total: number, share: number, buckets: Omit<Buckets, 'find'>): number {
  const { epsilon, count, start } = buckets
  const lowest = weights.findIndex((weight) => weight >= epsilon)
  if (lowest < 0) return 0
  let highest = weights.length - 1
  while (weights[highest]! < epsilon) highest--
  const threshold = share * total
  let sum = 0
  let bucket = lowest
  for (; bucket < highest; bucket++) {
    sum += weights[bucket]!
    if (sum >= threshold) break
  }
  return start(bucket < count - 1 ? bucket + 1 : bucket)
}
