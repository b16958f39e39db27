import type { Client } from '../../api/client'
import { FOREGROUND, ORPHAN } from '../../api/deletion'
import { ApiError } from '../../api/errors'
import type { KubeObject, OwnerReference } from '../../api/meta'

/** How it stands with the owners of an object. */
export interface Owners {
  /** They exist and stay. */
  readonly solid: readonly OwnerReference[]
  /** They are gone. */
  readonly absent: readonly OwnerReference[]
  /** They go as soon as what they own is gone (foreground deletion). */
  readonly waiting: readonly OwnerReference[]
}

export const isDeleting = ({ metadata }: KubeObject, finalizer: string): boolean =>
  metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(finalizer) === true

/** Upstream: classifyReferences. An owner of a kind that is not served counts as there, because nobody can know. */
export function classify(client: Client, { metadata }: KubeObject): Owners {
  const solid: OwnerReference[] = []
  const absent: OwnerReference[] = []
  const waiting: OwnerReference[] = []
  for (const ref of metadata.ownerReferences ?? []) {
    const owner = ownerOf(client, ref, metadata.namespace)
    if (owner === 'unknown') solid.push(ref)
    else if (!owner) absent.push(ref)
    else if (isDeleting(owner, FOREGROUND)) waiting.push(ref)
    else solid.push(ref)
  }
  return { solid, absent, waiting }
}

/** The owner that a reference names, or undefined when it is not there any more; a namesake with another uid is not it. */
export function ownerOf(client: Client, ref: OwnerReference, namespace: string | undefined): KubeObject | 'unknown' | undefined {
  try {
    const found = client.getAny(ref.kind, ref.name, namespace)
    return found?.metadata.uid === ref.uid ? found : undefined
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return 'unknown'
    throw error
  }
}

/** How an object that nobody owns any more is deleted: as it was asked for, else in the background. */
export function propagationOf({ metadata: { finalizers = [] } }: KubeObject): 'Orphan' | 'Foreground' | 'Background' {
  return finalizers.includes(ORPHAN) ? 'Orphan' : finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background'
}

/** Does the owner have to wait for this one? */
export const blocks = ({ metadata }: KubeObject, owner: string): boolean =>
  metadata.ownerReferences?.some((ref) => ref.uid === owner && ref.blockOwnerDeletion) === true

export const withoutOwners = (object: KubeObject, uids: ReadonlySet<string>): KubeObject => {
  const ownerReferences = object.metadata.ownerReferences?.filter(({ uid }) => !uids.has(uid))
  return { ...object, metadata: { ...object.metadata, ownerReferences: ownerReferences?.length ? ownerReferences : undefined } }
}

export const withoutFinalizer = (object: KubeObject, finalizer: string): KubeObject => {
  const finalizers = object.metadata.finalizers?.filter((name) => name !== finalizer)
  return { ...object, metadata: { ...object.metadata, finalizers: finalizers?.length ? finalizers : undefined } }
}
