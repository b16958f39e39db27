import { EMPTY, exponentialBuckets, withSample, type Histogram } from './histogram'

const DAY = 86_400_000
/** Cores up to 1000, from 10 millicores on in steps of 5 %; bytes up to 1 TB, from 10 MB on. Upstream: AggregationsConfig. */
const LEAST_WEIGHT = 0.1
const EPSILON = 0.001 * LEAST_WEIGHT
export const cpuBuckets = exponentialBuckets(1000, 0.01, 1.05, EPSILON)
export const memoryBuckets = exponentialBuckets(1e12, 1e7, 1.05, EPSILON)

/** After so long a sample counts half. */
const HALF_LIFE = DAY
/** Of every so long only the peak of memory counts. */
export const MEMORY_INTERVAL = DAY

/** What is known of a container's use, over all pods of a VerticalPodAutoscaler. Immutable. Upstream: AggregateContainerState. */
export interface Aggregate {
  readonly cpu: Histogram
  readonly memory: Histogram
  /** Ms since 1970 of the first and last sample of CPU; undefined before any. */
  readonly first?: number
  readonly last?: number
  readonly samples: number
}

export const UNKNOWN: Aggregate = { cpu: EMPTY, memory: EMPTY, samples: 0 }

/** With one measure of CPU more; it weighs as much as the container requests. `time` in ms since 1970. */
export const withCpu = (aggregate: Aggregate, cores: number, requestCores: number, time: number): Aggregate => ({
  ...aggregate,
  cpu: withSample(aggregate.cpu, cpuBuckets, cores, Math.max(requestCores, LEAST_WEIGHT), time, HALF_LIFE),
  first: Math.min(aggregate.first ?? time, time),
  last: Math.max(aggregate.last ?? time, time),
  samples: aggregate.samples + 1,
})

/** With a peak of memory more, or (`weight` -1) one that was not the peak after all. */
export const withMemoryPeak = (aggregate: Aggregate, bytes: number, time: number, weight: 1 | -1 = 1): Aggregate => ({
  ...aggregate,
  memory: withSample(aggregate.memory, memoryBuckets, bytes, weight, time, HALF_LIFE),
})

/** How far the history is to be trusted, in days. Upstream: getConfidence. */
export function confidence({ first, last, samples }: Aggregate): number {
  if (first === undefined || last === undefined) return 0
  return Math.min((last - first) / DAY, samples / (60 * 24))
}
