import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GroupIndex } from '../../src/api/groupIndex'

const groups = ['a', 'b']
const contents = (index: GroupIndex) => groups.map((group) => [...index.members(group)])

describe('group index', () => {
  test('members keep the order of joining, in small groups and large ones, and saved states never change', () => {
    const step = fc.tuple(
      fc.constantFrom('add', 'add', 'add', 'remove', 'save', 'load'),
      fc.constantFrom(...groups),
      fc.integer({ min: 0, max: 40 }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const index = new GroupIndex()
        let model = new Map(groups.map((group) => [group, new Set<string>()]))
        const saves: { saved: ReturnType<typeof index.save>; then: Map<string, Set<string>> }[] = []
        const copied = () => new Map([...model].map(([group, ids]) => [group, new Set(ids)]))
        for (const [op, group, number] of steps) {
          const id = String(number)
          if (op === 'add') {
            index.add(group, id)
            model.get(group)!.add(id)
          } else if (op === 'remove') {
            index.remove(group, id)
            model.get(group)!.delete(id)
          } else if (op === 'save') saves.push({ saved: index.save(), then: copied() })
          else if (saves.length) {
            const { saved, then } = saves[number % saves.length]!
            index.load(saved)
            model = new Map([...then].map(([name, ids]) => [name, new Set(ids)]))
          }
          expect(index.count(group)).toBe(model.get(group)!.size)
        }
        expect(contents(index)).toEqual(groups.map((group) => [...model.get(group)!]))
        for (const { saved, then } of saves) {
          const other = new GroupIndex()
          other.load(saved)
          expect(contents(other)).toEqual(groups.map((group) => [...then.get(group)!]))
          other.add('a', 'x')
          index.load(saved)
          expect(contents(index)).toEqual(groups.map((group) => [...then.get(group)!]))
        }
      }),
      { numRuns: 300 },
    )
  })
})
