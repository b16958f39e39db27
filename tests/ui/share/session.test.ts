import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../../src/ui/client'
import type { OpeningOptions } from '../../../src/ui/scenario'
import { Session } from '../../../src/ui/session.svelte'
import { openBrought } from '../../../src/ui/share/opening'
import { shareOf } from '../../../src/ui/share/shareOf'
import type { SharedRun } from '../../../src/ui/share/sharedRun'
import { WorldSession } from '../../../src/world/session'
import type { Reply, Request, WorkerPort } from '../../../src/world/protocol'

const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n'
const options: OpeningOptions = { scenario: null, theme: 'dark', language: 'en', lens: null, speed: 1, paused: true, at: null }
const shared: SharedRun = {
  seed: 3,
  nodes: 2,
  files: [
    { name: 'a.yaml', text },
    { name: 'half.yaml', text: 'kind: [' },
  ],
  log: [{ at: 500, command: { type: 'apply', file: 'a.yaml', text } }],
  view: { time: 2000, file: 'half.yaml', selection: { kind: 'Node', namespace: '', name: 'node-2' }, paused: true },
}

/** A link to a real world, in this very thread. */
function worldPort(): WorkerPort & { readonly asked: Request[] } {
  let world: WorldSession | undefined
  let tell: (event: { readonly data: Reply }) => void = () => undefined
  const asked: Request[] = []
  const answer = (request: Request): Reply => {
    const { id } = request
    if (request.type === 'start') {
      world = new WorldSession(request)
      return { type: 'frame', id, frame: world.tick(0, () => true) }
    }
    // As far as a second of real time would reach, say.
    if (request.type === 'seek') return { type: 'frame', id, frame: world!.seek(Math.min(request.to, 600_000)) }
    if (request.type === 'select') return { type: 'frame', id, frame: world!.select(request.uid) }
    if (request.type === 'dispatch') return { type: 'done', id, at: world!.dispatch(request.command) }
    if (request.type === 'query') return { type: 'run', id, run: world!.run }
    return { type: 'frame', id, frame: world!.tick(request.type === 'tick' ? request.to : 0, () => true) }
  }
  return {
    asked,
    postMessage(request) {
      asked.push(request)
      queueMicrotask(() => tell({ data: answer(request) }))
    },
    addEventListener(type: string, listener: unknown) {
      if (type === 'message') tell = listener as typeof tell
    },
    terminate: () => undefined,
  } as WorkerPort & { readonly asked: Request[] }
}

async function opened(run: SharedRun) {
  const { scenario, seen } = await openBrought({ run }, '')
  const port = worldPort()
  const session = new Session(scenario, seen!.options(options, ''))
  const client = createClient(
    port,
    (frame) => session.take(frame),
    (message) => session.fail(message),
  )
  await session.open(client, options)
  seen!.look(session)
  return { session, port }
}

describe('a shared run that is opened', () => {
  const kept = new Map<string, string>()
  beforeEach(() => {
    kept.clear()
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  test('is its log and nothing else, at its moment, as its sender looked at it', async () => {
    const { session, port } = await opened(shared)
    expect(port.asked[0]).toMatchObject({ type: 'start', seed: 3, nodes: 2, files: [], log: shared.log })
    expect(port.asked.filter(({ type }) => type === 'dispatch')).toEqual([])
    expect(session.view.now).toBe(2000)
    expect(session.desk.files).toEqual(shared.files)
    expect(session.desk.file).toBe('half.yaml')
    expect(session.view.nodes.find(({ uid }) => uid === session.selected)?.name).toBe('node-2')
  })

  test('a far moment is gone to in steps that can be seen', async () => {
    const { session, port } = await opened({ ...shared, view: { ...shared.view, time: 1_500_000 } })
    expect(session.view.now).toBe(1_500_000)
    expect(port.asked.filter(({ type }) => type === 'seek' || type === 'tick')).toMatchObject([
      { type: 'seek', to: 1_500_000 },
      { type: 'tick', to: 1_500_000 },
    ])
  })

  test('can be passed on as it came', async () => {
    const { session } = await opened(shared)
    const again = await shareOf(session)
    expect(again).toEqual({ ...shared, view: { ...shared.view, lens: 'where' } })
  })

  test('keeps what is written in it under its own name, and goes on from there the next time', async () => {
    const first = await opened(shared)
    const next = text.replace('name: a', 'name: b')
    await first.session.desk.putFile('a.yaml', next)
    expect([...kept.keys()].filter((key) => key.includes('files'))).toEqual([
      expect.stringMatching(/^kubarium:files:shared:\w+$/),
    ])
    const second = await opened(shared)
    expect(second.session.desk.textOf('a.yaml')).toBe(next)
    expect(second.session.view.now).toBe(2000)
    expect((await shareOf(second.session)).log).toEqual([
      ...shared.log,
      { at: 2000, command: { type: 'apply', file: 'a.yaml', text: next } },
    ])
  })

  test('sharing does nothing under the name of whom one acts as', async () => {
    const { session, port } = await opened(shared)
    session.actAs({ as: 'jane' })
    expect((await shareOf(session)).log).toEqual(shared.log)
    expect(port.asked.filter(({ type }) => type === 'dispatch')).toEqual([])
  })

  test('what was written last is applied before it is shared', async () => {
    const { session } = await opened(shared)
    session.desk.edit('a.yaml', text.replace('name: a', 'name: c'))
    const { log, files } = await shareOf(session)
    expect(log.at(-1)!.command).toEqual({ type: 'apply', file: 'a.yaml', text: files[0]!.text })
  })
})
