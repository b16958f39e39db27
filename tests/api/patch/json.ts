import fc from 'fast-check'
import type { Json, JsonObject } from '../../../src/api/patch/json'

const key = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('__proto__', 'constructor', 'toString'))
const { value } = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(0, 1, 'x', 'y', true),
    fc.array(fc.constantFrom<Json>(1, 2, 'x'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((pairs): JsonObject => Object.fromEntries(pairs)),
}))

/** Any object without nulls, with the keys that trip up careless code. */
export const anyObject: fc.Arbitrary<JsonObject> = fc
  .array(fc.tuple(key, value), { maxLength: 4 })
  .map((pairs): JsonObject => Object.fromEntries(pairs))

/** Freezes a value all the way down, so that a patch which changes its input throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen)
    Object.freeze(value)
  }
  return value
}
