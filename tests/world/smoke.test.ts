import { test } from 'vitest'
import { families } from './histories/families'
import { live } from './histories/history'
const steps = JSON.parse(process.env['STEPS'] ?? '[]')
for (const { name } of families) test(name, () => live({ seed: 1, cast: [name], steps: [{ wait: 45, act: { type: 'registry', speed: 1 } }, ...steps] }), 100_000)
