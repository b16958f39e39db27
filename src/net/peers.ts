import { GroupIndex, type SavedIndex } from '../api/groupIndex'
import type { KindName, ObjectOf } from '../api/meta'
import type { WatchEvent } from '../api/watch'
import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import type { Pod } from '../kube/kinds/pod/api'
import type { Labels } from '../api/labels'

/** What a part of the network stands on; every component's context is one. */
export interface NetContext {
  readonly kernel: Kernel
  watch<K extends KindName>(kind: K, handle: (event: WatchEvent<ObjectOf<K>>) => void): void
  onStart(run: () => void): void
}

/** One end of a connection. */
export interface Peer {
  /** A pod's uid; else a word for who it is: `users`, `ingress`, `dns`, `internet`. */
  readonly id: string
  /** `namespace/name` of a pod, or the same word. */
  readonly name: string
  readonly ip: string
  /** '' for what is no pod. */
  readonly namespace: string
  readonly labels: Labels
  /** '' for what is on no node. */
  readonly node: string
  /** Policies neither select it nor its peers by it: it is outside, or shares its node's network. */
  readonly outside: boolean
  /** Ports that a pod's containers name. */
  readonly pod?: Pod
}

/** The pods and namespaces as the nodes' network knows them, a little later than the API server. */
export interface Peers {
  pod(uid: string): Peer | undefined
  /** The pod that has this address now. */
  at(ip: string): Peer | undefined
  named(namespace: string, name: string): Peer | undefined
  /** The pods of a namespace. */
  of(namespace: string): readonly Peer[]
  namespaceLabels(namespace: string): Labels
  zoneOf(node: string): string | undefined
  /** Is there a node of this name or address? */
  isNode(host: string): boolean
  /** Grows whenever labels, addresses or namespaces change: what was derived from them is void then. */
  readonly version: number
}

interface SavedPeers {
  readonly pods: SavedMap<string, Peer>
  readonly names: SavedMap<string, string>
  readonly addresses: SavedMap<string, string>
  readonly spaces: SavedIndex
  readonly namespaces: SavedMap<string, Labels>
  readonly zones: SavedMap<string, string>
  readonly hosts: SavedMap<string, true>
  readonly version: number
}

const ZONE = 'topology.kubernetes.io/zone'
const NAME = 'kubernetes.io/metadata.name'

/** Follows pods, namespaces and nodes, as far as the network must know them. */
export function createPeers(context: NetContext): Peers {
  const pods = new CowMap<string, Peer>()
  const names = new CowMap<string, string>()
  const addresses = new CowMap<string, string>()
  const spaces = new GroupIndex()
  const namespaces = new CowMap<string, Labels>()
  const zones = new CowMap<string, string>()
  const hosts = new CowMap<string, true>()
  let version = 0
  context.kernel.part<SavedPeers>('network.peers', {
    save: () => ({
      pods: pods.save(),
      names: names.save(),
      addresses: addresses.save(),
      spaces: spaces.save(),
      namespaces: namespaces.save(),
      zones: zones.save(),
      hosts: hosts.save(),
      version,
    }),
    load(state) {
      pods.load(state.pods)
      names.load(state.names)
      addresses.load(state.addresses)
      spaces.load(state.spaces)
      namespaces.load(state.namespaces)
      zones.load(state.zones)
      hosts.load(state.hosts)
      version = state.version
    },
  })
  context.onStart(() => {
    for (const each of [pods, names, addresses, spaces, namespaces, zones, hosts]) each.clear()
    version++
  })

  const forget = ({ id, name, namespace, ip }: Peer) => {
    pods.delete(id)
    if (names.get(name) === id) names.delete(name)
    if (addresses.get(ip) === id) addresses.delete(ip)
    spaces.remove(namespace, id)
  }

  context.watch('Pod', ({ type, object, old }) => {
    const { uid } = object.metadata
    const known = pods.get(uid)
    const over = type === 'DELETED' || object.status?.phase === 'Succeeded' || object.status?.phase === 'Failed'
    if (over) {
      if (!known) return
      forget(known)
      version++
      return
    }
    const ip = object.status?.podIP ?? ''
    // A pod without an address is nobody to the network.
    if (!ip) return
    if (known && old && known.ip === ip && known.labels === object.metadata.labels && old.spec === object.spec) return
    if (known) forget(known)
    const peer = peerOf(object, ip)
    pods.set(uid, peer)
    names.set(peer.name, uid)
    if (!peer.outside) addresses.set(ip, uid)
    spaces.add(peer.namespace, uid)
    version++
  })
  context.watch('Namespace', ({ type, object }) => {
    const { name, labels } = object.metadata
    if (type === 'DELETED') namespaces.delete(name)
    else if (namespaces.get(name) === labels && labels) return
    else namespaces.set(name, labels)
    version++
  })
  context.watch('Node', ({ type, object }) => {
    const { name, labels } = object.metadata
    const zone = labels?.[ZONE]
    if (type === 'DELETED' || zone === undefined) zones.delete(name)
    else if (zones.get(name) !== zone) zones.set(name, zone)
    for (const host of [name, ...(object.status?.addresses ?? []).map(({ address }) => address)]) {
      if (type === 'DELETED') hosts.delete(host)
      else if (!hosts.has(host)) hosts.set(host, true)
    }
  })

  return {
    pod: (uid) => pods.get(uid),
    at: (ip) => pods.get(addresses.get(ip) ?? ''),
    named: (namespace, name) => pods.get(names.get(`${namespace}/${name}`) ?? ''),
    of: (namespace) => Array.from(spaces.members(namespace), (uid) => pods.get(uid)!),
    namespaceLabels: (namespace) => namespaces.get(namespace) ?? { [NAME]: namespace },
    zoneOf: (node) => zones.get(node),
    isNode: (host) => hosts.has(host),
    get version() {
      return version
    },
  }
}

/** A pod as one end of a connection. */
export const peerOf = (pod: Pod, ip: string): Peer => ({
  id: pod.metadata.uid,
  name: `${pod.metadata.namespace}/${pod.metadata.name}`,
  ip,
  namespace: pod.metadata.namespace ?? '',
  labels: pod.metadata.labels,
  node: pod.spec.nodeName ?? '',
  outside: Boolean(pod.spec.hostNetwork),
  pod,
})

/** Somebody who is no pod of the cluster. */
export const stranger = (id: string, ip: string): Peer => ({
  id,
  name: id,
  ip,
  namespace: '',
  labels: undefined,
  node: '',
  outside: true,
})

/** A pod of the cluster's own that nobody sees: policies know it by its namespace and labels. */
export const hidden = (id: string, namespace: string, ip: string, labels: Labels): Peer => ({
  id,
  name: id,
  ip,
  namespace,
  labels,
  node: '',
  outside: false,
})
