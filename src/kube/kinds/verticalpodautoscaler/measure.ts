import { EPOCH_MS, virtualMs } from '../../../api/time'
import { bytes, exactDecimal, milli, toQuantity } from '../../../api/quantity'
import type { Pod } from '../pod/api'
import type { PodMetrics } from '../podmetrics/api'
import { MEMORY_INTERVAL, withCpu, withMemoryPeak, type Aggregate } from './aggregate'

/** What is remembered of one container of one pod. Immutable. Upstream: ContainerState. */
export interface Watched {
  /** Ms since 1970 of the last measure, so that none counts twice. */
  readonly measured: number
  /** Ms since 1970 of the end of the interval of which the peak is. */
  readonly windowEnd?: number
  readonly peak: number
  readonly oomPeak: number
  /** When it was last killed for want of memory, as its status tells it. */
  readonly oomAt?: string
}

export const UNSEEN: Watched = { measured: -Infinity, peak: 0, oomPeak: 0 }

export interface Measured {
  readonly aggregate: Aggregate
  readonly watched: Watched
}

/** A kill asks for so much more than was there. Upstream: OOMBumpUpRatio, OOMMinBumpUp. */
const OOM_RATIO = 1.2
const OOM_LEAST = 100 * 1024 * 1024

/** Counts a pod's metrics for one of its containers, and what its status tells of its end. */
export function measure(pod: Pod, container: string, metrics: PodMetrics | undefined, before: Measured): Measured {
  let known = before
  const usage = metrics?.containers.find(({ name }) => name === container)?.usage
  const time = metrics ? EPOCH_MS + virtualMs(metrics.timestamp) : 0
  const requests = pod.spec.containers.find(({ name }) => name === container)?.resources?.requests
  if (usage && time > known.watched.measured) {
    const cores = Number(exactDecimal(toQuantity(usage.cpu)))
    const request = requests?.['cpu'] === undefined ? 0 : milli(requests['cpu']) / 1000
    known = {
      aggregate: withCpu(known.aggregate, cores, request, time),
      watched: { ...known.watched, measured: time },
    }
    known = withMemory(known, bytes(usage.memory), time, false)
  }
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container)
  const end = status?.lastState?.terminated ?? status?.state?.terminated
  if (end?.reason !== 'OOMKilled' || !end.finishedAt || end.finishedAt === known.watched.oomAt) return known
  const killed = EPOCH_MS + virtualMs(end.finishedAt)
  const used = Math.max(requests?.['memory'] === undefined ? 0 : bytes(requests['memory']), known.watched.peak)
  const needed = Math.max(used + OOM_LEAST, used * OOM_RATIO)
  const { aggregate, watched } = withMemory(known, needed, killed, true)
  return { aggregate, watched: { ...watched, oomAt: end.finishedAt } }
}

/** One peak counts for each interval: a higher one takes the place of the one before. Upstream: addMemorySample. */
function withMemory({ aggregate, watched }: Measured, used: number, time: number, oom: boolean): Measured {
  const end = watched.windowEnd ?? time
  if (time < end) {
    const peak = Math.max(watched.peak, watched.oomPeak)
    if (peak === 0 || used <= peak) return { aggregate, watched: { ...watched, windowEnd: end } }
    const without = withMemoryPeak(aggregate, peak, end, -1)
    return {
      aggregate: withMemoryPeak(without, used, end),
      watched: { ...watched, ...peaks(watched, used, oom), windowEnd: end },
    }
  }
  const next = end + Math.floor((time - end) / MEMORY_INTERVAL) * MEMORY_INTERVAL + MEMORY_INTERVAL
  const fresh = { ...watched, peak: 0, oomPeak: 0, windowEnd: next }
  return { aggregate: withMemoryPeak(aggregate, used, next), watched: { ...fresh, ...peaks(fresh, used, oom) } }
}

const peaks = ({ peak, oomPeak }: Watched, used: number, oom: boolean) =>
  oom ? { peak, oomPeak: used } : { peak: used, oomPeak }
