import fc from 'fast-check'
import { test } from 'vitest'
import { histories, live } from './histories/history'

/** How many are lived through: `HISTORIES=300`. Which ones: `SEED=7`; the same ones each time unless said, so that a check says what a change did. */
const numRuns = Number(process.env['HISTORIES'] ?? 8)
const seed = Number(process.env['SEED'] ?? 1)

test('whatever is done to it: rules hold at every step, it comes to rest, nothing is left over, and it replays', () => {
  fc.assert(fc.property(histories, live), { numRuns, seed })
}, 3_600_000)
