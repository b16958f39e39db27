import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { momentFrom } from '../../src/world/moment'
import { createWorld } from '../../src/world/world'

const day = 86_400_000
const times = fc.double({ min: 0, max: day, noNaN: true })

describe('the moments that a world can stand at', () => {
  test('waits of whole ms counted from any of them end exactly', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: day }), (time, wait) => {
        const from = momentFrom(time)
        expect(from).toBeGreaterThanOrEqual(time)
        expect(from - time).toBeLessThanOrEqual(1 / 64)
        expect(from + wait - wait).toBe(from)
        expect(from + wait - from).toBe(wait)
      }),
    )
  })

  test('whatever is asked for, by advance, seek or a log', () => {
    const world = createWorld({ seed: 1, nodes: 1 })
    world.advance(1_000 / 3)
    expect(world.now).toBe(333.34375)
    world.seek(1_000 / 60)
    expect(world.now).toBe(16.671875)
    world.schedule([{ at: 2_000 / 3, command: { type: 'add-node', name: 'late' } }])
    world.advance(1_000)
    expect(world.log.map(({ at }) => at)).toEqual([666.671875])
  })
})
