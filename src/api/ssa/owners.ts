import type { KindDefinition } from '../kind'
import type { KubeObject, ManagedFieldsEntry, Time } from '../meta'
import { managerNamed, updatedBy } from './managedFields'

/** Who owns what of an object that is about to be stored; `old` is undefined for a new one. */
export type Owning = (next: KubeObject, old: KubeObject | undefined) => readonly ManagedFieldsEntry[]

/** The object with who owns what of it. */
export function withOwners(object: KubeObject, old: KubeObject | undefined, owning: Owning | undefined): KubeObject {
  return owning ? { ...object, metadata: { ...object.metadata, managedFields: owning(object, old) } } : object
}

/** A written object: one of which is known who owns what keeps knowing it, all others pay nothing for it. */
export function tracked(
  writer: string,
  kind: KindDefinition,
  next: KubeObject,
  old: KubeObject,
  now: Time,
  subresource: string,
): KubeObject {
  if (!old.metadata.managedFields) return next
  return withOwners(next, old, () => updatedBy(managerNamed(writer), kind, old, next, now, subresource))
}
