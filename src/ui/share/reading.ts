import { Fault } from './fault'
import { caps } from './sharedRun'

/** Makes a value of its own out of one that anybody may have made. Throws a Fault that names the place `at` when it is not of the shape. */
export type Reader<T> = (value: unknown, at: string) => T

export const refuse = (at: string): never => {
  throw new Fault('fault.field', { at })
}

/** What stands under names in a plain object. */
export type Given = Readonly<Record<string, unknown>>

export function given(value: unknown, at: string): Given {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(at)
  return value as Given
}

/** A value of the object's own; never one of the prototype. */
export const own = (object: Given, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined)

export const text =
  (most: number = caps.name): Reader<string> =>
  (value, at) =>
    typeof value === 'string' && value.length <= most ? value : refuse(at)

export const number =
  (least: number, most: number): Reader<number> =>
  (value, at) =>
    typeof value === 'number' && value >= least && value <= most ? value : refuse(at)

export const whole =
  (least: number, most: number): Reader<number> =>
  (value, at) =>
    Number.isInteger(value) ? number(least, most)(value, at) : refuse(at)

export const flag: Reader<boolean> = (value, at) => (typeof value === 'boolean' ? value : refuse(at))

export const oneOf =
  <T extends string>(values: readonly T[]): Reader<T> =>
  (value, at) =>
    values.find((known) => known === value) ?? refuse(at)

export const either =
  <A, B>(first: Reader<A>, second: Reader<B>, isFirst: (value: unknown) => boolean): Reader<A | B> =>
  (value, at) =>
    isFirst(value) ? first(value, at) : second(value, at)

/** What need not be there. */
export const maybe =
  <T>(read: Reader<T>): Reader<T | undefined> =>
  (value, at) =>
    value === undefined ? undefined : read(value, at)

export const list =
  <T>(read: Reader<T>, most: number = caps.items): Reader<readonly T[]> =>
  (value, at) =>
    Array.isArray(value) && value.length <= most ? value.map((item, i) => read(item, `${at}[${i}]`)) : refuse(at)

export const map =
  <T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> =>
  (value, at) => {
    const entries = Object.entries(given(value, at))
    if (entries.length > caps.items) return refuse(at)
    return Object.fromEntries(entries.map(([key, item]) => [safeKey(key, at), read(item, `${at}.${key.slice(0, 40)}`)]))
  }

/** Readers of the fields of an object, one for each there can be. */
export type Fields<T> = { readonly [F in keyof T]-?: Reader<T[F]> }

/** A new object of the known fields; all others are left behind. */
export const object =
  <T extends object>(fields: Fields<T>): Reader<T> =>
  (value, at) => {
    const source = given(value, at)
    const made: [string, unknown][] = []
    for (const [key, read] of Object.entries(fields) as [string, Reader<unknown>][]) {
      const item = read(own(source, key), `${at}.${key}`)
      if (item !== undefined) made.push([key, item])
    }
    return Object.fromEntries(made) as T
  }

const unsafe: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function safeKey(key: string, at: string): string {
  return key.length > caps.name || unsafe.has(key) ? refuse(at) : key
}

/** Any JSON value, within the caps on depth and number of values. */
export const json: Reader<unknown> = (value, at) => {
  let values = 0
  const copy = (item: unknown, depth: number): unknown => {
    if (depth > caps.depth || ++values > caps.values) return refuse(at)
    if (item === null || typeof item === 'boolean') return item
    if (typeof item === 'string') return text(caps.text)(item, at)
    if (typeof item === 'number') return Number.isFinite(item) ? item : refuse(at)
    if (Array.isArray(item)) return item.map((each) => copy(each, depth + 1))
    return Object.fromEntries(Object.entries(given(item, at)).map(([key, each]) => [safeKey(key, at), copy(each, depth + 1)]))
  }
  return copy(value, 0)
}
