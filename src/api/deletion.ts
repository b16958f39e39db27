import type { DeleteOptions } from './client'
import { conflictError } from './errors'
import type { KindDefinition } from './kind'
import type { KubeObject } from './meta'
import { timestamp } from './time'
import type { FieldError } from './errors'

/** Finalizers by which a delete asks the garbage collector for help (metav1.FinalizerOrphanDependents, FinalizerDeleteDependents). */
export const ORPHAN = 'orphan'
export const FOREGROUND = 'foregroundDeletion'

/** Finalizers of an object after a delete with these options; upstream: registry.Store deletionFinalizersForGarbageCollection. */
export function deletionFinalizers(
  finalizers: readonly string[],
  options: Pick<DeleteOptions, 'propagationPolicy'>,
  byDefault: 'Background' | 'Orphan' = 'Background',
): readonly string[] {
  const rest = finalizers.filter((name) => name !== ORPHAN && name !== FOREGROUND)
  const asked = options.propagationPolicy
  if (asked === 'Orphan') return [...rest, ORPHAN]
  if (asked === 'Foreground') return [...rest, FOREGROUND]
  if (asked === 'Background') return rest
  if (finalizers.length !== rest.length) return finalizers
  return byDefault === 'Orphan' ? [...rest, ORPHAN] : finalizers
}

const POLICIES: readonly string[] = ['Foreground', 'Background', 'Orphan', 'nil']

/** What is wrong with the options of a delete; upstream: ValidateDeleteOptions. */
export function validateDeleteOptions({ propagationPolicy: value }: DeleteOptions): readonly FieldError[] {
  if (value === undefined || POLICIES.includes(value)) return []
  const detail = `supported values: ${POLICIES.map((policy) => JSON.stringify(policy)).join(', ')}`
  return [{ type: 'Unsupported value', field: 'propagationPolicy', value, detail }]
}

/**
 * An object as a delete at virtual ms `now` leaves it: marked, and whether finalizers, grace or the kind keep it (`stays`).
 * The very same object when it is marked already and the delete asks for nothing more. Upstream: rest.BeforeDelete and the store's Delete.
 */
export function markedForDeletion(
  kind: KindDefinition,
  old: KubeObject,
  options: DeleteOptions,
  now: number,
): { readonly next: KubeObject; readonly stays: boolean } {
  const before = old.metadata.finalizers ?? []
  const finalizers = deletionFinalizers(before, options, kind.defaultPropagation)
  const grace = kind.gracePeriod?.(old, options.gracePeriodSeconds) ?? 0
  const marked = old.metadata.deletionTimestamp !== undefined
  const shorter = marked && grace < (old.metadata.deletionGracePeriodSeconds ?? 0)
  const stays = finalizers.length > 0 || grace > 0 || (kind.holdsOn?.(old) ?? false)
  if (stays && marked && !shorter && finalizers.length === before.length) return { next: old, stays }
  const metadata = {
    ...old.metadata,
    finalizers: finalizers.length ? finalizers : undefined,
    ...((!marked || shorter) && { deletionTimestamp: timestamp(now + grace * 1000), deletionGracePeriodSeconds: grace }),
    ...(!marked && kind.generation && { generation: (old.metadata.generation ?? 0) + 1 }),
  }
  const next = { ...old, metadata }
  return { next: marked ? next : (kind.markDeleted?.(next) ?? next), stays }
}

/** Is nothing left that keeps a deleted object: no finalizer, no grace, not the kind itself? */
export function mayGo(kind: KindDefinition, object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata
  if (!deletionTimestamp || finalizers?.length || kind.holdsOn?.(object)) return false
  return (deletionGracePeriodSeconds ?? 0) === 0
}

/** Throws Conflict when the object is not the one that the caller means. */
export function checkPreconditions(kind: KindDefinition, object: KubeObject, { preconditions }: DeleteOptions): void {
  const { name, uid, resourceVersion } = object.metadata
  // Upstream names the kind here, not the resource (rest.BeforeDelete).
  const byKind = { ...kind, plural: kind.kind }
  if (preconditions?.uid && preconditions.uid !== uid) {
    const why = `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`
    throw conflictError(byKind, name, why)
  }
  if (preconditions?.resourceVersion && preconditions.resourceVersion !== resourceVersion) {
    const why = `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`
    throw conflictError(byKind, name, why)
  }
}
