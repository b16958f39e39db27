import { FOREGROUND, ORPHAN } from '../../api/deletion'
import type { KindName, KubeObject } from '../../api/meta'
import type { WatchEvent } from '../../api/watch'
import type { ComponentContext } from '../../control/component'
import { attempt } from '../workload/rounds'
import { blocks, classify, isDeleting, ownerOf, propagationOf, withoutFinalizer, withoutOwners } from './owners'

/** An object to look at, as the agenda keeps it. */
interface Suspect {
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly uid: string
  /** How often the API server refused. */
  readonly failures: number
}

const TOPIC = 'garbage-collector'

/** Ms until a look, and objects looked at in one more: 20 workers need a while for a thousand pods. */
const REACTION_MS = 5
const WORKERS = 20

/**
 * Deletes what nobody owns any more and lets owners go when what they own is gone or free; upstream: garbage-collector-controller.
 * It needs no memory: whatever changes is judged by what the server knows at that moment.
 */
export function createGarbageCollector(context: ComponentContext, kinds: readonly KindName[]): void {
  const { kernel, client } = context

  const suspect = ({ kind, metadata: { name, namespace = '', uid } }: KubeObject, place = 0, failures = 0) => {
    const delay = failures ? Math.min(5 * 2 ** failures, 1_000_000) : REACTION_MS + Math.floor(place / WORKERS)
    const body: Suspect = { kind, name, namespace, uid, failures }
    kernel.schedule(delay, TOPIC, `${kind} ${namespace}/${name}`, body)
  }

  /** Most changes cannot make anything garbage: no owner, no other owner, and nothing that goes. */
  const matters = ({ type, object: { metadata }, old }: WatchEvent): boolean =>
    type === 'DELETED' || metadata.deletionTimestamp !== undefined || metadata.ownerReferences !== old?.metadata.ownerReferences

  const heard = ({ type, object, old }: WatchEvent) => {
    const { uid, ownerReferences } = object.metadata
    if (type === 'DELETED') client.dependents(uid).forEach((dependent, i) => suspect(dependent, i))
    else if (isDeleting(object, ORPHAN) || isDeleting(object, FOREGROUND)) {
      const known = old && old.metadata.finalizers === object.metadata.finalizers && old.metadata.deletionTimestamp
      if (!known) suspect(object)
    } else if (!old || old.metadata.ownerReferences !== ownerReferences) {
      const { absent, waiting } = classify(client, object)
      if (absent.length || waiting.length) suspect(object)
    }
    // An owner may have waited for this one.
    const before = type === 'DELETED' ? ownerReferences : old?.metadata.ownerReferences
    if (!before || (type !== 'DELETED' && before === ownerReferences)) return
    for (const ref of before) {
      const owner = ownerOf(client, ref, object.metadata.namespace)
      if (owner && owner !== 'unknown' && isDeleting(owner, FOREGROUND)) suspect(owner)
    }
  }

  const look = (object: KubeObject) => {
    if (isDeleting(object, ORPHAN)) return orphan(object)
    if (isDeleting(object, FOREGROUND)) return foreground(object)
    if (!object.metadata.deletionTimestamp && object.metadata.ownerReferences?.length) collect(object)
  }

  const orphan = (owner: KubeObject) => {
    const { uid } = owner.metadata
    for (const dependent of client.dependents(uid)) client.update(withoutOwners(dependent, new Set([uid])))
    client.update(withoutFinalizer(owner, ORPHAN))
  }

  const foreground = (owner: KubeObject) => {
    const dependents = client.dependents(owner.metadata.uid)
    if (!dependents.some((dependent) => blocks(dependent, owner.metadata.uid))) {
      client.update(withoutFinalizer(owner, FOREGROUND))
      return
    }
    dependents.filter(({ metadata }) => !metadata.deletionTimestamp).forEach((dependent, i) => suspect(dependent, i))
  }

  const collect = (object: KubeObject) => {
    const { solid, absent, waiting } = classify(client, object)
    const lost = [...absent, ...waiting]
    if (lost.length === 0) return
    if (solid.length) {
      client.update(withoutOwners(object, new Set(lost.map(({ uid }) => uid))))
      return
    }
    const { uid } = object.metadata
    const dependents = waiting.length ? client.dependents(uid) : []
    // Two that wait for each other would wait for ever: this one stops blocking its owner.
    const current = dependents.some((dependent) => isDeleting(dependent, FOREGROUND)) ? client.update(unblocking(object)) : object
    const propagationPolicy = dependents.length ? 'Foreground' : propagationOf(current)
    client.delete(object.kind, object, { propagationPolicy, preconditions: { uid } })
  }

  kernel.on(TOPIC, (_, body) => {
    const { kind, name, namespace, uid, failures } = body as Suspect
    if (!context.up) return
    let object: KubeObject | undefined
    const refused = attempt(() => {
      object = client.getAny(kind, name, namespace)
      if (object?.metadata.uid === uid) look(object)
    })
    if (refused && object && refused.reason !== 'NotFound') suspect(object, 0, failures + 1)
  })

  for (const kind of kinds) {
    context.watch(kind, (event: WatchEvent) => {
      if (matters(event)) attempt(() => heard(event))
    })
  }
}

const unblocking = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    ownerReferences: object.metadata.ownerReferences?.map((ref) => ({ ...ref, blockOwnerDeletion: false })),
  },
})
