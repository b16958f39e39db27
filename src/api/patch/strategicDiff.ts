import { equalJson, isList, isObject, kindOf, objectOf, own, type Json, type JsonObject } from './json'
import { identity, inOrderOf, itemKind, keyed } from './mergeLists'
import type { PatchField, PatchType } from './patchSchema'
import { directive, fieldOf } from './strategicMerge'
import { PatchError } from './errors'

/** What of a difference is wanted: the deletions, the rest, or both; and whether lists say their order. */
export type DiffParts = { readonly changes: boolean; readonly deletions: boolean; readonly order: boolean }

/** A strategic merge patch that turns the original into the modified object. Throws PatchError. */
export const createTwoWayMergePatch = (original: JsonObject, modified: JsonObject, type: PatchType): JsonObject =>
  diffObjects(original, modified, type, { changes: true, deletions: true, order: true })

/** The same, in parts. `retain`: the object has one of several forms, so the patch must name all the keys that stay. */
export function diffObjects(
  original: JsonObject,
  modified: JsonObject,
  type: PatchType,
  parts: DiffParts,
  retain = false,
): JsonObject {
  const patch = new Map<string, Json>()
  for (const [key, value] of Object.entries(modified)) {
    const before = own(original, key)
    if (before === undefined) {
      if (parts.changes) patch.set(key, value)
    } else if (key === directive.patch) {
      if (value !== before) patch.set(key, value)
    } else diffField(patch, key, before, value, fieldOf(type, key), parts)
  }
  const gone = Object.keys(original).filter((key) => !Object.hasOwn(modified, key))
  if (parts.deletions) for (const key of gone) patch.set(key, null)
  if (retain) {
    const kept = Object.keys(modified).filter((key) => modified[key] !== null)
    const clears = gone.some((key) => original[key] !== null)
    if (kept.length > 0 && (patch.size > 0 || clears)) patch.set(directive.retainKeys, kept.sort())
  }
  return objectOf(patch)
}

function diffField(patch: Map<string, Json>, key: string, before: Json, value: Json, field: PatchField, parts: DiffParts) {
  if (isObject(before) && isObject(value)) {
    if (field.replace) {
      // Upstream sends such a field whenever it is there, changed or not.
      if (parts.changes) patch.set(key, value)
      return
    }
    const inner = diffObjects(before, value, field.of ?? {}, parts, field.retainKeys)
    if (Object.keys(inner).length > 0) patch.set(key, inner)
  } else if (isList(before) && isList(value) && field.merge !== undefined) {
    const { list, removed, order } = diffLists(before, value, field, parts)
    if (list.length > 0) patch.set(key, list)
    if (removed.length > 0) patch.set(`${directive.remove}/${key}`, removed)
    if (order.length > 0) patch.set(`${directive.order}/${key}`, order)
  } else if (parts.changes && !equalJson(before, value)) patch.set(key, value)
}

type ListDiff = { list: readonly Json[]; removed: readonly Json[]; order: readonly Json[] }

function diffLists(original: readonly Json[], modified: readonly Json[], field: PatchField, parts: DiffParts): ListDiff {
  if (original.length === 0) return { list: parts.changes ? modified : [], removed: [], order: [] }
  if (itemKind(original, modified) !== 'object') return diffScalars(original, modified, parts)
  const key = field.merge!
  if (key === '') throw new PatchError('cannot merge lists without merge key for type string')
  const [before, after] = [keyed(original, key), keyed(modified, key)]
  const { changed, deleted } = diffItems(before, after, field, parts)
  const list = [...inOrderOf(changed, modified, key), ...deleted]
  const sameOrder = before.length === after.length && before.every((item, i) => identity(item, key) === identity(after[i]!, key))
  const ordered = parts.order && ((parts.changes && (list.length > 0 || !sameOrder)) || (parts.deletions && list.length > 0))
  return { list, removed: [], order: ordered ? after.map((item) => objectOf([[key, item[key]!]])) : [] }
}

