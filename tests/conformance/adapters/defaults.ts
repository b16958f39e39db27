import type { Draft } from '../../../src/api/meta'
import { defineAdapter, same } from '../adapter'
import { kindOf, read } from '../kinds'

interface Manifest {
  kind: string
}

/** The vectors are of 1.20: what came later may be there besides. */
const contains = (got: unknown, expected: unknown): boolean => {
  if (Array.isArray(expected)) {
    return Array.isArray(got) && got.length === expected.length && expected.every((item, i) => contains(got[i], item))
  }
  if (typeof expected !== 'object' || expected === null) return same(got, expected)
  return Object.entries(expected).every(([key, value]) => contains((got as Record<string, unknown> | undefined)?.[key], value))
}

export default defineAdapter<{ object: Manifest }, { object: object }>({
  run({ object }) {
    const kind = kindOf(object.kind)
    const draft = read<Draft>(kind, object)
    return { object: kind.defaults?.(draft) ?? draft }
  },
  equal: (expected, got) => contains(got, expected),
})
