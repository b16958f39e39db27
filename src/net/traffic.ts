import { CowMap, type SavedMap } from '../kernel/cowMap'
import { createProxy, type NetContext, type Proxy } from './proxy'
import { spread } from './spread'
import { targets } from './route'

/** What became of requests. */
export interface Served {
  readonly ok: number
  readonly failed: number
}

/** What answers requests: the containers, each as it is at that very moment. */
export interface Server {
  /** Puts requests to a port of a pod. What has no running process there, or no node under it, fails them. */
  serve(pod: string, port: number, requests: number): Served
}

/** Requests so far. */
export interface Count extends Served {
  readonly sent: number
}

/** How a flow of requests fares. */
export interface FlowStats {
  /** Requests per second asked for. */
  readonly rate: number
  /** Lost in the last second. */
  readonly lost: number
  readonly total: Count
}

/** The users of a cluster. */
export interface Traffic {
  /** From now on so many requests per second go to a service; 0 ends it. */
  set(namespace: string, service: string, rate: number): void
  /** By the uid of a Service. */
  statsOf(service: string): FlowStats
  /** What a pod got through services. */
  servedBy(pod: string): Count
  /** Requests per second over the last window that is over, by the uid of a Service (all that were sent) or of a pod. */
  rateOf(uid: string): number
  /** Is there any flow? */
  readonly flowing: boolean
  readonly proxy: Proxy
}

interface Flow {
  readonly rate: number
  /** Marks the rounds that belong to this flow and not to an earlier one. */
  readonly id: number
  /** The part of a request that was not due yet. */
  readonly carry: number
  /** Lost in each of the last rounds, the newest last. */
  readonly lost: readonly number[]
  readonly total: Count
}

/** Requests in a window, and in the one before. */
interface Window {
  readonly number: number
  readonly sent: number
  readonly before: number
}

interface SavedTraffic {
  readonly flows: SavedMap<string, Flow>
  readonly pods: SavedMap<string, Count>
  readonly windows: SavedMap<string, Window>
  readonly next: number
}

const TOPIC = 'traffic'
const ROUND_MS = 250
const ROUNDS_A_SECOND = 1000 / ROUND_MS
/** Over how long rates are measured. */
const WINDOW_MS = 15_000

const nothing: Count = { sent: 0, ok: 0, failed: 0 }

/**
 * Lets requests flow to services, four rounds a second: each is routed by what the nodes know then, and served or lost by what is then.
 * The trace hears of it only when a flow begins to lose requests: a steady flow is a number, and would fill it.
 */
export function createTraffic(context: NetContext, server: Server): Traffic {
  const { kernel } = context
  const proxy = createProxy(context)
  const random = kernel.random(TOPIC)
  const flows = new CowMap<string, Flow>()
  const pods = new CowMap<string, Count>()
  const windows = new CowMap<string, Window>()
  let next = 1
  kernel.part<SavedTraffic>(TOPIC, {
    save: () => ({ flows: flows.save(), pods: pods.save(), windows: windows.save(), next }),
    load(state) {
      flows.load(state.flows)
      pods.load(state.pods)
      windows.load(state.windows)
      next = state.next
    },
  })

  const windowOf = (uid: string): Window => {
    const number = Math.floor(kernel.now / WINDOW_MS)
    const last = windows.get(uid)
    if (last?.number === number) return last
    return { number, sent: 0, before: last?.number === number - 1 ? last.sent : 0 }
  }
  const measure = (uid: string, sent: number) => {
    const window = windowOf(uid)
    windows.set(uid, { ...window, sent: window.sent + sent })
  }

  const round = (key: string, flow: Flow): Served => {
    const [namespace = '', name = ''] = key.split('/')
    const service = proxy.service(namespace, name)
    const count = Math.floor(flow.carry)
    if (count === 0) return nothing
    const found = service ? targets(proxy.slices(namespace, name), service.spec.ports?.[0]?.name) : []
    if (service) measure(service.metadata.uid, count)
    let ok = 0
    for (const [i, requests] of spread(count, found.length, random)) {
      const { pod, port } = found[i]!
      const served = server.serve(pod, port, requests)
      ok += served.ok
      measure(pod, requests)
      pods.set(pod, plus(pods.get(pod) ?? nothing, requests, served))
    }
    const failed = count - ok
    if (failed > 0 && (flow.lost.at(-1) ?? 0) === 0) {
      const about = service?.metadata.uid ?? ''
      kernel.record('failure', 'users', `service:${about}`, about, `Service ${key}`, `${failed} of ${count} requests failed`)
    }
    return { ok, failed }
  }

  kernel.on(TOPIC, (key, id) => {
    const flow = flows.get(key)
    if (!flow || flow.id !== id) return
    const due = { ...flow, carry: flow.carry + (flow.rate * ROUND_MS) / 1000 }
    const served = round(key, due)
    flows.set(key, {
      ...due,
      carry: due.carry - Math.floor(due.carry),
      lost: [...flow.lost, served.failed].slice(-ROUNDS_A_SECOND),
      total: plus(flow.total, served.ok + served.failed, served),
    })
    kernel.schedule(ROUND_MS, TOPIC, key, id)
  })

  return {
    proxy,
    get flowing() {
      return flows.size > 0
    },
    set(namespace, service, rate) {
      const key = `${namespace}/${service}`
      const flow = flows.get(key)
      if (!(rate > 0)) flows.delete(key)
      else if (flow) flows.set(key, { ...flow, rate })
      else {
        const id = next++
        flows.set(key, { rate, id, carry: 0, lost: [], total: nothing })
        kernel.schedule(ROUND_MS, TOPIC, key, id)
      }
    },
    statsOf(uid) {
      const service = proxy.serviceOf(uid)
      const flow = service && flows.get(`${service.metadata.namespace}/${service.metadata.name}`)
      if (!flow) return { rate: 0, lost: 0, total: nothing }
      return { rate: flow.rate, lost: flow.lost.reduce((sum, lost) => sum + lost, 0), total: flow.total }
    },
    servedBy: (pod) => pods.get(pod) ?? nothing,
    rateOf: (uid) => (windows.has(uid) ? (windowOf(uid).before * 1000) / WINDOW_MS : 0),
  }
}

const plus = (count: Count, sent: number, { ok, failed }: Served): Count => ({
  sent: count.sent + sent,
  ok: count.ok + ok,
  failed: count.failed + failed,
})
