import { isList, isObject, type Json } from '../patch/json'

/**
 * How values merge: a scalar as a whole, a map field by field, a list item by item where items have keys or are a set, else as a whole.
 * `deduced` is for objects that nobody described: maps field by field, lists as a whole.
 */
export type MergeType = ScalarType | MapType | ListType | DeducedType

export interface ScalarType {
  readonly is: 'scalar'
}
export interface DeducedType {
  readonly is: 'deduced'
}
export interface MapType {
  readonly is: 'map'
  readonly atomic?: boolean
  /** Looked up when needed, as types may hold themselves. */
  readonly field: (name: string) => MergeType | undefined
  /** Of the entries that are no fields. */
  readonly entries?: () => MergeType
}
export interface ListType {
  readonly is: 'list'
  readonly atomic?: boolean
  /** What tells items apart; none = the values themselves. */
  readonly keys?: readonly string[]
  /** Key values of items that leave them out. */
  readonly defaults?: Readonly<Record<string, Json>>
  readonly items: () => MergeType
}

export const scalar: ScalarType = { is: 'scalar' }
export const deduced: DeducedType = { is: 'deduced' }
const deducedMap: MapType = { is: 'map', field: () => undefined, entries: () => deduced }
const deducedList: ListType = { is: 'list', atomic: true, items: () => deduced }

/** The type as far as a value decides it: nobody's null is a map if it may be one, a value that does not fit is a scalar. */
export function typeFor(type: MergeType, value: Json | undefined): ScalarType | MapType | ListType {
  if (type.is === 'deduced') return isList(value) ? deducedList : isObject(value) || value === null ? deducedMap : scalar
  if (value === null || value === undefined) return type
  const fits = type.is === 'scalar' || (type.is === 'list' ? isList(value) : isObject(value))
  return fits ? type : scalar
}

export const fieldType = (type: MapType, name: string): MergeType => type.field(name) ?? type.entries?.() ?? deduced

/** The step to an item of a list. */
export function stepTo(type: ListType, item: Json): string {
  if (!type.keys || !isObject(item)) return `v:${JSON.stringify(item)}`
  const keys: Record<string, Json> = {}
  for (const key of [...type.keys].sort()) {
    const value = item[key] ?? type.defaults?.[key]
    if (value !== undefined) keys[key] = value
  }
  return `k:${JSON.stringify(keys)}`
}
