import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createActor, type AnyMachineSnapshot, type AnyStateMachine, type EventObject } from 'xstate'
import { Kernel } from '../../src/kernel/kernel'
import { RandomStreams, type Random } from '../../src/kernel/random'
import { compile } from '../../src/machine/compile'
import { hostMachine, type Effects } from '../../src/machine/host'
import type { MachineEvent } from '../../src/machine/table'

const EVENTS = 100_000

const modules = import.meta.glob<Record<string, unknown>>('../../src/**/*.machine.ts', { eager: true })
const isMachine = (value: unknown): value is AnyStateMachine =>
  typeof value === 'object' && value !== null && 'root' in value && 'implementations' in value
const machines = Object.keys(modules)
  .sort()
  .flatMap((path) => Object.values(modules[path]!).filter(isMachine))

/** Values for whatever field an event or input has; a machine ignores those that it does not know. */
const fields = (random: Random, now: number) => {
  const pick = <T>(...values: T[]): T => values[random.int(values.length)]!
  return {
    at: now,
    code: pick(0, 1, 137),
    reason: pick('Error', 'ErrImagePull', 'InvalidImageName'),
    message: pick('', 'oops'),
    containerID: `c-${random.int(9)}`,
    waitMs: pick(0, 10_000, 20_000),
    graceMs: pick(0, 30_000),
    startMs: pick(10, 500),
    sandboxMs: pick(50, 200),
    inMs: pick(1, 700),
    image: 'nginx:1.27',
    total: 1000,
    left: pick(0, 400),
    rate: pick(0, 1, 1000),
    delay: pick(0, 1000),
    period: pick(1000, 10_000),
    successThreshold: pick(1, 2),
    failureThreshold: pick(1, 3),
    last: pick(true, false),
    ready: pick(true, false),
    failed: pick(true, false),
    succeeded: pick(true, false),
    restart: pick(true, false),
    ok: pick(true, false),
  }
}

/** Delays by names that nobody foresaw here are 100 ms. */
const lenient = (input: object) =>
  new Proxy(input, { get: (target, name) => Reflect.get(target, name) ?? (String(name).endsWith('Ms') ? 100 : undefined) })

const nameOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  const [[key, inner]] = Object.entries(value as object) as [[string, unknown]]
  return `${key}.${nameOf(inner)}`
}

interface Executed {
  readonly type: string
  readonly params?: {
    readonly id?: string
    readonly sendId?: string
    readonly delay?: number
    readonly event?: EventObject
  } & object
}

/** The machine as xstate itself runs it: one snapshot, and a list of timers that follows its raise and cancel actions. */
function original(machine: AnyStateMachine, log: string[]) {
  const actor = createActor(machine, { input: lenient(fields(new RandomStreams(1).stream('input'), 0)) })
  const executed: Executed[] = []
  const scope = {
    self: actor,
    id: 'fuzz',
    sessionId: 'fuzz',
    system: actor.system,
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
    actionExecutor: (action: Executed) => void executed.push(action),
  } as unknown as Parameters<AnyStateMachine['transition']>[2]
  let snapshot: AnyMachineSnapshot
  let timers: { id: string; at: number; seq: number; event: EventObject }[] = []
  let seq = 0

  const settle = (now: number) => {
    for (const { type, params } of executed.splice(0)) {
      if (type === 'xstate.cancel') timers = timers.filter(({ id }) => id !== (params?.sendId ?? (params as unknown)))
      else if (type === 'xstate.raise') {
        const at = now + Math.max(0, Math.round(params!.delay!))
        timers = [...timers.filter(({ id }) => id !== params!.id), { id: params!.id!, at, seq: ++seq, event: params!.event! }]
      } else log.push(`${now} ${type} ${JSON.stringify(params ?? null)}`)
    }
  }
  return {
    begin(input: object, now: number) {
      timers = []
      executed.length = 0
      snapshot = machine.getInitialSnapshot(scope, input)
      settle(now)
    },
    send(event: MachineEvent, now: number) {
      snapshot = machine.transition(snapshot, event, scope) as AnyMachineSnapshot
      settle(now)
    },
    next: () => timers.toSorted((a, b) => a.at - b.at || a.seq - b.seq)[0],
    fire(timer: { id: string; at: number; event: EventObject }) {
      timers = timers.filter(({ id }) => id !== timer.id)
      this.send(timer.event, timer.at)
    },
    get state() {
      return nameOf(snapshot.value)
    },
    get context() {
      return snapshot.context as object
    },
    get over() {
      return snapshot.status === 'done'
    },
  }
}

