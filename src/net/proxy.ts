import type { KindName, ObjectOf } from '../api/meta'
import type { WatchEvent } from '../api/watch'
import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import type { EndpointSlice } from '../kube/kinds/endpointslice/api'
import type { Service } from '../kube/kinds/service/api'
import type { Zone } from './dns'

/** What a part of the network stands on; every component's context is one. */
export interface NetContext {
  readonly kernel: Kernel
  watch<K extends KindName>(kind: K, handle: (event: WatchEvent<ObjectOf<K>>) => void): void
  onStart(run: () => void): void
}

/** Services and endpoints as the nodes know them: a little later than the API server. */
export interface Proxy extends Zone {
  /** By uid. */
  serviceOf(uid: string): Service | undefined
}

interface SavedProxy {
  readonly services: SavedMap<string, Service>
  readonly keys: SavedMap<string, string>
  readonly slices: SavedMap<string, readonly EndpointSlice[]>
}

const SERVICE_NAME = 'kubernetes.io/service-name'

/** Follows services and slices as kube-proxy does. What it does not know yet cannot be routed to, what it still knows is. */
export function createProxy(context: NetContext): Proxy {
  const services = new CowMap<string, Service>()
  const keys = new CowMap<string, string>()
  const slices = new CowMap<string, readonly EndpointSlice[]>()
  context.kernel.part<SavedProxy>('kube-proxy', {
    save: () => ({ services: services.save(), keys: keys.save(), slices: slices.save() }),
    load(state) {
      services.load(state.services)
      keys.load(state.keys)
      slices.load(state.slices)
    },
  })
  context.onStart(() => {
    services.clear()
    keys.clear()
    slices.clear()
  })

  context.watch('Service', ({ type, object, old }) => {
    const key = `${object.metadata.namespace}/${object.metadata.name}`
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

  return {
    service: (namespace, name) => services.get(`${namespace}/${name}`),
    serviceOf: (uid) => services.get(keys.get(uid) ?? ''),
    slices: (namespace, service) => slices.get(`${namespace}/${service}`) ?? [],
  }
}
