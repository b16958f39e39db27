import { matchLabels } from '../api/labels'
import { CowMap, type SavedMap } from '../kernel/cowMap'
import { createAsking, sumOk, type Outcome } from './asking'
import { callersIn, type Caller } from './callers'
import { flowKey, nothing, plus, type Count, type Flow, type FlowSpec, type Pair, type Routed } from './flow'
import { createNetwork, USERS, type Network, type Server } from './network'
import type { NetContext, Peer } from './peers'
import type { Proxy } from './proxy'
import { spread } from './spread'
import { createTallies } from './tallies'

export type { Count, FlowIngress, FlowSource, FlowSpec, Pair } from './flow'
export type { Served, Server } from './network'

/** How a flow of requests fares. */
export interface FlowStats {
  /** Requests per second asked for. */
  readonly rate: number
  /** Lost in the last second. */
  readonly lost: number
  readonly total: Count
}

/** A flow as the stage draws it. */
export interface FlowView extends FlowStats {
  readonly spec: FlowSpec
  /** Uid of the service it went to last; ''. */
  readonly service: string
  readonly routed?: Routed
}

/** The users of a cluster, and its pods as far as they ask each other. */
export interface Traffic {
  /** From now on so many requests per second go there; 0 ends it. */
  set(namespace: string, service: string, rate: number, more?: Pick<FlowSpec, 'port' | 'from' | 'ingress'>): void
  /** By the uid of a Service: all that goes to it. */
  statsOf(service: string): FlowStats
  /** What users ask of a Service straight away, by its uid: requests per second, and how many were lost in the last one. */
  directTo(service: string): { readonly rate: number; readonly lost: number }
  /** What a pod got through services. */
  servedBy(pod: string): Count
  /** Requests per second over the last window that is over, by the uid of a Service (all that were sent) or of a pod. */
  rateOf(uid: string): number
  /** Is there any flow? */
  readonly flowing: boolean
  flows(): readonly FlowView[]
  /** All that goes through an Ingress, by its uid. */
  through(ingress: string): { readonly rate: number; readonly lost: number }
  /** What pods asked of pods in the last second, and all that a policy stopped. */
  pairs(): readonly Pair[]
  /** Which pods ask which services, and how much of it in the last second. */
  callers(): readonly Caller[]
  /** What policies stopped in the last second. */
  blocked(): readonly Blocked[]
  readonly proxy: Proxy
  readonly network: Network
}

/** Connections that policies did not let happen. */
export interface Blocked {
  /** A pod's uid, or `users`, `ingress`. */
  readonly from: string
  /** A pod's uid, an address, or `dns`. */
  readonly to: string
  readonly port: number
  /** `namespace/name` of the policies that isolate the end that refused. */
  readonly policies: readonly string[]
  /** How many in the last second. */
  readonly rate: number
}

interface SavedTraffic {
  readonly flows: SavedMap<string, Flow>
  readonly next: number
}

const TOPIC = 'traffic'
const ROUND_MS = 250
const ROUNDS_A_SECOND = 1000 / ROUND_MS
const noPairs: readonly Pair[] = []

/**
 * Lets requests flow, four rounds a second: each is routed by what the nodes know then, and served or lost by what is then.
 * The trace hears of it only when a flow begins to lose requests: a steady flow is a number, and would fill it.
 */
