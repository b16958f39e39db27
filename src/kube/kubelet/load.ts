import { isQuantity, milli } from '../../api/quantity'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Running } from '../../runtime/engine'
import { idleCpu } from '../../runtime/overrides'
import { answers, listens, memoryAt } from '../../runtime/processState'
import type { Pod } from '../kinds/pod/api'
import { containerKey, containerNames, type PodRecord, type Shared } from './shared'

/** What a pod uses: millicores over the last full second, bytes now. */
export interface Usage {
  readonly cpu: number
  readonly memory: number
}

/** What a container spent on requests of late, by seconds and by the windows of the metrics. */
interface Spent {
  readonly second: Span
  readonly slot: Span
}

interface Span {
  /** Which second or window since the beginning of time it is. */
  readonly number: number
  /** CPU ms spent in it, and in the one before. */
  readonly ms: number
  readonly before: number
}

/** What a container used over a window that is over. */
export interface WindowUsage extends Usage {
  readonly name: string
}

/** Requests to pods, and what they cost. */
export interface Load {
  serve(uid: string, port: number, requests: number): { ok: number; failed: number }
  usage(uid: string): Usage
  /** The same, container by container. */
  usageOf(uid: string): readonly (Usage & { readonly name: string })[]
  /** The last window of the metrics that is over, container by container; those that ran only for a part of it are left out. */
  windowOf(uid: string): readonly WindowUsage[]
  /** That window: its length, and virtual ms of its end. */
  window(): { readonly ms: number; readonly end: number }
}

/** Requests come in rounds of this length; a container answers no more of them than its CPU limit allows. */
const ROUND_MS = 250
const NOTHING: Span = { number: 0, ms: 0, before: 0 }
const IDLE: Spent = { second: NOTHING, slot: NOTHING }

/** The span as it stands at a moment. */
const spanAt = (last: Span, number: number): Span =>
  last.number === number ? last : { number, ms: 0, before: last.number === number - 1 ? last.ms : 0 }

/** `windowMs`: how long a window of the metrics is, the resolution of the metrics server. */
export function createLoad(shared: Shared, windowMs = 15_000): Load {
  const { kernel, engine, records } = shared
  const windows = new CowMap<string, Spent>()
  kernel.part<SavedMap<string, Spent>>('kubelet.load', { save: () => windows.save(), load: (saved) => windows.load(saved) })

  const spentBy = (id: string): Spent => {
    const { second, slot } = windows.get(id) ?? IDLE
    return {
      second: spanAt(second, Math.floor(kernel.now / 1000)),
      slot: spanAt(slot, Math.floor(kernel.now / windowMs)),
    }
  }

  /** Containers that run, with their keys. */
  const runningOf = (uid: string): { record: PodRecord; name: string; id: string; running: Running }[] => {
    const record = records.get(uid)
    if (!record) return []
    return containerNames(record.pod).flatMap((name) => {
      const id = containerKey(uid, name)
      const running = engine.get(id)
      return running && engine.alive(id) ? [{ record, name, id, running }] : []
    })
  }

  /** The CPU limit that a container has now: while a resize waits, not yet that of the spec. */
  const limitOf = ({ uid, pod: { spec } }: PodRecord, name: string): string | undefined => {
    const container =
      spec.containers.find((each) => each.name === name) ?? spec.initContainers?.find((each) => each.name === name)
    return container && shared.resizer.sizesOf(uid, container).actual?.limits?.['cpu']
  }

  const usageOf = (uid: string) =>
    runningOf(uid).map(({ record, name, id, running }) => {
      const recent = windows.has(id) ? spentBy(id).second : NOTHING
      return {
        name,
        cpu: limited(limitOf(record, name), steadyCpu(record.pod, name, running) + Math.max(recent.before, recent.ms)),
        memory: memoryAt(running.spec, running.process, kernel.now),
      }
    })

  const window = () => ({ ms: windowMs, end: Math.floor(kernel.now / windowMs) * windowMs })

  return {
    serve(uid, port, requests) {
      const nobody = { ok: 0, failed: requests }
      const record = records.get(uid)
      if (!record || !shared.reach.powered(record.node)) return nobody
      for (const container of record.pod.spec.containers) {
        const id = containerKey(uid, container.name)
        const running = engine.get(id)
        if (!running || !listens(running.spec, running.process, port, kernel.now)) continue
        if (!answers(running.process, kernel.now)) return nobody
        const { cpuPerRequest } = running.spec.behaviour
        const ok = Math.min(requests, capacity(limitOf(record, container.name), cpuPerRequest))
        const { second, slot } = spentBy(id)
        const ms = ok * cpuPerRequest
        windows.set(id, { second: { ...second, ms: second.ms + ms }, slot: { ...slot, ms: slot.ms + ms } })
        shared.disks.served(id, ok)
        return { ok, failed: requests - ok }
      }
      return nobody
    },
    usageOf,
    window,
    windowOf(uid) {
      const { end } = window()
      return runningOf(uid)
        .filter(({ record, running }) => running.process.startedAt <= end - windowMs && shared.reach.powered(record.node))
        .map(({ record, name, id, running }) => {
          const served = ((windows.has(id) ? spentBy(id).slot.before : 0) * 1000) / windowMs
          return {
            name,
            cpu: limited(limitOf(record, name), steadyCpu(record.pod, name, running) + served),
            memory: memoryAt(running.spec, running.process, end),
          }
        })
    },
    usage: (uid) =>
      usageOf(uid).reduce((sum, { cpu, memory }) => ({ cpu: sum.cpu + cpu, memory: sum.memory + memory }), { cpu: 0, memory: 0 }),
  }
}

/** Millicores that a container uses without any request: an annotation of the pod has the last word, also while it runs. */
const steadyCpu = ({ metadata }: Pod, name: string, { spec, process }: Running): number =>
  (idleCpu(metadata.annotations, name, (text) => (isQuantity(text) ? milli(text) : undefined)) ?? spec.behaviour.cpu) +
  (process.busy ?? 0)

/** What the limit leaves of it. */
const limited = (limit: string | undefined, cpu: number): number => (limit === undefined ? cpu : Math.min(milli(limit), cpu))

/** Requests that fit into one round. */
function capacity(limit: string | undefined, cpuPerRequest: number): number {
  if (limit === undefined || cpuPerRequest <= 0) return Infinity
  return Math.floor((milli(limit) * ROUND_MS) / 1000 / cpuPerRequest)
}
