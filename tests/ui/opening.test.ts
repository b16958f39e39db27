import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ensureOpening } from '../../scripts/opening.mjs'
import { openingScenario } from '../../src/ui/opening'
import { WorldSession } from '../../src/world/session'

test('the recorded opening is what the world answers now', async () => {
  await ensureOpening()
  const { $comment: mark, ...recorded } = JSON.parse(readFileSync('src/ui/opening.generated.json', 'utf8'))
  expect(mark).toMatch(/^[0-9a-f]{64}$/)

  // As its thread does: the first moment, then the wanted one.
  const world = new WorldSession(openingScenario)
  world.tick(0, () => true)
  expect(recorded).toEqual(JSON.parse(JSON.stringify(world.seek(openingScenario.opensAt))))
})

test('it shows a cluster that has come to be: the text served, by a Ready pod', async () => {
  await ensureOpening()
  const recorded = JSON.parse(readFileSync('src/ui/opening.generated.json', 'utf8'))
  expect(recorded).toMatchObject({ reset: true, now: openingScenario.opensAt, end: openingScenario.opensAt })
  expect(recorded.nodes).toHaveLength(openingScenario.nodes)
  expect(recorded.pods).toMatchObject([{ state: 'ready' }])
  expect(recorded.documents).toMatchObject([{ kind: 'Deployment' }, { kind: 'Service' }])
})
