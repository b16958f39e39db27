import { PatchError } from './errors'
import { equalJson, goText, isList, isObject, objectOf, own, type Json, type JsonObject } from './json'
import { arrange, badType, identity, isDeletion, itemKind, keyed, noMergeKey, positions } from './mergeLists'
import type { PatchField, PatchType } from './patchSchema'

/** Directives that a strategic merge patch may hold beside fields. */
export const directive = {
  patch: '$patch',
  retainKeys: '$retainKeys',
  order: '$setElementOrder',
  remove: '$deleteFromPrimitiveList',
} as const

const badOrder = () => new PatchError('invalid patch format of setElementOrder list', 400)
const badRetainKeys = () => new PatchError('invalid patch format of retainKeys', 400)
const badRemoval = () => new PatchError('invalid patch format of primitive list', 400)

/**
 * Applies a strategic merge patch to an object of this type. Throws PatchError.
 * Rule: k8s.io/apimachinery/pkg/util/strategicpatch and the directives of its design notes.
 */
export const strategicMergePatch = (original: JsonObject, patch: JsonObject, type: PatchType): JsonObject =>
  mergeObjects(original, patch, type, apply)

/** One patch that does what the two do in turn; its directives stay directives. For threeWay, whose halves do not overlap. */
export const composePatches = (first: JsonObject, second: JsonObject, type: PatchType): JsonObject =>
  mergeObjects(first, second, type, compose)

/** Whether a patch is carried out (directives vanish into what they say) or joined to another one (they are kept). */
type Mode = { readonly carriesOut: boolean; fresh(value: Json): Json | undefined }
const apply: Mode = { carriesOut: true, fresh }
const compose: Mode = { carriesOut: false, fresh: (value) => value }

type Fields = Map<string, Json>

function mergeObjects(original: JsonObject, patch: JsonObject, type: PatchType, mode: Mode): JsonObject {
  const marker = own(patch, directive.patch)
  if (marker === 'replace') return objectOf(Object.entries(patch).filter(([key]) => key !== directive.patch))
  if (marker === 'delete') return {}
  if (marker !== undefined) throw new PatchError(`unknown patch type: ${goText(marker)} in map: ${goText(patch)}`)

  const result: Fields = new Map(Object.entries(original))
  const rest: Fields = new Map(Object.entries(patch))
  retainKeys(result, rest, mode)
  for (const key of Object.keys(patch)) if (key.startsWith(directive.order)) mergeOrdered(result, rest, key, type, mode)
  for (const [key, value] of rest) if (!key.startsWith(directive.remove)) mergeField(result, key, value, type, mode)
  for (const [key, value] of rest) if (key.startsWith(directive.remove)) removeItems(result, key, value, mode)
  return objectOf(result)
}

function mergeField(result: Fields, key: string, value: Json, type: PatchType, mode: Mode) {
  const before = result.get(key)
  if (value === null) {
    if (mode.carriesOut) result.delete(key)
    else result.set(key, null)
    return
  }
  const field = fieldOf(type, key)
  if (isObject(before) && isObject(value)) {
    result.set(key, field.replace ? value : mergeObjects(before, value, field.of ?? {}, mode))
  } else if (isList(before) && isList(value)) {
    result.set(key, field.merge === undefined ? value : mergeLists(before, value, field, mode))
  } else {
    const taken = mode.fresh(value)
    if (taken === undefined) result.delete(key)
    else result.set(key, taken)
  }
}

/** Lists of the merge kind. In the end the items of the patch stand as the patch has them, among the live ones. */
function mergeLists(original: readonly Json[], patch: readonly Json[], field: PatchField, mode: Mode): readonly Json[] {
  if (original.length === 0 && patch.length === 0) return original
  const key = field.merge!
  if (itemKind(original, patch) !== 'object') {
    if (key !== '') throw badType('map[string]interface {}', [...patch, ...original][0]!)
    return arrange([...new Set([...original, ...patch])], patch, original, key)
  }
  if (key === '') throw new PatchError('cannot merge lists without merge key for type string')
  const { base, additions } = special(original, patch, key)
  const merged = [...base]
  const places = positions(merged, key)
  for (const item of keyed(additions, key)) {
    const id = identity(item, key)
    const at = places.get(id) ?? merged.length
    const before = merged[at]
    const next = isObject(before) ? mergeObjects(before, item, field.of ?? {}, mode) : mode.fresh(item)
    if (next === undefined) continue
    merged[at] = next
    places.set(id, at)
  }
  return arrange(keyed(merged, key), additions, base, key)
}

/** Takes the items with a `$patch` out of the patch and does what they say to the original. */
function special(original: readonly Json[], patch: readonly Json[], key: string) {
  const additions: Json[] = []
  const gone = new Set<string | undefined>()
  let replace = false
  for (const item of patch) {
    const marker = isObject(item) ? own(item, directive.patch) : undefined
    if (marker === undefined) additions.push(item)
    else if (marker === 'delete') {
      if (!Object.hasOwn(item as JsonObject, key)) throw noMergeKey(item as JsonObject, key)
      gone.add(identity(item, key))
    } else if (marker === 'replace') replace = true
    else if (marker === 'merge') throw new PatchError('merging lists cannot yet be specified in the patch')
    else throw new PatchError(`unknown patch type: ${goText(marker)} in map: ${goText(item)}`)
  }
  if (replace) return { base: additions, additions: [] }
  return { base: original.filter((item) => !gone.has(identity(item, key))), additions }
}

