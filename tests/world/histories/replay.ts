import { expect } from 'vitest'
import { createWorld, type World } from '../../../src/world/world'
import { digest } from '../../support/world'

/** Every object, and everything that is yet to happen. */
const whole = (world: World): string =>
  `${digest(world)}\n${JSON.stringify(world.kernel.upcoming(200).map(({ at, topic, to, body }) => [at, topic, to, body]))}`

/** The same log gives the same bytes: from the beginning, and from a keyframe. `middle` is a moment, virtual ms. */
export function expectSameAgain(world: World, middle: number): void {
  const end = world.now
  const last = whole(world)
  const again = createWorld(world.options)
  again.schedule(world.log)
  again.advance(middle)
  const half = whole(again)
  again.advance(end)
  expect(whole(again) === last || differences(whole(again), last), 'replay from the beginning').toBe(true)
  world.seek(middle)
  expect(whole(world) === half || differences(whole(world), half), 'the middle, from a keyframe').toBe(true)
  world.seek(end)
  expect(whole(world) === last || differences(whole(world), last), 'replay from a keyframe').toBe(true)
}

/** Where two texts first part. */
function differences(a: string, b: string): string {
  let at = 0
  while (a[at] === b[at]) at++
  return `${a.slice(Math.max(0, at - 200), at + 100)}\n  instead of\n${b.slice(Math.max(0, at - 200), at + 100)}`
}
