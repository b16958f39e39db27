import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Client } from '../../src/ui/client'
import { Seeker } from '../../src/ui/seeker'
import { WorldSession } from '../../src/world/session'

/** A link to a world in the same thread, which is asked for the way as well as for its end. */
function link() {
  const world = new WorldSession({ seed: 1, nodes: 1 })
  let shown = 0
  let asked = 0
  const client = {
    seek: async (to: number) => void (shown = world.seek(to, () => false).now),
    tick: async (to: number) => {
      asked++
      let left = 20
      shown = world.tick(to, () => left-- > 0).now
    },
  } as unknown as Client
  return { client, now: () => shown, asked: () => asked }
}

test('any moment is reached, whole or not, and the newest wish counts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: 0, max: 20_000, noNaN: true }), { minLength: 1, maxLength: 4 }),
      async (wishes) => {
        const { client, now, asked } = link()
        const seeker = new Seeker()
        const reached: number[] = []
        const last = wishes.at(-1)!
        const answered = wishes.map(async (wish) => {
          await seeker.to(wish, client, now, (moment) => reached.push(moment))
          expect(now()).toBeGreaterThanOrEqual(last)
        })
        await Promise.all(answered)
        expect(reached.at(-1)).toBe(last)
        expect(now()).toBeGreaterThanOrEqual(last)
        expect(now()).toBeLessThanOrEqual(last + 1 / 64)
        expect(asked()).toBeLessThan(200)
        expect(seeker.busy).toBe(false)
      },
    ),
    { numRuns: 30 },
  )
})
