import type { Client } from '../../api/client'
import { compileSelector } from '../../api/labels'
import { controllerOf, controllerRef, type KindName, type KubeObject, type LabelSelector, type ObjectOf } from '../../api/meta'
import { having, judging } from './judged'

/** An owner of other objects, chosen by labels. */
type Owner = KubeObject & { readonly spec: { readonly selector?: LabelSelector } }

/**
 * What belongs to an owner: takes in orphans that its selector matches, lets go of what it does not match any more.
 * Upstream: ControllerRefManager. `mayAdopt` refuses candidates that the owner has no use for, such as finished pods; `finalizer` is what
 * the owner's objects carry while they are its own.
 */
export function claim<K extends KindName>(
  client: Client,
  kind: K,
  owner: Owner,
  mayAdopt: (object: ObjectOf<K>) => boolean = () => true,
  finalizer?: string,
): readonly ObjectOf<K>[] {
  const { uid, namespace, deletionTimestamp } = owner.metadata
  const matches = compileSelector(owner.spec.selector)
  const owned = client.owned(kind, owner) as readonly KubeObject[]
  const judged = claims(owner.spec, owned, (object) =>
    controllerOf(object)?.uid !== uid ? OTHERS : matches(object.metadata.labels) ? MINE : MISFIT,
  )
  const mine = having(judged, MINE) as readonly ObjectOf<K>[]
  if (deletionTimestamp) return mine
  for (const object of having(judged, MISFIT)) {
    if (!object.metadata.deletionTimestamp) client.update(released(object, uid, finalizer))
  }
  const taken: ObjectOf<K>[] = []
  for (const object of client.unowned(kind, namespace ?? '') as readonly KubeObject[]) {
    if (!matches(object.metadata.labels) || object.metadata.deletionTimestamp || !mayAdopt(object as ObjectOf<K>)) continue
    taken.push(client.update(adopted(object, owner, finalizer)) as ObjectOf<K>)
  }
  return taken.length ? [...mine, ...taken] : mine
}

const OTHERS = 0
const MINE = 1
const MISFIT = 2
const claims = judging<KubeObject>()

/** What an owner has already, without taking in or letting go. */
export function owns<K extends KindName>(client: Client, kind: K, owner: KubeObject): ObjectOf<K>[] {
  return (client.owned(kind, owner) as readonly KubeObject[]).filter(
    (object) => controllerOf(object)?.uid === owner.metadata.uid,
  ) as ObjectOf<K>[]
}

/** Keys of owners that might adopt an object without a controller. `seen` shows an owner whose selector is written otherwise. */
export function adopters<K extends KindName>(
  client: Client,
  kind: K,
  orphan: KubeObject,
  seen: (owner: KubeObject) => Owner = (owner) => owner as Owner,
): string[] {
  const { labels, namespace } = orphan.metadata
  if (!labels || controllerOf(orphan)) return []
  return (client.list(kind, { namespace }) as unknown as readonly KubeObject[])
    .filter((owner) => compileSelector(seen(owner).spec.selector)(labels))
    .map((owner) => `${namespace}/${owner.metadata.name}`)
}

const adopted = (object: KubeObject, owner: Owner, finalizer: string | undefined): KubeObject => {
  const { ownerReferences = [], finalizers = [] } = object.metadata
  const owned = { ...object.metadata, ownerReferences: [...ownerReferences, controllerRef(owner)] }
  if (finalizer === undefined || finalizers.includes(finalizer)) return { ...object, metadata: owned }
  return { ...object, metadata: { ...owned, finalizers: [...finalizers, finalizer] } }
}

function released(object: KubeObject, uid: string, finalizer: string | undefined): KubeObject {
  const owners = object.metadata.ownerReferences?.filter((ref) => ref.uid !== uid)
  const free = { ...object.metadata, ownerReferences: owners?.length ? owners : undefined }
  if (finalizer === undefined || !free.finalizers?.includes(finalizer)) return { ...object, metadata: free }
  const finalizers = free.finalizers.filter((name) => name !== finalizer)
  return { ...object, metadata: { ...free, finalizers: finalizers.length ? finalizers : undefined } }
}