/** `$setElementOrder/list`: merges the list it speaks of and puts the result into that order. */
function mergeOrdered(result: Fields, rest: Fields, name: string, type: PatchType, mode: Mode) {
  const key = listNamed(name, directive.order, badOrder)
  const order = rest.get(name)!
  rest.delete(name)
  if (!isList(order)) throw badType('[]interface {}', order)
  if (!mode.carriesOut) {
    if (result.has(name) && !equalJson(result.get(name), order)) throw badOrder()
    result.set(name, order)
  }
  const field = fieldOf(type, key)
  const mergeKey = field.merge ?? ''
  const live = listAt(result, key)
  const change = listAt(rest, key)
  rest.delete(key)
  checkOrder(change ?? [], order, mergeKey)
  if (!live && !change) return
  itemKind(live ?? [], change ?? [])
  const merged = change === undefined ? live! : mergedList(live, change, field, mode)
  result.set(key, arrange(mergeKey === '' ? merged : keyed(merged, mergeKey), order, live ?? [], mergeKey))
}

function mergedList(live: readonly Json[] | undefined, change: readonly Json[], field: PatchField, mode: Mode): readonly Json[] {
  // What a list of nothing but directives leaves is an empty list.
  if (live === undefined) return (mode.fresh(change) ?? []) as readonly Json[]
  return field.merge === undefined ? change : mergeLists(live, change, field, mode)
}

/** What the patch changes must be among what it orders, and in that order. */
function checkOrder(change: readonly Json[], order: readonly Json[], key: string) {
  if (change.length === 0 || order.length === 0) return
  if (key !== '') keyed(order, key)
  let at = 0
  for (const item of change) {
    if (isDeletion(item) || (isObject(item) && Object.hasOwn(item, directive.patch))) continue
    if (key !== '') keyed([item], key)
    while (at < order.length && identity(order[at]!, key) !== identity(item, key)) at++
    if (at++ === order.length) {
      throw new PatchError(
        `The order in patch list:\n${goText(change)}\n doesn't match ${directive.order} list:\n${goText(order)}\n`,
      )
    }
  }
}

/** `$deleteFromPrimitiveList/list`: takes scalars out of a list, if there is one. */
function removeItems(result: Fields, name: string, value: Json, mode: Mode) {
  if (!mode.carriesOut) {
    result.set(name, value)
    return
  }
  const key = listNamed(name, directive.remove, badRemoval)
  const before = result.get(key)
  if (value === null) result.delete(key)
  else if (isList(before) && isList(value)) {
    const gone = new Set(value.map((item) => identity(item, '')))
    const kept = before.filter((item) => !gone.has(identity(item, '')))
    result.set(key, kept)
  }
}

/** `$retainKeys`: fields of the original that it does not name go; fields of the patch must all be named. */
function retainKeys(result: Fields, rest: Fields, mode: Mode) {
  const names = rest.get(directive.retainKeys)
  if (names === undefined) return
  rest.delete(directive.retainKeys)
  if (!mode.carriesOut) {
    const already = result.get(directive.retainKeys)
    if (already !== undefined && !equalJson(already, names)) {
      throw new PatchError(
        `${goText(already)} and ${goText(names)} are not deep equal: this may happen when calculating the 3-way diff patch`,
      )
    }
    result.set(directive.retainKeys, names)
    return
  }
  if (!isList(names)) throw badRetainKeys()
  const kept = new Set(names)
  for (const [key, value] of rest) {
    const isField = !key.startsWith(directive.order) && !key.startsWith(directive.remove)
    if (isField && value !== null && !kept.has(key)) throw badRetainKeys()
  }
  for (const key of [...result.keys()]) if (!kept.has(key)) result.delete(key)
}

/** A value that had nothing to merge with: without nulls and directives, or undefined if it is nothing but a directive. */
function fresh(value: Json): Json | undefined {
  if (isList(value)) return value.map(fresh).filter((item) => item !== undefined)
  if (!isObject(value)) return value
  if (Object.hasOwn(value, directive.patch)) return undefined
  const fields = Object.entries(value).flatMap(([key, child]): [string, Json][] => {
    if (child === null || key === directive.retainKeys || key.startsWith(directive.order) || key.startsWith(directive.remove))
      return []
    const taken = fresh(child)
    return taken === undefined ? [] : [[key, taken]]
  })
  return objectOf(fields)
}

const plain: PatchField = {}
/** How a field is patched. Own properties only: a patch may well name a field `constructor`. */
export const fieldOf = (type: PatchType, key: string): PatchField => (Object.hasOwn(type, key) ? type[key]! : plain)

function listNamed(name: string, prefix: string, refuse: () => PatchError) {
  if (!name.startsWith(`${prefix}/`)) throw refuse()
  return name.slice(prefix.length + 1)
}

function listAt(fields: Fields, key: string): readonly Json[] | undefined {
  const value = fields.get(key)
  if (value === undefined || isList(value)) return value
  throw badType('[]interface {}', value)
}
