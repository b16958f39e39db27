import { assign, initialTransition, setup, transition } from 'xstate'
import { describe, expect, test } from 'vitest'
import { Kernel } from '../../src/kernel/kernel'
import { describe as chart } from '../../src/machine/chart'
import { compile } from '../../src/machine/compile'
import { hostMachine } from '../../src/machine/host'

const machine = setup({
  types: {
    input: {} as { pull: number },
    context: {} as { pull: number; restarts: number },
    events: {} as { type: 'EXIT'; code: number } | { type: 'KILL' } | { type: 'READY' } | { type: 'UNREADY' } | { type: 'NOTE' },
  },
  delays: { pull: ({ context }) => context.pull, backoff: ({ context }) => 1000 * context.restarts },
  guards: { failed: ({ event }) => event.type === 'EXIT' && event.code !== 0 },
  actions: { report: (_, _params: { what: string }) => {}, count: assign({ restarts: ({ context }) => context.restarts + 1 }) },
}).createMachine({
  id: 'box',
  context: ({ input }) => ({ ...input, restarts: 0 }),
  initial: 'pulling',
  on: { KILL: '.dead' },
  states: {
    pulling: { entry: { type: 'report', params: { what: 'Pulling' } }, after: { pull: 'running' } },
    running: {
      initial: 'notReady',
      entry: { type: 'report', params: { what: 'Started' } },
      exit: { type: 'report', params: { what: 'Stopped' } },
      on: { EXIT: [{ guard: 'failed', target: 'backOff' }, { target: 'dead' }], NOTE: { actions: 'count' } },
      after: { 5000: 'dead' },
      states: { notReady: { on: { READY: 'ready' } }, ready: { on: { UNREADY: 'notReady' } } },
    },
    backOff: {
      entry: ['count', { type: 'report', params: ({ context }) => ({ what: `BackOff ${context.restarts}` }) }],
      after: { backoff: 'running' },
    },
    dead: { type: 'final', entry: { type: 'report', params: { what: 'Dead' } } },
  },
})

function rig() {
  const kernel = new Kernel(1)
  const log: string[] = []
  const host = hostMachine(kernel, {
    topic: 'box',
    machine,
    effects: { report: (id, params: { what: string }) => log.push(`${kernel.now} ${id} ${params.what}`) },
  })
  return { kernel, host, log }
}