export function createTraffic(context: NetContext, server: Server): Traffic {
  const { kernel } = context
  const random = kernel.random(TOPIC)
  const network = createNetwork(context, server, random)
  const { proxy, peers } = network
  const tallies = createTallies(kernel)
  const asking = createAsking(network, tallies, random)
  const flows = new CowMap<string, Flow>()
  let next = 1
  kernel.part<SavedTraffic>(TOPIC, {
    save: () => ({ flows: flows.save(), next }),
    load(state) {
      flows.load(state.flows)
      next = state.next
    },
  })

  const sourcesOf = ({ namespace, pod, labels }: NonNullable<FlowSpec['from']>): readonly Peer[] => {
    if (pod !== undefined) {
      const one = peers.named(namespace, pod)
      return one ? [one] : []
    }
    return peers.of(namespace).filter((peer) => matchLabels(labels ?? {}, peer.labels))
  }

  const round = (flow: Flow, count: number, pairs: Pair[]): Outcome => {
    const { namespace, service: name, port, from, ingress } = flow.spec
    if (ingress) return asking.ingress(ingress.host, ingress.path ?? '/', count, pairs)
    const service = `${namespace}/${name}`
    const sources = from ? sourcesOf(from) : [USERS]
    // Where nobody is who could ask, nothing is lost.
    if (sources.length === 0) return { ok: 0, failed: 0, service }
    let ok = 0
    for (const [i, requests] of spread(count, sources.length, random)) {
      const source = sources[i]!
      if (from && !asking.mayFind(source, requests, pairs)) continue
      ok += asking.service(source, service, port, requests, pairs).reduce(sumOk, 0)
    }
    return { ok, failed: count - ok, service }
  }

  const complain = (key: string, { failed, ok, service }: Outcome) => {
    const [namespace = '', name = ''] = service.split('/')
    const about = proxy.service(namespace, name)?.metadata.uid ?? ''
    const subject = `Service ${service || key}`
    kernel.record('failure', 'users', `service:${about}`, about, subject, `${failed} of ${ok + failed} requests failed`)
  }

  kernel.on(TOPIC, (key, id) => {
    const flow = flows.get(key)
    if (!flow || flow.id !== id) return
    const due = flow.carry + (flow.rate * ROUND_MS) / 1000
    const count = Math.floor(due)
    const pairs: Pair[] = []
    const done: Outcome = count > 0 ? round(flow, count, pairs) : { ok: 0, failed: 0, service: flow.service }
    if (done.failed > 0 && (flow.lost.at(-1) ?? 0) === 0) complain(key, done)
    const routed = done.routed ?? flow.routed
    flows.set(key, {
      ...flow,
      carry: due - count,
      lost: [...flow.lost, done.failed].slice(-ROUNDS_A_SECOND),
      pairs: [...flow.pairs, pairs.length ? pairs : noPairs].slice(-ROUNDS_A_SECOND),
      total: plus(flow.total, done.ok + done.failed, done),
      service: done.service,
      ...(routed && { routed }),
    })
    kernel.schedule(ROUND_MS, TOPIC, key, id)
  })

  const uidOf = (key: string) => {
    const [namespace = '', name = ''] = key.split('/')
    return proxy.service(namespace, name)?.metadata.uid ?? ''
  }
  const lostIn = ({ lost }: Flow) => lost.reduce((sum, some) => sum + some, 0)

  const pairs = (): readonly Pair[] => {
    const sums = new Map<string, Pair>()
    for (const flow of flows.values()) {
      for (const pair of flow.pairs.flat()) {
        const key = `${pair.from}|${pair.to}|${pair.port}|${pair.blockedBy?.join() ?? ''}`
        const old = sums.get(key)
        sums.set(key, old ? { ...pair, sent: old.sent + pair.sent, ok: old.ok + pair.ok } : pair)
      }
    }
    return [...sums.values()]
  }

  return {
    proxy,
    network,
    get flowing() {
      return flows.size > 0
    },
    set(namespace, service, rate, more = {}) {
      const spec: FlowSpec = { namespace, service, ...more }
      const key = flowKey(spec)
      const flow = flows.get(key)
      if (!(rate > 0)) flows.delete(key)
      else if (flow) flows.set(key, { ...flow, rate })
      else {
        const id = next++
        const plain = `${namespace}/${service}`
        flows.set(key, { spec, rate, id, carry: 0, lost: [], pairs: [], total: nothing, service: service ? plain : '' })
        kernel.schedule(ROUND_MS, TOPIC, key, id)
      }
    },
    statsOf(uid) {
      const service = proxy.serviceOf(uid)
      let [rate, lost, total] = [0, 0, nothing]
      if (!service) return { rate, lost, total }
      const key = `${service.metadata.namespace}/${service.metadata.name}`
      for (const flow of flows.values()) {
        if (flow.service !== key) continue
        rate += flow.rate
        lost += lostIn(flow)
        total = plus(total, flow.total.sent, flow.total)
      }
      const called = tallies.callsOf(key)
      if (called) {
        rate += called.rate
        lost += called.lost
        total = plus(total, called.total.sent, called.total)
      }
      return { rate, lost, total }
    },
    directTo(uid) {
      const service = proxy.serviceOf(uid)
      const key = service ? `${service.metadata.namespace}/${service.metadata.name}` : ''
      let [rate, lost] = [0, 0]
      for (const flow of flows.values()) {
        if (flow.service !== key || flow.spec.from || flow.spec.ingress) continue
        rate += flow.rate
        lost += lostIn(flow)
      }
      return { rate, lost }
    },
    servedBy: tallies.servedBy,
    rateOf: tallies.rateOf,
    flows: () =>
      [...flows.values()].map((flow): FlowView => ({
        spec: flow.spec,
        rate: flow.rate,
        lost: lostIn(flow),
        total: flow.total,
        service: uidOf(flow.service),
        ...(flow.routed && { routed: flow.routed }),
      })),
    through(uid) {
      let [rate, lost] = [0, 0]
      for (const flow of flows.values()) {
        if (flow.routed?.ingress !== uid) continue
        rate += flow.rate
        lost += lostIn(flow)
      }
      return { rate, lost }
    },
    pairs,
    callers() {
      const told = [...flows.values()].flatMap(({ spec, service }) =>
        spec.from ? sourcesOf(spec.from).map(({ id }) => [id, uidOf(service)] as const) : [],
      )
      return callersIn(told, pairs())
    },
    blocked: () =>
      pairs().flatMap(({ from, to, port, sent, blockedBy }) =>
        blockedBy ? [{ from, to, port, policies: blockedBy, rate: sent }] : [],
      ),
  }
}
