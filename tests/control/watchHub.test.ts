import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Change, Store } from '../../src/api/store'
import { WatchHub } from '../../src/control/watchHub'
import { Kernel } from '../../src/kernel/kernel'

/** A store of which nothing is asked but to say what was written. */
function told(kernel: Kernel) {
  let note: (change: Change) => void = () => {}
  const store = {
    onChange(listener: (change: Change) => void) {
      note = listener
    },
    all: () => [],
  } as unknown as Store
  const hub = new WatchHub(kernel, store)
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default' } } as Change['object']
  kernel.on('write', () =>
    note({ revision: 1, at: kernel.now, type: 'ADDED', kind: object.kind, object, old: undefined, cause: 0 }),
  )
  return hub
}

/** Sums of ms are rounded the more coarsely the later it is; where that changes, at the powers of two, differences come out otherwise. */
const nearRounding = fc
  .record({ power: fc.integer({ min: 4, max: 34 }), off: fc.double({ min: -1, max: 1, noNaN: true }) })
  .map(({ power, off }) => 2 ** power + off)

test('whenever a write is, all hear of it once, their latency later', () => {
  fc.assert(
    fc.property(
      nearRounding,
      fc.constantFrom(0.1, 5, 20, 33.3),
      fc.array(fc.double({ min: 0, max: 25, noNaN: true }), { maxLength: 5 }),
      (at, latency, more) => {
        const kernel = new Kernel(1)
        const heard: number[] = []
        const follower = told(kernel).follow({ latency })
        follower.watch('Pod', () => void heard.push(kernel.now))
        follower.start()
        const first = Math.max(0, at - latency)
        const writes = [first, ...more.map((later) => first + later)].toSorted((a, b) => a - b)
        for (const write of writes) kernel.schedule(write, 'write', '')
        kernel.advance(at + 100)
        expect(heard).toEqual(writes.map((write) => write + latency))
      },
    ),
    { numRuns: 5000 },
  )
})
