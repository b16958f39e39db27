import { PatchError } from './errors'
import { goText, isList, isObject, kindOf, own, type Json, type JsonObject } from './json'

/** What makes two list items the same one: the value of the merge key, or for scalars (key '') the item itself. */
export const identity = (item: Json, key: string) => {
  const value = key === '' ? item : isObject(item) ? own(item, key) : undefined
  return value === undefined ? undefined : `${typeof value}:${typeof value === 'object' ? JSON.stringify(value) : String(value)}`
}

/** Insists that all items of the lists are of one kind; undefined when there are no items. Throws PatchError. */
export function itemKind(...lists: (readonly Json[])[]): string | undefined {
  const kinds = new Set(lists.flat(1).map((item) => kindOf(item as Json)))
  if (kinds.has('list')) throw new PatchError('lists of lists are not supported')
  if (kinds.size > 1) throw new PatchError(`list element types are not identical: ${goText(lists)}`)
  return [...kinds][0]
}

/** Insists that every item is an object which has the merge key. Throws PatchError. */
export function keyed(list: readonly Json[], key: string): readonly JsonObject[] {
  return list.map((item) => {
    if (!isObject(item)) throw badType('map[string]interface {}', item)
    if (!Object.hasOwn(item, key)) throw noMergeKey(item, key)
    return item
  })
}

/** A list item that a patch wants gone. */
export const isDeletion = (item: Json) => isObject(item) && own(item, '$patch') === 'delete'

/**
 * The order that all promise: items named in `order` follow it among themselves, the rest keep the live order, and the two
 * are interleaved by the live order as far as it tells (new items come first). Rule: preserve-order-in-strategic-merge-patch.
 */
export function arrange(items: readonly Json[], order: readonly Json[], live: readonly Json[], key: string): Json[] {
  const wanted = positions(order, key)
  const lived = positions(live, key)
  const place = (item: Json, by: Map<string | undefined, number>) => by.get(identity(item, key)) ?? -1
  const isNamed = (item: Json) => place(item, wanted) >= 0
  const named = sortBy(items.filter(isNamed), (item) => place(item, wanted))
  const others = sortBy(
    items.filter((item) => !isNamed(item)),
    (item) => place(item, lived),
  )

  const result: Json[] = []
  let next = 0
  for (const item of named) {
    const at = place(item, lived)
    while (at >= 0 && next < others.length) {
      const other = place(others[next]!, lived)
      if (other < 0 || other >= at) break
      result.push(others[next++]!)
    }
    result.push(item)
  }
  return [...result, ...others.slice(next)]
}

/** Items in the order of another list, deletions last. */
export const inOrderOf = (items: readonly Json[], order: readonly Json[], key: string) => {
  const places = positions(order, key)
  return sortBy(items, (item) => places.get(identity(item, key)) ?? -1)
}

/** The two ways in which a directive can be of the wrong type. */
export const badType = (expected: string, got: Json) => new PatchError(`expected a ${expected}, but received a ${goType(got)}`)
export const noMergeKey = (item: JsonObject, key: string) =>
  new PatchError(`map: ${goText(item)} does not contain declared merge key: ${key}`)

/** Where each identity first stands in a list. */
export function positions(list: readonly Json[], key: string) {
  const places = new Map<string | undefined, number>()
  list.forEach((item, i) => {
    const id = identity(item, key)
    if (id !== undefined && !places.has(id)) places.set(id, i)
  })
  return places
}

function sortBy(items: readonly Json[], place: (item: Json) => number): Json[] {
  const kept = items.filter((item) => !isDeletion(item))
  return [...kept.sort((a, b) => place(a) - place(b)), ...items.filter(isDeletion)]
}

const goType = (value: Json) =>
  value === null
    ? '<nil>'
    : isList(value)
      ? '[]interface {}'
      : isObject(value)
        ? 'map[string]interface {}'
        : ({ string: 'string', boolean: 'bool', number: 'float64' }[typeof value as 'string'] ?? typeof value)
