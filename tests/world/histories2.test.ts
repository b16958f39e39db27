import fc from 'fast-check'
import { test } from 'vitest'
import { histories, live } from './histories/history'

test('whatever is done to it: rules hold at every step, it comes to rest, nothing is left over, and it replays', () => {
  const seed = process.env['SEED'] ? { seed: Number(process.env['SEED']) } : {}
  fc.assert(fc.property(histories, live), { numRuns: Number(process.env['HISTORIES'] ?? 12), ...seed })
}, 6_000_000)
