import fc from 'fast-check'
import { createWorld } from '../../../src/world/world'
import { carryOut, type Act } from './act'
import { families } from './families'
import { faults } from './families/faults'
import { comeToRest, expectNothingLeft, expectRest, expectStillness, inventory } from './rest'
import { expectSameAgain } from './replay'
import { rules } from './rules'
import { watchOver } from './watch'

/** A history: who takes part, and what they do when. */
export interface History {
  readonly seed: number
  readonly cast: readonly string[]
  readonly steps: readonly { readonly wait: number; readonly act: Act }[]
}

/** Two in one zone, so that disks can move. */
const NODES = ['zone-a', 'zone-a', 'zone-b'].map((zone) => ({ zone }))
/** Parts of a wait after which somebody looks. */
const LOOKS = 4

const byName = new Map(families.map((family) => [family.name, family]))

const steps = (cast: readonly string[]) =>
  fc.array(
    fc.record({
      wait: fc.constantFrom(0.01, 0.3, 2, 5, 11, 20, 45, 130, 400),
      act: fc.oneof(
        { weight: cast.length * 2, arbitrary: fc.oneof(...cast.map((name) => byName.get(name)!.acts)) },
        { weight: cast.length, arbitrary: faults },
      ),
    }),
    { minLength: 1, maxLength: 24, size: 'max' },
  )

/** Histories in which some of the families take part. */
export const histories: fc.Arbitrary<History> = fc
  .subarray([...byName.keys()], { minLength: 1, maxLength: 4 })
  .chain((cast) => fc.record({ seed: fc.integer({ min: 1, max: 1000 }), cast: fc.constant(cast), steps: steps(cast) }))

/** Lives through a history; throws when anything is not as it must be. */
export function live({ seed, cast, steps }: History): void {
  const world = createWorld({ seed, nodes: NODES })
  const there = cast.map((name) => byName.get(name)!)
  const watch = watchOver(world, rules)
  const pass = (ms: number) => {
    for (let part = 0; part < LOOKS; part++) {
      world.advance(world.now + ms / LOOKS)
      watch.look()
    }
  }
  pass(5_000)
  const before = inventory(world)
  const act = (what: Act) => {
    carryOut(world, what)
    watch.look()
  }
  for (const { begin } of there) begin.forEach(act)
  for (const { wait, act: what } of steps) {
    pass(wait * 1000)
    act(what)
  }
  const middle = Math.floor(world.now / 2)
  comeToRest(world, there, watch.look)
  expectRest(world, there)
  expectStillness(world)
  expectNothingLeft(world, before, watch.look)
  watch.end()
  expectSameAgain(world, middle)
}
