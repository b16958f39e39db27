import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { item } from '../../src/scene/outlineItem'
import { outlineRows, towards, type OutlineRow } from '../../src/ui/outline/rows'

const tree = (keys: readonly (readonly [string, string])[]) =>
  item('stage', 'group', { key: 'outline.stage' }, [
    item('nodes', 'group', { key: 'outline.nodes', values: { count: 1 } }, [
      ...keys.map(([key, name]) => item(key, 'pod', { key: 'outline.pod', values: { name, state: 'Ready' } })),
    ]),
  ])
const keysOf = (rows: readonly OutlineRow[]) => rows.map(({ place }) => place)

describe('rows of the outline', () => {
  test('what says the same is the same record', () => {
    const before = outlineRows(
      tree([
        ['a', 'web-1'],
        ['b', 'web-2'],
      ]),
    )
    const after = outlineRows(
      tree([
        ['a', 'web-1'],
        ['b', 'web-3'],
      ]),
      before,
    )
    expect(after[0]).toBe(before[0])
    expect(after[1]).toBe(before[1])
    expect(after[2]).not.toBe(before[2])
  })

  test('a few steps lead from any lines to any others, none of them changing many, and no line stands twice', () => {
    const list = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 30 }).map(String), fc.constantFrom('x', 'y')), {
      selector: ([key]) => key,
    })
    fc.assert(
      fc.property(list, list, fc.integer({ min: 1, max: 8 }), (from, to, many) => {
        let shown: readonly OutlineRow[] = outlineRows(tree(from))
        const wanted = outlineRows(tree(to), shown)
        let steps = 0
        while (shown.length !== wanted.length || shown.some((row, i) => row !== wanted[i])) {
          const next = towards(wanted, shown, many)
          expect(new Set(keysOf(next)).size).toBe(next.length)
          const known = new Set(shown)
          expect(next.filter((row) => !known.has(row)).length).toBeLessThanOrEqual(many)
          shown = next
          expect(++steps).toBeLessThanOrEqual(70)
        }
      }),
    )
  })
})
