import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { EndpointSlice } from '../kube/kinds/endpointslice/api'
import type { Service } from '../kube/kinds/service/api'
import type { Zone } from './dns'
import type { NetContext } from './peers'
import { reachable, type Entry, type Target } from './route'

export type { NetContext } from './peers'

/** Services and endpoints as the nodes know them: a little later than the API server. */
export interface Proxy extends Zone {
  /** By uid. */
  serviceOf(uid: string): Service | undefined
  /** The service with this cluster IP, one of these external addresses, or on this port of every node. */
  serviceAt(ip: string): Service | undefined
  serviceOnNodes(port: number): Service | undefined
  /** Where a request that enters there may go; worked out once for as long as nothing changes. */
  reach(service: Service, port: string, entry: Entry): readonly Target[]
}

interface SavedProxy {
  readonly services: SavedMap<string, Service>
  readonly keys: SavedMap<string, string>
  readonly slices: SavedMap<string, readonly EndpointSlice[]>
  readonly addresses: SavedMap<string, string>
}

const SERVICE_NAME = 'kubernetes.io/service-name'

/** Follows services and slices as kube-proxy does. What it does not know yet cannot be routed to, what it still knows is. */
export function createProxy(context: NetContext): Proxy {
  const services = new CowMap<string, Service>()
  const keys = new CowMap<string, string>()
  const slices = new CowMap<string, readonly EndpointSlice[]>()
  const addresses = new CowMap<string, string>()
  context.kernel.part<SavedProxy>('kube-proxy', {
    save: () => ({ services: services.save(), keys: keys.save(), slices: slices.save(), addresses: addresses.save() }),
    load(state) {
      services.load(state.services)
      keys.load(state.keys)
      slices.load(state.slices)
      addresses.load(state.addresses)
    },
  })
  context.onStart(() => {
    services.clear()
    keys.clear()
    slices.clear()
    addresses.clear()
  })

  context.watch('Service', ({ type, object, old }) => {
    const key = `${object.metadata.namespace}/${object.metadata.name}`
    for (const address of old ? addressesOf(old) : []) if (addresses.get(address) === key) addresses.delete(address)
    for (const address of addressesOf(object)) {
      if (type !== 'DELETED') addresses.set(address, key)
      else if (addresses.get(address) === key) addresses.delete(address)
    }
    if (old && old.metadata.uid !== object.metadata.uid) keys.delete(old.metadata.uid)
    if (type === 'DELETED') {
      services.delete(key)
      keys.delete(object.metadata.uid)
    } else {
      services.set(key, object)
      keys.set(object.metadata.uid, key)
    }
  })
  context.watch('EndpointSlice', ({ type, object }) => {
    const service = object.metadata.labels?.[SERVICE_NAME]
    if (!service) return
    const key = `${object.metadata.namespace}/${service}`
    const known = slices.get(key) ?? []
    const at = known.findIndex(({ metadata }) => metadata.uid === object.metadata.uid)
    if (type === 'DELETED') {
      const rest = known.filter((_, i) => i !== at)
      if (rest.length) slices.set(key, rest)
      else slices.delete(key)
    } else slices.set(key, at < 0 ? [...known, object] : known.with(at, object))
  })

  const serviceAt = (address: string) => services.get(addresses.get(address) ?? '')
  return {
    service: (namespace, name) => services.get(`${namespace}/${name}`),
    serviceOf: (uid) => services.get(keys.get(uid) ?? ''),
    slices: (namespace, service) => slices.get(`${namespace}/${service}`) ?? none,
    serviceAt,
    serviceOnNodes: (port) => serviceAt(`:${port}`),
    reach(service, port, entry) {
      const { namespace, name } = service.metadata
      const list = slices.get(`${namespace}/${name}`)
      if (!list) return nowhere
      let known = reached.get(list)
      if (!known) reached.set(list, (known = new Map()))
      const { internalTrafficPolicy, externalTrafficPolicy } = service.spec
      const key = [port, entry.direct, entry.external, entry.node, entry.zone, internalTrafficPolicy, externalTrafficPolicy].join(
        '|',
      )
      let found = known.get(key)
      if (!found) known.set(key, (found = reachable(service, list, port, entry)))
      return found
    },
  }
}

const none: readonly EndpointSlice[] = []
const nowhere: readonly Target[] = []

/** What a service's slices come to; void with the list. */
const reached = new WeakMap<readonly EndpointSlice[], Map<string, readonly Target[]>>()

/** Every address by which a service is known: cluster IPs, external ones, and its ports on every node as `:30080`. */
const addressesOf = ({ spec, status }: Service): string[] => [
  ...(spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : [])).filter((ip) => ip && ip !== 'None'),
  ...(spec.externalIPs ?? []),
  ...(status.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : [])),
  ...(spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [`:${nodePort}`] : [])),
]
