import { milli } from '../../api/quantity'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import { answers, listens, memoryAt } from '../../runtime/processState'
import type { Pod } from '../kinds/pod/api'
import { containerKey, containerNames, type Shared } from './shared'

/** What a pod uses: millicores over the last full second, bytes now. */
export interface Usage {
  readonly cpu: number
  readonly memory: number
}

interface Window {
  /** Which second it is of. */
  readonly second: number
  /** CPU ms spent in it, and in the one before. */
  readonly ms: number
  readonly before: number
}

/** Requests to pods, and what they cost. */
export interface Load {
  serve(uid: string, port: number, requests: number): { ok: number; failed: number }
  usage(uid: string): Usage
  /** The same, container by container. */
  usageOf(uid: string): readonly (Usage & { readonly name: string })[]
}

/** Requests come in rounds of this length; a container answers no more of them than its CPU limit allows. */
const ROUND_MS = 250
const IDLE: Window = { second: 0, ms: 0, before: 0 }

export function createLoad(shared: Shared): Load {
  const { kernel, engine, records } = shared
  const windows = new CowMap<string, Window>()
  kernel.part<SavedMap<string, Window>>('kubelet.load', { save: () => windows.save(), load: (saved) => windows.load(saved) })

  const windowOf = (id: string): Window => {
    const second = Math.floor(kernel.now / 1000)
    const last = windows.get(id) ?? IDLE
    if (last.second === second) return last
    return { second, ms: 0, before: last.second === second - 1 ? last.ms : 0 }
  }

  const usageOf = (uid: string) => {
    const record = records.get(uid)
    if (!record) return []
    return containerNames(record.pod).flatMap((name) => {
      const id = containerKey(uid, name)
      const running = engine.get(id)
      if (!running || !engine.alive(id)) return []
      const recent = windows.has(id) ? windowOf(id) : IDLE
      return [
        {
          name,
          cpu: withBusy(record.pod, name, running.spec.behaviour.cpu + Math.max(recent.before, recent.ms), running.process.busy),
          memory: memoryAt(running.spec, running.process, kernel.now),
        },
      ]
    })
  }

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
        const ok = Math.min(requests, capacity(record.pod, container.name, cpuPerRequest))
        const recent = windowOf(id)
        windows.set(id, { ...recent, ms: recent.ms + ok * cpuPerRequest })
        return { ok, failed: requests - ok }
      }
      return nobody
    },
    usageOf,
    usage: (uid) =>
      usageOf(uid).reduce((sum, { cpu, memory }) => ({ cpu: sum.cpu + cpu, memory: sum.memory + memory }), { cpu: 0, memory: 0 }),
  }
}

/** Millicores of a container that would use `busy` on top: its limit caps it. */
function withBusy({ spec }: Pod, name: string, cpu: number, busy: number | undefined): number {
  if (!busy) return cpu
  const limit = [...spec.containers, ...(spec.initContainers ?? [])].find((each) => each.name === name)?.resources?.limits?.cpu
  return limit === undefined ? cpu + busy : Math.min(milli(limit), cpu + busy)
}

/** Requests that fit into one round. */
function capacity(pod: Pod, name: string, cpuPerRequest: number): number {
  const limit = pod.spec.containers.find((each) => each.name === name)?.resources?.limits?.cpu
  if (limit === undefined || cpuPerRequest <= 0) return Infinity
  return Math.floor((milli(limit) * ROUND_MS) / 1000 / cpuPerRequest)
}
