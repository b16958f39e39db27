import { equalJson, isObject, objectOf, own, type Json, type JsonObject } from './json'

/** Applies a JSON merge patch: objects merge, null deletes, everything else replaces. Rule: RFC 7386. */
export function jsonMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const result = new Map<string, Json>(isObject(target) ? Object.entries(target) : [])
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key)
    else result.set(key, jsonMergePatch(result.get(key), value))
  }
  return objectOf(result)
}

/** The smallest JSON merge patch that turns one object into the other (nulls in `to` cannot be told from deletions). */
export function createJsonMergePatch(from: JsonObject, to: JsonObject): JsonObject {
  const patch = new Map<string, Json>()
  for (const [key, value] of Object.entries(to)) {
    const before = own(from, key)
    if (equalJson(before, value)) continue
    patch.set(key, isObject(before) && isObject(value) ? createJsonMergePatch(before, value) : value)
  }
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) patch.set(key, null)
  return objectOf(patch)
}
