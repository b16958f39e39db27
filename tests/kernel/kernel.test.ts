import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Agenda } from '../../src/kernel/agenda'
import { CowMap } from '../../src/kernel/cowMap'
import { Kernel } from '../../src/kernel/kernel'

describe('agenda', () => {
  test('hands out by time, then in the order of scheduling', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 300 }), (times) => {
        const agenda = new Agenda()
        times.forEach((at, i) => agenda.push(at, 't', String(i), undefined, 0))
        const expected = times.map((at, i) => [at, i] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1])
        const got = expected.map(() => agenda.pop()!).map(({ at, to }) => [at, Number(to)])
        expect(got).toEqual(expected)
        expect(agenda.pop()).toBeUndefined()
      }),
    )
  })

  test('hands out the next of what is there, however pushes and pops mix', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 20 }))), (steps) => {
        const agenda = new Agenda()
        let left: (readonly [number, number])[] = []
        steps.forEach((at, i) => {
          if (at !== null) {
            agenda.push(at, 't', String(i), undefined, 0)
            left = [...left, [at, i] as const].sort((a, b) => a[0] - b[0] || a[1] - b[1])
          } else {
            const [next, ...rest] = left
            expect(agenda.pop()?.to).toBe(next && String(next[1]))
            left = rest
          }
          expect([agenda.size, agenda.next]).toEqual([left.length, left[0]?.[0] ?? Infinity])
          expect(agenda.upcoming().map(({ to }) => Number(to))).toEqual(left.map(([, id]) => id))
        })
      }),
    )
  })

  test('goes on the same after save and load, whatever came between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }),
        fc.array(fc.integer({ min: 0, max: 50 })),
        (before, between) => {
          const agenda = new Agenda()
          for (const at of before) agenda.push(at, 't', '', undefined, 0)
          const saved = agenda.save()
          const drain = () => Array.from({ length: agenda.size }, () => agenda.pop()!)
          const first = drain()
          for (const at of between) agenda.push(at, 'x', '', undefined, 0)
          agenda.load(saved)
          expect(drain()).toEqual(first)
        },
      ),
    )
  })
})

describe('kernel', () => {
  /** A little world: every beat draws a number and beats again. */
  const beating = (seed: number) => {
    const kernel = new Kernel(seed)
    const seen: number[] = []
    const random = kernel.random('beat')
    kernel.on('beat', () => {
      seen.push(Math.floor(random.float() * 1000))
      kernel.record('beat', 'heart', 'world', '', '', '')
      kernel.schedule(10 + random.int(5), 'beat', '')
    })
    kernel.part<number>('seen', {
      save: () => seen.length,
      load: (length) => (seen.length = length),
    })
    kernel.schedule(0, 'beat', '')
    return { kernel, seen }
  }

  test('same seed, same run; another seed, another', () => {
    const play = (seed: number) => {
      const { kernel, seen } = beating(seed)
      kernel.advance(1000)
      return seen
    }
    expect(play(1)).toEqual(play(1))
    expect(play(1)).not.toEqual(play(2))
  })

  test('a new stream of chance shifts no other', () => {
    const { kernel, seen } = beating(1)
    const other = beating(1)
    other.kernel.random('somebody else').float()
    kernel.advance(500)
    other.kernel.advance(500)
    expect(other.seen).toEqual(seen)
  })

  test('a keyframe has the same future, however often it is loaded', () => {
    const { kernel, seen } = beating(7)
    kernel.advance(300)
    const frame = kernel.save()
    kernel.advance(900)
    const first = [...seen]
    const trace = kernel.trace.length
    for (let i = 0; i < 2; i++) {
      kernel.load(frame)
      expect(kernel.now).toBe(300)
      kernel.advance(900)
      expect(seen).toEqual(first)
      expect(kernel.trace.length).toBe(trace)
    }
  })

  test('what is done in a handler is caused by what scheduled it', () => {
    const kernel = new Kernel(1)
    kernel.on('act', () => void kernel.record('act', 'a', 'b'))
    const cause = kernel.record('command', 'you', 'world')
    kernel.because(cause, () => kernel.schedule(5, 'act', ''))
    kernel.advance(5)
    expect(kernel.trace.chain(2).map((record) => record.verb)).toEqual(['act', 'command'])
  })

  test('two handlers of one topic, two parts of one name, an unknown topic: each throws', () => {
    const kernel = new Kernel(1)
    kernel.on('a', () => {})
    expect(() => kernel.on('a', () => {})).toThrow('topic handled twice: a')
    kernel.part('p', { save: () => 0, load: () => {} })
    expect(() => kernel.part('p', { save: () => 0, load: () => {} })).toThrow('part registered twice: p')
    kernel.schedule(0, 'nobody', '')
    expect(() => kernel.step()).toThrow('no handler for topic: nobody')
  })

  test('a world that stands still in time is stopped with a clear error', () => {
    const kernel = new Kernel(1)
    kernel.on('spin', () => kernel.schedule(0, 'spin', ''))
    kernel.schedule(0, 'spin', '')
    expect(() => kernel.advance(1)).toThrow(/does not move on at 0 ms: spin/)
  })
})

describe('cow map', () => {
  test('a saved state never changes, and keeps its order', () => {
    const step = fc.tuple(fc.constantFrom('set', 'delete', 'save', 'load'), fc.integer({ min: 0, max: 5 }), fc.integer())
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const map = new CowMap<number, number>()
        const saves: { saved: ReturnType<typeof map.save>; entries: [number, number][] }[] = []
        for (const [op, key, value] of steps) {
          if (op === 'set') map.set(key, value)
          else if (op === 'delete') map.delete(key)
          else if (op === 'save') saves.push({ saved: map.save(), entries: [...map] })
          else if (saves.length) map.load(saves[key % saves.length]!.saved)
        }
        for (const { saved, entries } of saves) {
          const other = new CowMap<number, number>()
          other.load(saved)
          expect([...other]).toEqual(entries)
          map.load(saved)
          expect([...map]).toEqual(entries)
        }
      }),
    )
  })
})
