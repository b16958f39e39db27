/** Any JSON value. Never changed in place: patches build new values and share what they leave alone. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

/** An object, neither list nor null. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list; Array.isArray alone loses the element type of a readonly list. */
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

/** The object's own property. A key such as `constructor` must not find what all objects inherit. */
export const own = (object: JsonObject, key: string): Json | undefined => (Object.hasOwn(object, key) ? object[key] : undefined)

/**
 * An object from pairs, later ones winning. Pairs become own properties whatever their names, where an assignment to
 * `__proto__` would change the prototype: patches come from strangers.
 */
export const objectOf = (pairs: Iterable<readonly [string, Json]>): JsonObject => Object.fromEntries(pairs)

/** Whether two values say the same; the order of keys does not matter, that of list items does. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => equalJson(item, b[i]))
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]))
}

/** The JSON kind of a value, numbers being one kind. */
export const kindOf = (value: Json) => (value === null ? 'null' : isList(value) ? 'list' : typeof value)

/** Compact text with sorted keys and HTML characters escaped, as Go's encoder writes it. */
export function goJson(value: Json): string {
  const text = JSON.stringify(sortKeys(value))
  return text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A value as Go's `%v` prints it, which is how upstream's patch errors show maps. */
export function goText(value: Json): string {
  if (value === null) return '<nil>'
  if (isList(value)) return `[${value.map(goText).join(' ')}]`
  if (!isObject(value)) return String(value)
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${key}:${goText(value[key]!)}`)
  return `map[${pairs.join(' ')}]`
}

function sortKeys(value: Json): Json {
  if (isList(value)) return value.map(sortKeys)
  if (!isObject(value)) return value
  return objectOf(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key]!)]),
  )
}
