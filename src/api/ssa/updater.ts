import type { Json } from '../patch/json'
import { difference, intersection, isEmpty, NOTHING, pathsOf, pathText, union, type FieldSet } from './fieldSet'
import { compare, fieldsOf, merge, remove, withNamedFields, type Comparison } from './typed'
import type { MergeType } from './type'

/** What one manager owns. `applied`: by what it applied, not by what it wrote. */
export interface Managed {
  readonly fields: FieldSet
  readonly apiVersion: string
  readonly applied: boolean
}

/** By manager. */
export type Managers = ReadonlyMap<string, Managed>

/** A field that another manager owns. */
export interface Conflict {
  readonly manager: string
  /** As in `.spec.list[name="a"].value`. */
  readonly path: string
  readonly apiVersion: string
}

export interface Applied {
  readonly object: Json
  readonly managers: Managers
}

/** Takes from everybody else what changed; without `force` an applier is told of what it would take. Upstream: Updater.update. */
function taken(found: Comparison, managers: Managers, own: string, force: boolean): Managers | readonly Conflict[] {
  const changed = union(found.modified, found.added)
  const conflicts: Conflict[] = []
  const left = new Map<string, Managed>()
  for (const [manager, managed] of managers) {
    if (manager === own) {
      left.set(manager, managed)
      continue
    }
    const lost = intersection(managed.fields, changed)
    if (!isEmpty(lost) && !force) {
      for (const path of pathsOf(lost)) conflicts.push({ manager, path: pathText(path), apiVersion: managed.apiVersion })
    }
    const fields = difference(difference(managed.fields, lost), found.removed)
    if (!isEmpty(fields)) left.set(manager, { ...managed, fields })
  }
  return conflicts.length ? conflicts : left
}

/** Who owns what after somebody wrote an object. `ignored` takes out what nobody owns. Upstream: Updater.Update. */
export function updated(
  type: MergeType,
  live: Json,
  next: Json,
  managers: Managers,
  manager: string,
  apiVersion: string,
  ignored: (set: FieldSet) => FieldSet = (set) => set,
): Managers {
  const found = compare(type, live, next)
  const left = new Map(taken(found, managers, manager, true) as Managers)
  const own = difference(left.get(manager)?.fields ?? NOTHING, found.removed)
  const fields = ignored(union(union(own, found.modified), found.added))
  if (isEmpty(fields)) left.delete(manager)
  else left.set(manager, { fields, apiVersion, applied: false })
  return left
}

/**
 * An object with what a manager applies: all that it says, less what it said before and no longer does, unless somebody else owns that.
 * Answers the conflicts when others own what it would change. Upstream: Updater.Apply.
 */
export function applied(
  type: MergeType,
  live: Json,
  config: Json,
  managers: Managers,
  manager: string,
  apiVersion: string,
  force: boolean,
  ignored: (set: FieldSet) => FieldSet = (set) => set,
): Applied | { readonly conflicts: readonly Conflict[] } {
  const merged = merge(type, live, config) ?? null
  const last = managers.get(manager)
  const all: Managers = new Map(managers).set(manager, { fields: ignored(fieldsOf(type, config)), apiVersion, applied: true })
  const object = last ? pruned(type, merged, all, last.fields) : merged
  const left = taken(compare(type, live, object), all, manager, force)
  if (isConflicts(left)) return { conflicts: left }
  return { object, managers: new Map([...left].filter(([, { fields }]) => !isEmpty(fields))) }
}

const isConflicts = (left: Managers | readonly Conflict[]): left is readonly Conflict[] => Array.isArray(left)

/** Takes out what the manager no longer says, and puts back what others own or what was never its own. Upstream: Updater.prune. */
function pruned(type: MergeType, merged: Json, managers: Managers, last: FieldSet): Json {
  if (isEmpty(last)) return merged
  const named = (set: FieldSet) => withNamedFields(type, set)
  const inMerged = named(fieldsOf(type, merged))
  const first = remove(type, merged, named(last))
  let owned = NOTHING
  for (const { fields } of managers.values()) owned = union(owned, fields)
  const kept = union(named(fieldsOf(type, first)), named(owned))
  const second = remove(type, merged, difference(inMerged, kept))
  const dangling = intersection(difference(inMerged, named(fieldsOf(type, second))), named(last))
  return remove(type, merged, dangling)
}
