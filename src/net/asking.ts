import type { Random } from '../kernel/random'
import { callsOf } from './calls'
import { resolve } from './dns'
import type { Pair, Routed } from './flow'
import { INGRESS, type Network, type Served, type Share } from './network'
import type { Peer } from './peers'
import type { Verdict } from './policy'
import { servicePort } from './route'
import { spread } from './spread'
import type { Tallies } from './tallies'

/** What a bundle of requests came to. */
export interface Outcome extends Served {
  /** The service they went to, `namespace/name`; ''. */
  readonly service: string
  readonly routed?: Routed
}

/** Asking services, and from the pods that got the requests on to whom they call. */
export interface Asking {
  /** Requests to a service, `namespace/name`; adds to `pairs` who asked whom. */
  service(from: Peer, key: string, port: number | string | undefined, count: number, pairs: Pair[]): readonly Share[]
  /** Requests to the ingress controller. */
  ingress(host: string, path: string, count: number, pairs: Pair[]): Outcome
  /** Does this pod get an answer from the DNS? */
  mayFind(from: Peer, count: number, pairs: Pair[]): boolean
}

/** How far a request is handed on from pod to pod. */
const DEEPEST = 3

const none: readonly Share[] = []

/** Makes it. */
export function createAsking(network: Network, tallies: Tallies, random: Random): Asking {
  const { proxy, peers } = network

  const ask = (
    from: Peer,
    key: string,
    port: number | string | undefined,
    count: number,
    depth: number,
    pairs: Pair[],
  ): readonly Share[] => {
    const [namespace = '', name = ''] = key.split('/')
    const service = proxy.service(namespace, name)
    if (!service) return none
    const { uid } = service.metadata
    tallies.asked(uid, count)
    const found = servicePort(service, port)
    if (!found && (port !== undefined || service.spec.ports?.length)) return none
    const shares = network.deliver(from, service, found ?? {}, count)
    for (const share of shares) {
      const { target, sent, ok, blocked } = share
      if (target.pod) tallies.served(target.pod, sent, share)
      if (from.pod || blocked) {
        const to = target.pod || target.ip
        const blockedBy = blocked && stoppedBy(blocked)
        pairs.push({ from: from.id, to, service: uid, port: target.port, sent, ok, ...(blockedBy && { blockedBy }) })
      }
      if (ok > 0 && depth < DEEPEST) handOn(target.pod, ok, depth, pairs)
    }
    return shares
  }

  const handOn = (uid: string, count: number, depth: number, pairs: Pair[]) => {
    const peer = peers.pod(uid)
    if (!peer?.pod) return
    for (const { host, port } of callsOf(peer.pod)) {
      const answer = resolve(proxy, host, peer.namespace)
      const service = answer && serviceNamed(answer.name)
      if (!service) continue
      const ok = mayFind(peer, count, pairs) ? ask(peer, service, port, count, depth + 1, pairs).reduce(sumOk, 0) : 0
      tallies.called(service, count, count - ok)
    }
  }

  const mayFind = (from: Peer, count: number, pairs: Pair[]): boolean => {
    const verdict = network.findsNames(from)
    if (verdict.allowed) return true
    pairs.push({ from: from.id, to: 'dns', service: '', port: 53, sent: count, ok: 0, blockedBy: stoppedBy(verdict) })
    return false
  }

  return {
    mayFind,
    service: (from, key, port, count, pairs) => ask(from, key, port, count, 0, pairs),
    ingress(host, path, count, pairs) {
      const found = network.ingresses.route(host, path)
      if (!found) return { ok: 0, failed: count, service: '', routed: { ingress: '', rule: -1, path: -1, status: 404 } }
      const canary = network.ingresses.canary(found)
      const some = canary ? spread(count, 100, random).reduce((sum, [i, part]) => (i < canary.percent ? sum + part : sum), 0) : 0
      const { ingress, rule, path: number, backend } = found
      const { namespace, uid } = ingress.metadata
      const backends = [[backend, count - some] as const]
      if (canary && some > 0) backends.push([canary.backend, some])
      let ok = 0
      let status = 200
      for (const [{ service }, part] of backends) {
        const port = service?.port?.name || service?.port?.number
        const shares = service ? ask(INGRESS, `${namespace}/${service.name}`, port, part, 0, pairs) : none
        const good = shares.reduce(sumOk, 0)
        ok += good
        if (good < part) status = shares.length === 0 ? 503 : shares.some(({ blocked }) => blocked) ? 504 : 502
      }
      const service = backend.service ? `${namespace}/${backend.service.name}` : ''
      return { ok, failed: count - ok, service, routed: { ingress: uid, rule, path: number, status } }
    },
  }
}

export const sumOk = (sum: number, { ok }: Share) => sum + ok

/** The policies of those sides that said no. */
export const stoppedBy = ({ egress, ingress }: Verdict): readonly string[] => [
  ...(egress.allowed ? [] : egress.policies),
  ...(ingress.allowed ? [] : ingress.policies),
]

/** `namespace/name` of the service that a full name is of. */
function serviceNamed(name: string): string | undefined {
  const labels = name.split('.')
  const at = labels.indexOf('svc')
  return at >= 2 ? `${labels[at - 1]}/${labels[at - 2]}` : undefined
}
