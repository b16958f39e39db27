import type { Random } from '../kernel/random'
import type { Service } from '../kube/kinds/service/api'
import { createAffinity, type Affinity } from './affinity'
import { createIngresses, type Ingresses } from './ingresses'
import { API_SERVER_IP } from './addresses'
import { CLIENTS, clientIP, isInternet } from './outsideWorld'
import { createPeers, hidden, stranger, type NetContext, type Peer, type Peers } from './peers'
import { createPolicies, type Policies } from './policies'
import type { Verdict } from './policy'
import { createProxy, type Proxy } from './proxy'
import type { Entry, Target } from './route'
import { spread } from './spread'

/** What became of requests. */
export interface Served {
  readonly ok: number
  readonly failed: number
}

/** What answers requests: the containers, each as it is at that very moment. */
export interface Server {
  /** Puts requests to a port of a pod. What has no running process there, or no node under it, fails them. */
  serve(pod: string, port: number, requests: number): Served
  /** Do packets get to and from this node? Default: yes. */
  connected?(node: string): boolean
  /** What a request to a path is answered; undefined: nothing listens there. */
  answer?(pod: string, port: number, path: string): { readonly status: number; readonly body: string } | undefined
}

/** What one pod got of a delivery. */
export interface Share extends Served {
  readonly target: Target
  readonly sent: number
  /** Why nothing got through, if policies are the reason. */
  readonly blocked?: Verdict
}

/** All that the nodes know of the network, and the one way to send something. */
export interface Network {
  readonly peers: Peers
  readonly policies: Policies
  readonly proxy: Proxy
  readonly ingresses: Ingresses
  readonly affinity: Affinity
  readonly server: Server
  /** The ingress controller, as policies see it. */
  readonly ingress: Peer
  /** Sends requests to a port of a service; what no share tells of found nobody. */
  deliver(from: Peer, service: Service, port: { readonly name?: string; readonly protocol?: Protocol }, count: number): Share[]
  /** One share of requests to one address. */
  hand(from: Peer, target: Target, count: number, protocol?: Protocol): Share
  /** May it ask the cluster's DNS? */
  findsNames(from: Peer): Verdict
}

type Protocol = 'TCP' | 'UDP' | 'SCTP'

/** Those who ask from outside the cluster. */
export const USERS: Peer = stranger('users', clientIP(0))
/** The ingress controller, as policies see it. */
export const INGRESS: Peer = hidden('ingress', 'ingress-nginx', '10.244.255.10', {
  'app.kubernetes.io/name': 'ingress-nginx',
  'app.kubernetes.io/instance': 'ingress-nginx',
  'app.kubernetes.io/component': 'controller',
})
/** The cluster's DNS, as policies see it. */
export const DNS: Peer = hidden('dns', 'kube-system', '10.244.255.53', { 'k8s-app': 'kube-dns' })

/** Makes the network; its parts are parts of every keyframe. */
export function createNetwork(context: NetContext, server: Server, random: Random): Network {
  const { kernel } = context
  const proxy = createProxy(context)
  const peers = createPeers(context)
  const policies = createPolicies(context, peers)
  const ingresses = createIngresses(context)
  const affinity = createAffinity(kernel)
  const linked = (node: string) => node === '' || (server.connected?.(node) ?? true)

  const hand = (from: Peer, target: Target, count: number, protocol: Protocol = 'TCP'): Share => {
    const to = peers.pod(target.pod) ?? peers.at(target.ip) ?? stranger(target.ip, target.ip)
    const verdict = policies.any ? policies.verdict(from, to, { port: target.port, protocol }) : undefined
    const nothing = { target, sent: count, ok: 0, failed: count }
    if (verdict && !verdict.allowed) return { ...nothing, blocked: verdict }
    const node = target.node || to.node
    if (node !== from.node && !(linked(node) && linked(from.node))) return nothing
    const pod = target.pod || (to.outside && !to.pod ? '' : to.id)
    if (!pod)
      return isInternet(target.ip) || target.ip === API_SERVER_IP ? { target, sent: count, ok: count, failed: 0 } : nothing
    return { target, sent: count, ...server.serve(pod, target.port, count) }
  }

  /** How many requests each target gets. */
  const shared = (from: Peer, service: Service, found: readonly Target[], count: number, local: boolean) => {
    if (service.spec.sessionAffinity === 'ClientIP' && from !== INGRESS) {
      const clients = from === USERS ? CLIENTS : 1
      const got = new Map<Target, number>()
      for (const [i, requests] of spread(count, clients, random)) {
        const target = affinity.pick(service, from === USERS ? clientIP(i) : from.ip, found, random)
        got.set(target, (got.get(target) ?? 0) + requests)
      }
      return [...got]
    }
    if (!local) return spread(count, found.length, random).map(([i, requests]) => [found[i]!, requests] as const)
    // A balancer spreads over nodes, and each node over what is on it.
    const nodes = new Map<string, Target[]>()
    for (const target of found) {
      const there = nodes.get(target.node)
      if (there) there.push(target)
      else nodes.set(target.node, [target])
    }
    const lists = [...nodes.values()]
    return spread(count, lists.length, random).flatMap(([n, requests]) =>
      spread(requests, lists[n]!.length, random).map(([i, some]) => [lists[n]![i]!, some] as const),
    )
  }

  return {
    peers,
    policies,
    proxy,
    ingresses,
    affinity,
    server,
    ingress: INGRESS,
    hand,
    deliver(from, service, { name = '', protocol }, count) {
      const entry = entryOf(from, service, peers)
      const found = proxy.reach(service, name, entry)
      if (found.length === 0) return []
      const local = entry.external && service.spec.externalTrafficPolicy === 'Local'
      return shared(from, service, found, count, local).map(([target, some]) => hand(from, target, some, protocol))
    },
    findsNames: (from) => policies.verdict(from, DNS, { port: 53, protocol: 'UDP' }),
  }
}

/** How requests of this peer come to a service. */
function entryOf(from: Peer, { spec }: Service, peers: Peers): Entry {
  if (from.id === INGRESS.id || spec.clusterIP === 'None') return { external: false, node: '', zone: undefined, direct: true }
  if (from.node) return { external: false, node: from.node, zone: peers.zoneOf(from.node) }
  const exposed = spec.type === 'NodePort' || spec.type === 'LoadBalancer'
  return { external: exposed, node: '', zone: undefined, direct: !exposed }
}
