import { isDeepStrictEqual } from 'node:util'

/** JSON as a vector file holds it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One vector: what goes in and what must come out. */
export type Case<In = Json, Out = Json> = { name: string; in: In; out: Out }

/**
 * How the vectors of one file are put to our code. To add one, write `adapters/NAME.ts` for `NAME.json`:
 *
 *     type In = { op: 'qosClass'; pod: Pod } | { op: 'podPhase'; ... }
 *     type Out = { qosClass: string } | ...
 *     export default defineAdapter<In, Out>({
 *       run: (input) => input.op === 'qosClass' ? { qosClass: qosClass(input.pod) } : ...,
 *     })
 *
 * `run` answers in the shape of `out`; what it throws fails the case. Without `equal`, both must be deeply equal, where
 * a property that is undefined counts as absent. `equal` is for files that promise less (sets, one field of many): it is
 * given the whole case and must judge by the rule of the file's README entry, never by the name of a case.
 */
export type Adapter<In, Out> = {
  /** Every operation (`in.op`) of the file's README entry; a case of another fails by its name. */
  ops?: readonly string[]
  run(input: In): Out
  equal?(expected: Out, got: Out, input: In): boolean
  /** For files that are not `{cases: [{name, in, out}]}`, such as recorded requests: makes cases of what the file holds. */
  cases?(file: unknown): Case<In, Out>[]
}

/** The identity, for its types: vectors are JSON, so what an adapter takes for granted about them is checked by running. */
export const defineAdapter = <In, Out>(adapter: Adapter<In, Out>): Adapter<In, Out> => adapter

/** Deep equality where undefined properties count as absent. */
export const same = (a: unknown, b: unknown) => isDeepStrictEqual(plain(a), plain(b))

/** Equality of two lists whatever their order. */
export const sameSet = (a: readonly unknown[], b: readonly unknown[]) => same(a.map(key).sort(), b.map(key).sort())

/** Deep equality of those properties that the expected object has, for outputs which leave some of theirs out. */
export const sameWhereGiven = (expected: object, got: object) =>
  Object.entries(expected).every(([name, value]) => same(value, (got as Record<string, unknown>)[name]))

const key = (value: unknown) => JSON.stringify(sorted(plain(value)))

/** A plain JSON value: undefined properties dropped, prototypes forgotten. */
const plain = (value: unknown): Json => (value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json))

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name]!)]),
  )
}
