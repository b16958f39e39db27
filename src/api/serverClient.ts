import type { Client, ListOptions } from './client'
import type { KubeObject } from './meta'
import type { ApiServer } from './server'

/** The simulated cluster's filling of the client contract, for one actor. */
export function serverClient(server: ApiServer, actor: string): Client {
  const { store } = server
  const list = (kind: string, options: ListOptions = {}) => server.cached(actor, kind, options)
  const client = {
    actor,
    get: (kind: string, name: string, namespace?: string) => server.read(actor, kind, name, namespace),
    list,
    owned: (kind: string, owner: KubeObject) => store.owned(kind, owner.metadata.uid),
    unowned: (kind: string, namespace: string) => store.unowned(kind, namespace),
    podsOn: (node: string) => store.podsOn(node),
    dependents: (uid: string) => store.dependents(uid),
    listAny: (kind: string, namespace?: string) => list(kind, namespace ? { namespace } : {}),
    getAny: (kind: string, name: string, namespace?: string) => server.read(actor, kind, name, namespace),
    create: (object) => server.create(actor, object),
    update: (object) => server.update(actor, object),
    updateStatus: (object) => server.update(actor, object, 'status'),
    patch: (kind, ref, type, body, subresource) => server.patch(actor, kind, ref, type, body, subresource),
    createPart: (kind, ref, subresource, body) => server.createPart(actor, kind, ref, subresource, body),
    delete: (kind, ref, options) => void server.delete(actor, kind, ref, options),
    evict: (pod, options) => server.evict(actor, pod, options),
    bind: (pod, node) => void server.bind(actor, pod, node),
    scale: (kind, ref, replicas) => void server.scale(actor, kind, ref, replicas),
  } as Client
  return client
}