describe('machine host', () => {
  test('runs delays from the agenda and effects in order', () => {
    const { kernel, host, log } = rig()
    host.start('a', { pull: 300 })
    kernel.advance(300)
    expect(host.state('a')).toBe('running.notReady')
    host.send('a', { type: 'READY' })
    host.send('a', { type: 'EXIT', code: 1 })
    expect(host.get('a')).toEqual({ state: 'backOff', context: { pull: 300, restarts: 1 } })
    kernel.advance(1300)
    host.send('a', { type: 'KILL' })
    expect(log).toEqual([
      '0 a Pulling',
      '300 a Started',
      '300 a Stopped',
      '300 a BackOff 1',
      '1300 a Started',
      '1300 a Stopped',
      '1300 a Dead',
    ])
    expect(host.send('a', { type: 'READY' })).toBe(false)
    expect(host.history('a')).toEqual([
      [0, 'pulling'],
      [300, 'running.notReady'],
      [300, 'running.ready'],
      [300, 'backOff'],
      [1300, 'running.notReady'],
      [1300, 'dead'],
    ])
  })

  test('a timer of an outer state lives through moves inside it, and dies when the state is left', () => {
    const { kernel, host } = rig()
    host.start('a', { pull: 0 })
    host.start('b', { pull: 0 })
    kernel.advance(1000)
    host.send('a', { type: 'READY' })
    host.send('b', { type: 'EXIT', code: 1 })
    kernel.advance(4999)
    expect(host.state('a')).toBe('running.ready')
    kernel.advance(5000)
    expect(host.state('a')).toBe('dead')
    expect(host.state('b')).toBe('running.notReady')
    kernel.advance(7000)
    expect(host.state('b')).toBe('dead')
  })

  test('a keyframe holds the instances and their future', () => {
    const { kernel, host, log } = rig()
    host.start('a', { pull: 300 })
    const frame = kernel.save()
    kernel.advance(6000)
    const first = [log.join(), host.get('a'), host.history('a')]
    kernel.load(frame)
    log.length = 1
    expect(host.state('a')).toBe('pulling')
    kernel.advance(6000)
    expect([log.join(), host.get('a'), host.history('a')]).toEqual(first)
  })

  test('history is bounded', () => {
    const { host } = rig()
    host.start('a', { pull: 0 })
    const kernel = rig()
    kernel.host.start('a', { pull: 0 })
    kernel.kernel.advance(0)
    for (let i = 0; i < 500; i++) kernel.host.send('a', { type: i % 2 ? 'UNREADY' : 'READY' })
    expect(kernel.host.history('a').length).toBeLessThanOrEqual(48)
    expect(kernel.host.history('a').at(-1)).toEqual([0, 'running.notReady'])
  })

  test('agrees with xstate on random walks', () => {
    const events = [
      { type: 'EXIT', code: 0 },
      { type: 'EXIT', code: 1 },
      { type: 'READY' },
      { type: 'UNREADY' },
      { type: 'NOTE' },
      { type: 'KILL' },
    ] as const
    const kernel = new Kernel(7)
    const log: string[] = []
    const host = hostMachine(kernel, {
      topic: 'box',
      machine,
      effects: { report: (_id, params: { what: string }) => log.push(params.what) },
    })
    const random = kernel.random('walk')
    for (let walk = 0; walk < 60; walk++) {
      const id = `w${walk}`
      log.length = 0
      host.start(id, { pull: 1e9 })
      let [snapshot, actions] = initialTransition(machine, { pull: 1e9 })
      const expected = actions.flatMap(reported)
      for (let i = 0; i < 20; i++) {
        // A started actor takes no events once it is done; the pure function would.
        if (snapshot.status === 'done') break
        const event =
          i === 0 ? { type: 'xstate.after.pull.box.pulling' as never } : events[random.int(events.length - (i < 15 ? 1 : 0))]!
        host.send(id, event)
        ;[snapshot, actions] = transition(machine, snapshot, event)
        expected.push(...actions.flatMap(reported))
        const value = typeof snapshot.value === 'string' ? snapshot.value : Object.entries(snapshot.value).flat().join('.')
        expect(host.get(id)).toEqual({ state: value, context: snapshot.context })
      }
      expect(log).toEqual(expected)
    }
  })
})

const reported = (action: { type: string; params?: unknown }) =>
  action.type === 'report' ? [(action.params as { what: string }).what] : []

describe('the compiler refuses', () => {
  const plain = setup({})
  test.each([
    ['parallel states', () => plain.createMachine({ type: 'parallel', states: { a: {}, b: {} } })],
    ['always', () => plain.createMachine({ initial: 'a', states: { a: { always: 'b' }, b: {} } })],
    [
      'history states',
      () => plain.createMachine({ initial: 'a', states: { a: { initial: 'x', states: { x: {}, h: { type: 'history' } } } } }),
    ],
    [
      'onDone',
      () =>
        plain.createMachine({
          initial: 'a',
          states: { a: { initial: 'x', onDone: 'b', states: { x: { type: 'final' } } }, b: {} },
        }),
    ],
    ['wildcard', () => plain.createMachine({ initial: 'a', states: { a: { on: { '*': 'b' } }, b: {} } })],
    ['without a name', () => plain.createMachine({ initial: 'a', states: { a: { entry: () => {} } } })],
  ])('%s', (what, make) => {
    expect(() => compile(make())).toThrow(what)
  })

  test('an action that nobody performs', () => {
    expect(() => hostMachine(new Kernel(1), { topic: 't', machine, effects: {} })).toThrow('no effect given for action "report"')
  })
})

test('a chart lists flattened states and transitions by name', () => {
  const { states, transitions } = chart(machine, 'Box')
  expect(states.map((state) => state.id)).toEqual(['pulling', 'running.notReady', 'running.ready', 'backOff', 'dead'])
  expect(transitions).toContainEqual({ from: 'pulling', to: 'running.notReady', event: 'after pull' })
  expect(transitions).toContainEqual({ from: 'running.ready', to: 'dead', event: 'after 5000' })
  expect(transitions).toContainEqual({ from: 'backOff', to: 'dead', event: 'KILL' })
})
