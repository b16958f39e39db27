import fc from 'fast-check'
import { test } from 'vitest'
import { histories, live } from './histories/history'

/** How many are lived through: `HISTORIES=300`. Which ones: `SEED=7`; by chance unless said. */
const numRuns = Number(process.env['HISTORIES'] ?? 8)
const seed = process.env['SEED'] ? { seed: Number(process.env['SEED']) } : {}

test('whatever is done to it: rules hold at every step, it comes to rest, nothing is left over, and it replays', () => {
  fc.assert(fc.property(histories, live), { numRuns, ...seed })
}, 3_600_000)
