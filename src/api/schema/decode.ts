import { canonicalQuantity, QuantityError } from '../quantity'
import type { Field, Scalar, Schema, StructSchema } from './schema'

/** A value that does not fit its field. */
export interface DecodeError {
  /** As in `spec.containers[0].image`, for whoever points at the YAML. */
  readonly field: string
  /** In the words of the server's decoder. */
  readonly message: string
}

/** What decoding found. */
export interface Decoded {
  /** The object as the server would hold it: quantities canonical, nulls, zero values and unknown fields gone. */
  readonly object: Readonly<Record<string, unknown>>
  /** Paths of fields that the kind does not have, as in `spec.template.spec.containers[0].imagee`. */
  readonly unknown: readonly string[]
  /** In the order of the server, which reads keys sorted as clients send them; it answers with the first. */
  readonly errors: readonly DecodeError[]
}

interface Walk {
  readonly unknown: string[]
  readonly errors: DecodeError[]
}

/** Where the walk is: the path with indexes, the one without (Go's), and the struct whose field this is. */
interface Place {
  readonly path: string
  readonly goPath: string
  readonly struct: string
}

const goNames: Record<Scalar, string> = {
  string: 'string',
  int32: 'int32',
  int64: 'int64',
  bool: 'bool',
  float64: 'float64',
  quantity: 'resource.Quantity',
  intOrString: 'intstr.IntOrString',
  time: 'v1.Time',
  microTime: 'v1.MicroTime',
  bytes: '[]uint8',
  any: 'interface {}',
}
const limits: Partial<Record<Scalar, number>> = { int32: 2 ** 31, int64: 2 ** 63 }
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Reads an object by its kind's schema, as the API server's JSON decoder does; nothing is thrown, everything is told. */
export function decode(schema: StructSchema, object: unknown): Decoded {
  const walk: Walk = { unknown: [], errors: [] }
  const result = readStruct(walk, schema, object, { path: '', goPath: '', struct: '' })
  return { object: (result ?? {}) as Readonly<Record<string, unknown>>, ...walk }
}

/** The 400 of a body that does not decode: `Pod in version "v1" cannot be handled as a Pod: WHY`. */
export const notHandled = (kind: string, version: string, why: string) =>
  `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${why}`

/** The why of a strict refusal (`fieldValidation=Strict`, kubectl's default). */
export const strictError = (unknown: readonly string[]) =>
  `strict decoding error: ${unknown.map((path) => `unknown field ${JSON.stringify(path)}`).join(', ')}`

function read(walk: Walk, field: Field, value: unknown, place: Place): unknown {
  if (typeof field === 'string') return readScalar(walk, field, value, place)
  if (value === null || value === undefined) return field.always ? empty(walk, field, place) : undefined
  if (field.type === 'struct') return readStruct(walk, field, value, place)
  return field.type === 'list' ? readList(walk, field, value, place) : readMap(walk, field, value, place)
}

const empty = (walk: Walk, schema: Schema, place: Place) =>
  schema.type === 'struct' ? readStruct(walk, schema, {}, place) : undefined

function readStruct(walk: Walk, schema: StructSchema, value: unknown, place: Place): unknown {
  if (!isMap(value)) return mismatch(walk, value, schema.name, place)
  const struct = schema.name.slice(schema.name.indexOf('.') + 1)
  const found = new Map<string, unknown>()
  const take = (key: string, field: Field, given: unknown) =>
    found.set(key, read(walk, field, given, { path: join(place.path, key), goPath: join(place.goPath, key), struct }))
  // In the order of the keys, so that what is wrong is told in the order in which the server meets it.
  for (const key of Object.keys(value).sort()) {
    if (Object.hasOwn(schema.fields, key)) take(key, schema.fields[key]!, value[key])
    else walk.unknown.push(join(place.path, key))
  }
  const result: Record<string, unknown> = {}
  for (const [key, field] of sortedFields(schema)) {
    if (!found.has(key)) take(key, field, undefined)
    const item = found.get(key)
    if (item !== undefined) result[key] = item
  }
  return result
}

function readList(walk: Walk, schema: Schema & { type: 'list' }, value: unknown, place: Place): unknown {
  if (!Array.isArray(value)) return mismatch(walk, value, goName(schema), place)
  if (value.length === 0) return schema.always ? [] : undefined
  const of = inside(schema.of)
  return value.map((item, i) => read(walk, of, item, { ...place, path: `${place.path}[${i}]` }) ?? null)
}

function readMap(walk: Walk, schema: Schema & { type: 'map' }, value: unknown, place: Place): unknown {
  if (!isMap(value)) return mismatch(walk, value, goName(schema), place)
  const keys = Object.keys(value)
  if (keys.length === 0) return schema.always ? {} : undefined
  const of = inside(schema.of)
  return Object.fromEntries(keys.map((key) => [key, read(walk, of, value[key], { ...place, path: join(place.path, key) }) ?? '']))
}

/** An item of a list or map keeps its zero value. */
const inside = (field: Field): Field => (typeof field === 'string' ? parts(field).always : field)