/** Items with the same key are compared, in the order of their keys as text; what is only in one list is new or gone. */
function diffItems(original: readonly JsonObject[], modified: readonly JsonObject[], field: PatchField, parts: DiffParts) {
  const key = field.merge!
  const changed: Json[] = []
  const deleted: Json[] = []
  merge(original, modified, (item) => String(item[key]), {
    both(before, after) {
      const inner = diffObjects(before, after, field.of ?? {}, parts, field.retainKeys)
      if (Object.keys(inner).length > 0) changed.push(objectOf([...Object.entries(inner), [key, after[key]!]]))
    },
    added: (item) => parts.changes && changed.push(item),
    gone: (item) => parts.deletions && deleted.push(objectOf(Object.entries({ [key]: item[key]!, [directive.patch]: 'delete' }))),
  })
  return { changed, deleted }
}

function diffScalars(original: readonly Json[], modified: readonly Json[], parts: DiffParts): ListDiff {
  const added: Json[] = []
  const removed = new Map<string | undefined, Json>()
  merge(original, modified, String, {
    both: () => undefined,
    added: (item) => parts.changes && added.push(item),
    gone: (item) => parts.deletions && removed.set(identity(item, ''), item),
  })
  // Upstream compares with the sorted original, so a list that is not sorted has its order sent though nothing changed.
  const sorted = [...original].sort((a, b) => byText(String(a), String(b)))
  const ordered = parts.order && ((parts.deletions && removed.size > 0) || (parts.changes && !equalJson(sorted, modified)))
  return { list: inOrderOf(added, modified, ''), removed: [...removed.values()], order: ordered ? modified : [] }
}

type Sides<T> = { both(before: T, after: T): unknown; added(item: T): unknown; gone(item: T): unknown }

/** Walks two lists in the order of a text, pairing what has the same; duplicates pair one by one. */
function merge<T>(original: readonly T[], modified: readonly T[], text: (item: T) => string, sides: Sides<T>) {
  const sorted = (list: readonly T[]) => list.map((item) => ({ item, text: text(item) })).sort((a, b) => byText(a.text, b.text))
  const [before, after] = [sorted(original), sorted(modified)]
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    const order = i === before.length ? 1 : j === after.length ? -1 : byText(before[i]!.text, after[j]!.text)
    if (order === 0) sides.both(before[i++]!.item, after[j++]!.item)
    else if (order < 0) sides.gone(before[i++]!.item)
    else sides.added(after[j++]!.item)
  }
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Whether two patches of one object say different things about the same field. Throws PatchError where upstream cannot
 * tell. Rule: strategicpatch.MergingMapsHaveConflicts.
 */
export function patchesConflict(left: Json, right: Json, type: PatchType, field: PatchField = {}): boolean {
  if (isObject(left)) {
    if (!isObject(right) || own(left, directive.patch) !== own(right, directive.patch)) return true
    if (field.replace) return false
    return Object.keys(left).some((key) => {
      if (key === directive.patch || key === directive.retainKeys || !Object.hasOwn(right, key)) return false
      const inner = fieldOf(type, key)
      return patchesConflict(left[key]!, right[key]!, inner.of ?? {}, inner)
    })
  }
  if (isList(left)) return !isList(right) || listsConflict(left, right, type, field)
  return kindOf(left) !== kindOf(right) || left !== right
}

function listsConflict(left: readonly Json[], right: readonly Json[], type: PatchType, field: PatchField): boolean {
  const kind = itemKind(left, right)
  if (kind === undefined) throw new PatchError('no elements in any of the given slices')
  if (field.merge !== undefined) {
    if (kind !== 'object') return false
    const others = new Map(keyed(right, field.merge).map((item) => [identity(item, field.merge!), item]))
    return keyed(left, field.merge).some((item) => {
      const other = others.get(identity(item, field.merge!))
      return other !== undefined && patchesConflict(item, other, type)
    })
  }
  if (left.length !== right.length) return true
  const sorted = (list: readonly Json[]) =>
    kind === 'object' ? list : [...new Set(list)].sort((a, b) => byText(String(a), String(b)))
  const [a, b] = [sorted(left), sorted(right)]
  return a.length !== b.length || a.some((item, i) => patchesConflict(item, b[i]!, type))
}
