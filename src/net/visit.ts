import { isIP } from '../api/ip'
import type { Random } from '../kernel/random'
import type { Pod } from '../kube/kinds/pod/api'
import { API_SERVER_IP, DNS_IP, KUBERNETES_IP } from './addresses'
import { findAddresses } from './dns'
import type { Network } from './network'
import { INGRESS_IP, isInternet } from './outsideWorld'
import { peerOf, type Peer } from './peers'
import { inHosts, nameClient } from './resolvConf'
import { servicePort, type Target } from './route'

/** What a name came to. */
export interface NameFound {
  readonly outcome: 'found' | 'nxdomain' | 'timeout'
  /** Who answered. */
  readonly server: string
  /** The full name. */
  readonly name: string
  readonly ips: readonly string[]
  /** Names on the way, of Services of type ExternalName. */
  readonly aliases: readonly string[]
}

/** What a connection or a request came to. `refused` is told at once, `timeout` only when nobody answers any more. */
export interface Reached {
  readonly outcome: 'open' | 'refused' | 'timeout' | 'unresolved' | 'nameless'
  readonly ip: string
  readonly port: number
  /** Of HTTP. */
  readonly status?: number
  readonly body?: string
}

/** What a process in a pod can do to the network: all by DNS, Service and policy. */
export interface Visitor {
  lookup(name: string): NameFound
  connect(host: string, port: number, protocol?: 'TCP' | 'UDP'): Reached
  /** An HTTP request; `host` is a Host header of its own. */
  request(url: string, host?: string): Reached
}

/** The port at which API servers listen. */
const API_PORTS: ReadonlySet<number> = new Set([443, 6443])

