import { freeze } from '../../../api/freeze'

/**
 * Remembers what a frozen value became. The template of a ReplicaSet is turned into a pod's spec once, not once for each of a thousand
 * pods, and all of them share the frozen result. Values that may still change are worked out anew.
 */
export function memo<T extends object>(derive: (value: T) => T): (value: T) => T {
  const known = new WeakMap<T, T>()
  return (value) => {
    if (!Object.isFrozen(value)) return derive(value)
    let result = known.get(value)
    if (!result) {
      result = freeze(derive(value))
      known.set(value, result)
      known.set(result, result)
    }
    return result
  }
}

/** The object with what it lacks; the same object when it lacks nothing. Undefined defaults fill nothing. */
export function fill<T extends object>(object: T, defaults: Partial<T>): T {
  let filled: T | undefined
  for (const key in defaults) {
    if (defaults[key] === undefined || (object[key] !== undefined && object[key] !== null)) continue
    filled ??= { ...object }
    filled[key] = defaults[key] as T[Extract<keyof T, string>]
  }
  return filled ?? object
}

/** Maps a list and keeps the same one when no item changed. */
export function mapSame<T>(list: readonly T[] | undefined, change: (item: T) => T): readonly T[] | undefined {
  if (!list) return list
  let changed = false
  const result = list.map((item) => {
    const next = change(item)
    if (next !== item) changed = true
    return next
  })
  return changed ? result : list
}

/** The object with some fields replaced; the same object when they are what they were. */
export function replace<T extends object>(object: T, fields: Partial<T>): T {
  for (const key in fields) if (fields[key] !== object[key]) return { ...object, ...fields }
  return object
}
