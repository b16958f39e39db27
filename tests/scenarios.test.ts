import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { uidNamed } from '../src/lessons/everything'
import { holds, named } from '../src/lessons/holds'
import { absorb, emptyView } from '../src/ui/readModel'
import { WorldSession } from '../src/world/session'
import { groups, loadScenario, shelf } from '../src/ui/scenarios'

const folders = readdirSync(fileURLToPath(new URL('../scenarios', import.meta.url))).sort()

/** Every name of an object in a rule, however deep. */
const refsIn = (rule: unknown): string[] =>
  typeof rule === 'string' ? (rule.includes('/') ? [rule] : []) : Object.values(rule ?? {}).flatMap(refsIn)

test('every folder is on the shelf, each at a place of its own', () => {
  expect(shelf.map(({ id }) => id).sort()).toEqual(folders)
  const places = shelf.map(({ group, order }) => `${group} ${order}`)
  expect(new Set(places).size).toBe(places.length)
  for (const { group } of shelf) expect(groups).toContain(group)
  expect(shelf[0]?.id).toBe('opening')
})

test('an unknown name is no scenario', async () => {
  expect(await loadScenario('none-such')).toBeNull()
})

describe.each(folders)('scenario %s', (id) => {
  test('speaks both languages, and has what it points at', async () => {
    const scenario = (await loadScenario(id))!
    for (const text of [scenario.title, scenario.lead]) {
      expect(text.en).toMatch(/^[\x20-\x7e]+$/)
      expect(text.ko).toMatch(/[가-힣]/)
    }
    expect(scenario.lead.en.length).toBeLessThanOrEqual(150)
    expect(scenario.files.length).toBeGreaterThan(0)
    const { look } = scenario
    const file = scenario.files.find(({ name }) => name === look?.file)
    expect(look === undefined || file!.text.split('\n').length >= look.line).toBe(true)
  })

  test('names each goal once, in both languages, and means objects that are there', async () => {
    const { goals = [], ...scenario } = (await loadScenario(id))!
    expect(new Set(goals.map((goal) => goal.id)).size).toBe(goals.length)
    const view = absorb(emptyView, new WorldSession(scenario).seek(scenario.opensAt))
    for (const { id: name, text, when } of goals) {
      expect(name).toMatch(/^[a-z][a-z0-9-]{0,30}$/)
      expect(text.en).toMatch(/^[\x20-\x7e]{1,80}$/)
      expect(text.ko).toMatch(/[가-힣]/)
      for (const ref of refsIn(when)) expect({ ref, uid: uidNamed(view, named(ref)) }).toEqual({ ref, uid: expect.any(String) })
      expect({ name, holds: holds(when, view) }).toEqual({ name, holds: false })
    }
  })

  test('opens without a word of complaint', async () => {
    const scenario = (await loadScenario(id))!
    const session = new WorldSession(scenario)
    const frame = session.seek(scenario.opensAt)
    const wrong = (frame.diagnostics ?? []).filter(({ severity }) => severity === 'error')
    expect(wrong).toEqual([])
    expect([...session.world.refused.values()]).toEqual([])
    expect(frame.documents?.length).toBeGreaterThan(0)
  })
})