function readScalar(walk: Walk, field: ScalarField, value: unknown, place: Place): unknown {
  const { scalar, mode } = parts(field)
  if (value === null || value === undefined) return mode === '!' ? zeroOf(scalar) : undefined
  const result = scalars[scalar](walk, value, place)
  if (result === undefined || mode) return result
  return result === '' || result === 0 || result === false ? undefined : result
}

const scalarOf = (field: ScalarField) => parts(field).scalar
const zeroOf = (scalar: Scalar) =>
  scalar === 'string' ? '' : scalar === 'bool' ? false : scalar === 'int32' || scalar === 'int64' ? 0 : undefined

type ScalarField = Exclude<Field, Schema>
interface Parts {
  readonly scalar: Scalar
  readonly mode: string
  readonly always: ScalarField
}

const known = new Map<ScalarField, Parts>()

/** A field's scalar and how it treats its zero value, taken apart once. */
function parts(field: ScalarField): Parts {
  let found = known.get(field)
  if (!found) {
    const scalar = field.replace(/[*!]$/, '') as Scalar
    found = { scalar, mode: field.slice(scalar.length), always: `${scalar}!` }
    known.set(field, found)
  }
  return found
}

type Reader = (walk: Walk, value: unknown, place: Place) => unknown

const scalars: Record<Scalar, Reader> = {
  any: (_, value) => value,
  string: (walk, value, place) => (typeof value === 'string' ? value : mismatch(walk, value, 'string', place)),
  bool: (walk, value, place) => (typeof value === 'boolean' ? value : mismatch(walk, value, 'bool', place)),
  int32: (walk, value, place) => integer(walk, value, 'int32', place),
  int64: (walk, value, place) => integer(walk, value, 'int64', place),
  float64: (walk, value, place) => (typeof value === 'number' ? value : mismatch(walk, value, 'float64', place)),
  intOrString(walk, value, place) {
    if (typeof value === 'string') return value
    if (typeof value === 'number' && fits(value, 'int32')) return value
    return fail(walk, place, `json: cannot unmarshal ${jsonType(value)} into Go value of type int32`)
  },
  quantity(walk, value, place) {
    try {
      return canonicalQuantity(
        typeof value === 'number' ? value : typeof value === 'string' ? value.trim() : JSON.stringify(value),
      )
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error
      return fail(walk, place, error.message)
    }
  },
  time: (walk, value, place) => time(walk, value, place, '2006-01-02T15:04:05Z07:00'),
  microTime: (walk, value, place) => time(walk, value, place, '2006-01-02T15:04:05.000000Z07:00'),
  bytes(walk, value, place) {
    if (typeof value !== 'string') return mismatch(walk, value, '[]uint8', place)
    const text = value.replace(/[\r\n]/g, '')
    if (base64.test(text)) return text
    const bad = text.search(/[^A-Za-z0-9+/]/)
    return fail(walk, place, `illegal base64 data at input byte ${bad < 0 ? text.length - (text.length % 4) : bad}`)
  },
}

function integer(walk: Walk, value: unknown, type: 'int32' | 'int64', place: Place) {
  if (typeof value === 'number' && fits(value, type)) return value
  if (typeof value === 'number') return mismatch(walk, value, type, place, `number ${value}`)
  return mismatch(walk, value, type, place)
}

const fits = (value: number, type: Scalar) => Number.isInteger(value) && value >= -limits[type]! && value < limits[type]!

function time(walk: Walk, value: unknown, place: Place, layout: string) {
  if (typeof value !== 'string')
    return fail(walk, place, `json: cannot unmarshal ${jsonType(value)} into Go value of type string`)
  if (rfc3339.test(value)) return value
  const quoted = JSON.stringify(value)
  return fail(walk, place, `parsing time ${quoted} as "${layout}": cannot parse ${quoted} as "2006"`)
}

function mismatch(walk: Walk, value: unknown, type: string, place: Place, what = jsonType(value)): undefined {
  const into = place.struct ? `struct field ${place.struct}.${place.goPath}` : 'value'
  return fail(walk, place, `json: cannot unmarshal ${what} into Go ${into} of type ${type}`)
}

function fail(walk: Walk, place: Place, message: string): undefined {
  walk.errors.push({ field: place.path, message })
}

function goName(field: Field): string {
  if (typeof field === 'string') return goNames[scalarOf(field)]
  if (field.type === 'struct') return field.name
  return field.type === 'list' ? `[]${goName(field.of)}` : `map[string]${goName(field.of)}`
}

function jsonType(value: unknown) {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  return typeof value
}

const fieldOrders = new WeakMap<StructSchema, readonly (readonly [string, Field])[]>()

function sortedFields(schema: StructSchema) {
  let fields = fieldOrders.get(schema)
  if (!fields) {
    fields = Object.entries(schema.fields).sort(([a], [b]) => (a < b ? -1 : 1))
    fieldOrders.set(schema, fields)
  }
  return fields
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const join = (path: string, key: string) => (path ? `${path}.${key}` : key)
