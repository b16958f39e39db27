import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../src/ui/client'
import type { OpeningOptions, Scenario } from '../../src/ui/scenario'
import { Session } from '../../src/ui/session.svelte'
import { fakeWorld } from './fakeWorld'

const text = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n'
const scenario: Scenario = {
  id: 'test',
  title: { en: '', ko: '' },
  lead: { en: '', ko: '' },
  seed: 1,
  nodes: 3,
  files: [{ name: 'web.yaml', text }],
  log: [],
  opensAt: 5000,
}
const options: OpeningOptions = { scenario: null, theme: 'dark', language: 'en', lens: 'where', speed: 1, paused: true, at: null }

async function opened() {
  const world = fakeWorld()
  const session = new Session(scenario, options)
  await session.open(
    createClient(
      world,
      (frame) => session.take(frame),
      (message) => session.fail(message),
    ),
    options,
  )
  const applied = () =>
    world.asked.flatMap((request) =>
      request.type === 'dispatch' && request.command.type === 'apply' ? [request.command.text] : [],
    )
  return { world, session, applied }
}

/** Typing rests, and the reader of YAML has arrived. */
async function rest() {
  await vi.advanceTimersByTimeAsync(600)
  await vi.dynamicImportSettled()
  await vi.advanceTimersByTimeAsync(1)
}

describe('session', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('opens at the moment the scenario names', async () => {
    const { session, world } = await opened()
    expect(session.view.now).toBe(5000)
    expect(world.asked.map(({ type }) => type).filter((type) => type !== 'select')).toEqual(['start', 'seek'])
  })

  test('nothing reaches the world before the run is started, whatever the language', async () => {
    const world = fakeWorld()
    const session = new Session(scenario, { ...options, language: 'ko', paused: false })
    const client = createClient(
      world,
      (frame) => session.take(frame),
      (message) => session.fail(message),
    )
    const ready = session.open(client, { ...options, language: 'ko', paused: false })
    session.beat(16)
    session.select('uid-web')
    await session.step()
    await session.seek(1000)
    await ready
    expect(world.asked[0]?.type).toBe('start')
    expect(session.crash).toBe('')
  })

  test('the lens is a choice of the session', async () => {
    const { session } = await opened()
    session.setLens('owns')
    expect(session.lens).toBe('owns')
  })

  test('typing is applied once it rests', async () => {
    const { session, applied } = await opened()
    session.desk.edit('web.yaml', text.replace('1\n', '3\n'))
    session.desk.edit('web.yaml', text.replace('replicas: 1', 'replicas: 6'))
    expect(applied()).toEqual([])
    await rest()
    expect(applied()).toEqual([text.replace('replicas: 1', 'replicas: 6')])
  })

  test('a text that is no YAML stays with the person, with its error', async () => {
    const { session, applied } = await opened()
    session.desk.edit('web.yaml', 'kind: [')
    await rest()
    expect(applied()).toEqual([])
    expect(session.desk.textOf('web.yaml')).toBe('kind: [')
    expect(session.desk.problems['web.yaml']?.[0]?.source).toBe('parser')
  })

  test('an object that left the text is offered for deletion, and deleted when wanted', async () => {
    const { session, world } = await opened()
    session.desk.edit('web.yaml', text.replace('name: web', 'name: shop'))
    await rest()
    expect(session.desk.leftovers).toEqual([{ kind: 'Deployment', namespace: 'default', name: 'web' }])
    session.desk.settle(session.desk.leftovers[0]!, true)
    expect(session.desk.leftovers).toEqual([])
    expect(world.asked.at(-1)).toMatchObject({
      command: { type: 'delete', kind: 'Deployment', namespace: 'default', name: 'web' },
    })
  })

  test('the offer goes when the object comes back into the text', async () => {
    const { session } = await opened()
    session.desk.edit('web.yaml', text.replace('name: web', 'name: shop'))
    await rest()
    session.desk.edit('web.yaml', text)
    await rest()
    expect(session.desk.leftovers).toEqual([])
  })

  test('while one seek is under way only the newest wish is kept', async () => {
    const { session, world } = await opened()
    world.hold = true
    const first = session.seek(1000)
    void session.seek(2000)
    void session.seek(3000)
    world.hold = false
    world.release()
    await first
    expect(world.asked.filter(({ type }) => type === 'seek').map((request) => 'to' in request && request.to)).toEqual([
      5000, 1000, 3000,
    ])
    expect(session.view.now).toBe(3000)
  })

  test('a refused command is said and changes nothing', async () => {
    const { session } = await opened()
    expect(await session.dispatch({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'x' })).toBe(false)
    expect(session.notice).toBe('Pod "x" not found')
  })

  test('reset brings the scenario back', async () => {
    const { session } = await opened()
    session.desk.edit('web.yaml', '')
    session.desk.addFile()
    await session.reset()
    expect(session.desk.files).toEqual(scenario.files)
    expect(session.desk.file).toBe('web.yaml')
  })
})