/** The network as it looks from a pod; `ip` is '' as long as its sandbox has none. */
export function visitor(network: Network, pod: Pod, ip: string, random: Random): Visitor {
  const { proxy, peers, server, ingresses } = network
  const from: Peer = peers.pod(pod.metadata.uid) ?? peerOf(pod, ip)
  const client = nameClient(pod)

  const lookup = (name: string): NameFound => {
    const cluster = client.policy !== 'Default'
    const base = { server: cluster ? DNS_IP : 'the node', name, ips: [], aliases: [] }
    if (cluster && !network.findsNames(from).allowed) return { ...base, outcome: 'timeout' }
    const found = findAddresses(proxy, name, client)
    if (!found || (found.ips.length === 0 && found.aliases.length > 0)) return { ...base, outcome: 'nxdomain' }
    return { outcome: 'found', server: base.server, name: found.name, ips: found.ips, aliases: found.aliases }
  }

  /** Where the kernel would send it, after the node's rules for Services. */
  const target = (address: string, port: number, protocol: 'TCP' | 'UDP'): Target | 'refused' | 'timeout' => {
    const straight = { ip: address, port, pod: '', node: '' }
    const onNode = peers.isNode(address) ? proxy.serviceOnNodes(port) : undefined
    const service = onNode ?? proxy.serviceAt(address)
    if (!service) {
      if (peers.isNode(address)) return 'refused'
      const peer = peers.at(address)
      return peer ? { ...straight, pod: peer.id, node: peer.node } : straight
    }
    const wanted = onNode ? service.spec.ports?.find(({ nodePort }) => nodePort === port) : servicePort(service, port)
    if (!wanted || (wanted.protocol ?? 'TCP') !== protocol) return 'timeout'
    const found = proxy.reach(service, wanted.name ?? '', { external: false, node: from.node, zone: peers.zoneOf(from.node) })
    if (found.length > 0) {
      return service.spec.sessionAffinity === 'ClientIP'
        ? network.affinity.pick(service, from.ip, found, random)
        : found[random.int(found.length)]!
    }
    // A Local policy drops what has no endpoint here; without any endpoint the node refuses.
    const anywhere = proxy.reach(service, wanted.name ?? '', { external: false, node: '', zone: undefined, direct: true })
    return anywhere.length > 0 ? 'timeout' : 'refused'
  }

  const addressOf = (host: string): string | 'unresolved' | 'nameless' => {
    if (isIP(host) || peers.isNode(host)) return host
    const local = inHosts(pod, host)
    if (local !== undefined) return local
    const { outcome, ips } = lookup(host)
    if (outcome === 'timeout') return 'nameless'
    return ips.length ? ips[random.int(ips.length)]! : 'unresolved'
  }

  const reach = (host: string, port: number, protocol: 'TCP' | 'UDP', path?: string): Reached => {
    const address = addressOf(host)
    if (address === 'unresolved' || address === 'nameless') return { outcome: address, ip: '', port }
    const base = { ip: address, port }
    if ((address === KUBERNETES_IP || address === API_SERVER_IP) && API_PORTS.has(port)) {
      const { blocked } = network.hand(from, { ip: API_SERVER_IP, port: 6443, pod: '', node: '' }, 1)
      return blocked ? { ...base, outcome: 'timeout' } : { ...base, outcome: 'open', status: 403 }
    }
    if (address === INGRESS_IP && path !== undefined) return { ...base, ...throughIngress(host, path) }
    const to = target(address, port, protocol)
    if (to === 'refused' || to === 'timeout') return { ...base, outcome: to }
    return { ...base, ...handed(from, to, protocol, path) }
  }

  /** Hands one request to an address and reads the answer. */
  const handed = (
    sender: Peer,
    to: Target,
    protocol: 'TCP' | 'UDP',
    path: string | undefined,
  ): Pick<Reached, 'outcome' | 'status' | 'body'> => {
    const share = network.hand(sender, to, 1, protocol)
    if (share.blocked) return { outcome: 'timeout' }
    if (isInternet(to.ip)) return { outcome: 'open', status: 200, body: '' }
    const uid = to.pod || peers.at(to.ip)?.id
    if (!uid) return { outcome: 'timeout' }
    if (share.ok === 0 && server.connected && !(server.connected(to.node) && server.connected(sender.node)))
      return { outcome: 'timeout' }
    const answer = server.answer?.(uid, to.port, path ?? '/')
    if (server.answer && !answer) return { outcome: 'refused' }
    if (answer) return { outcome: 'open', status: answer.status, body: answer.body }
    return share.ok ? { outcome: 'open', status: 200 } : { outcome: 'refused' }
  }

  const throughIngress = (host: string, path: string): Pick<Reached, 'outcome' | 'status' | 'body'> => {
    const route = ingresses.route(host, path)
    if (!route) return { outcome: 'open', status: 404 }
    const { name = '', port } = route.backend.service ?? {}
    const service = proxy.service(route.ingress.metadata.namespace ?? '', name)
    const wanted = service && servicePort(service, port?.name || port?.number)
    const found = wanted
      ? proxy.reach(service, wanted.name ?? '', { external: false, node: '', zone: undefined, direct: true })
      : []
    if (found.length === 0) return { outcome: 'open', status: 503 }
    const got = handed(network.ingress, found[random.int(found.length)]!, 'TCP', path)
    if (got.outcome === 'open') return got
    return { outcome: 'open', status: got.outcome === 'timeout' ? 504 : 502 }
  }

  return {
    lookup,
    connect: (host, port, protocol = 'TCP') => reach(host, port, protocol),
    request(url, header) {
      const [, scheme, host = '', port, path = '/'] =
        /^(?:(https?):\/\/)?(\[[^\]]+\]|[^/:?]+)(?::(\d+))?([/?].*)?$/.exec(url) ?? []
      const number = port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port)
      const bare = host.replace(/^\[|\]$/g, '')
      const address = header === undefined ? undefined : addressOf(bare)
      if (header !== undefined && address === INGRESS_IP) {
        return { ip: INGRESS_IP, port: number, ...throughIngress(header, path) }
      }
      return reach(bare, number, 'TCP', path)
    },
  }
}