describe.each(machines.map((machine) => [machine.id, machine] as const))('machine %s', (name, machine) => {
  test('its table does what xstate does, in every cell', () => {
    const table = compile(machine)
    const random = new RandomStreams(5).stream(`fuzz/${name}`)
    const kernel = new Kernel(1)
    const [ours, theirs]: [string[], string[]] = [[], []]
    const names = new Set(
      table.leaves.flatMap((leaf) => [...leaf.on.values()].flat().flatMap(({ ops }) => ops.map((op) => op.name))),
    )
    for (const op of table.start) names.add(op.name)
    const effect = (action: string) => (_: string, params: unknown) =>
      void ours.push(`${kernel.now} ${action} ${JSON.stringify(params ?? null)}`)
    const effects = Object.fromEntries(
      [...names].filter(Boolean).map((action) => [action, effect(action)]),
    ) as unknown as Effects<AnyStateMachine>
    const host = hostMachine(kernel, { topic: 'fuzz', machine, effects })
    const xstate = original(machine, theirs)

    const cells = new Map<string, number>()
    for (const leaf of table.leaves) {
      for (const [event, edges] of leaf.on) edges.forEach((_, i) => cells.set(`${leaf.name} on ${event} #${i}`, 0))
    }
    const hit = (event: MachineEvent) => {
      const { state, context } = host.get('x')!
      const edges = table.leaves.find((leaf) => leaf.name === state)!.on.get(event.type) ?? []
      const taken = edges.findIndex(
        ({ guard, guardParams }) => !guard || guard({ context: context as object, event }, guardParams),
      )
      const cell = `${state} on ${event.type} #${taken}`
      if (taken >= 0) cells.set(cell, cells.get(cell)! + 1)
    }
    const types = [...new Set(table.leaves.flatMap((leaf) => [...leaf.on.keys()]))]
      .filter((type) => !type.startsWith('xstate.'))
      .sort()
    const begin = () => {
      host.stop('x')
      const input = lenient(fields(random, kernel.now))
      host.start('x', input as never)
      xstate.begin(input, kernel.now)
    }
    begin()
    for (let i = 0; i < EVENTS; i++) {
      const timer = xstate.next()
      if (timer && random.float() < 0.4) {
        // Everything due by then, on both sides.
        for (let due = xstate.next(); due && due.at <= timer.at; due = xstate.next()) {
          kernel.advance(due.at - 1)
          if (due.at === timer.at && due.id === timer.id) hit(due.event)
          xstate.fire(due)
        }
        kernel.advance(timer.at)
      } else {
        const type = random.float() < 0.02 ? 'UNKNOWN' : types[random.int(types.length)]!
        const event = { ...fields(random, kernel.now), type }
        hit(event)
        host.send('x', event as never)
        xstate.send(event, kernel.now)
      }
      const got = host.get('x')!
      if (
        got.state !== xstate.state ||
        ours.join('\n') !== theirs.join('\n') ||
        !isDeepStrictEqual(got.context, xstate.context)
      ) {
        expect({ i, state: got.state, log: ours, context: got.context }).toEqual({
          i,
          state: xstate.state,
          log: theirs,
          context: xstate.context,
        })
      }
      ours.length = theirs.length = 0
      if (xstate.over || random.float() < 0.002) begin()
    }
    expect([...cells].filter(([, hits]) => hits === 0).map(([cell]) => cell)).toEqual([])
  }, 120_000)
})

test('there are machines', () => expect(machines.length).toBeGreaterThan(2))
