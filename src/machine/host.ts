import type { AnyStateMachine, ContextFrom, EventFrom, InputFrom } from 'xstate'
import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import { compile } from './compile'
import type { Context, Edge, Leaf, MachineEvent, Op, Params, Scope, Table } from './table'

/** What happens when a machine names an action that is no assign. Called in xstate's order, with the context as it then is. */
export type Effects<M extends AnyStateMachine> = Readonly<
  Record<string, (id: string, params: never, context: ContextFrom<M>, event: EventFrom<M>) => void>
>

/** Entries into states, newest first; `length` counts those that are kept. */
export interface Step {
  /** Virtual ms. */
  readonly at: number
  /** Index of the leaf. */
  readonly state: number
  readonly before: Step | undefined
  readonly length: number
}

interface Instance {
  readonly state: number
  readonly context: Context
  /** Another one with every state that is entered; what makes timers of left states void. */
  readonly version: number
  /** Version at which the state node of each depth was entered. Only kept when an outer state has timers. */
  readonly entered: readonly number[]
  readonly way: Step
}

interface Saved {
  readonly instances: SavedMap<string, Instance>
  readonly versions: number
}

interface Timer {
  readonly node: number
  readonly version: number
  readonly raises: string
}

/** Any number of instances of one machine, driven by the kernel's agenda. */
export interface MachineHost<M extends AnyStateMachine> {
  /** Starts an instance; throws when there is one of that id. */
  start(id: string, input: InputFrom<M>): void
  /** Hands an event to an instance; false when there is no such instance or nothing in its state answers to it. */
  send(id: string, event: EventFrom<M>): boolean
  /** Name of the state (`running.ready` for nested ones) and the context. */
  get(id: string): { readonly state: string; readonly context: ContextFrom<M> } | undefined
  /** Name of the state alone, without allocating. */
  state(id: string): string | undefined
  context(id: string): ContextFrom<M> | undefined
  /** Forgets an instance; its timers die. */
  stop(id: string): void
  ids(): MapIterator<string>
  /** Its way so far: [virtual ms, state] oldest first, the last 24 to 48 of them. */
  history(id: string): readonly (readonly [number, string])[]
  readonly machine: M
}

const KEPT = 24

/**
 * Runs instances of a machine from its compiled table: the definition says what happens next, the agenda says when. Instances are small
 * immutable records kept under `topic` in keyframes; delays are agenda entries of that topic, void when their state was left meanwhile.
 * Events sent from inside an effect are handled at once, after the transition that is under way.
 */
export function hostMachine<M extends AnyStateMachine>(
  kernel: Kernel,
  options: { readonly topic: string; readonly machine: M; readonly effects: Effects<M> },
): MachineHost<M> {
  const { topic, machine } = options
  const table: Table = compile(machine)
  const effects = new Map(Object.entries(options.effects)) as unknown as ReadonlyMap<string, Effect>
  const leaves = table.leaves.map((leaf) => linkLeaf(table, leaf, effects))
  const starting = table.start.map((op) => linkOp(table, op, effects))
  const nested = hasOuterTimers(table)
  const timerEvents = new Map<string, MachineEvent>()
  const instances = new CowMap<string, Instance>()
  // One count for all instances: were it their own, a timer of a stopped instance could fire in a later one of the same id.
  let versions = 0
  kernel.part<Saved>(`machine:${topic}`, {
    save: () => ({ instances: instances.save(), versions }),
    load: (saved) => {
      instances.load(saved.instances)
      versions = saved.versions
    },
  })

  // Events that effects send while a transition runs wait here; empty between agenda entries, so keyframes need not know it.
  const waiting: { id: string; event: MachineEvent }[] = []
  let busy = false

  const settle = () => {
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) transition(next.id, next.event)
    } finally {
      busy = false
      waiting.length = 0
    }
  }

  const run = (
    id: string,
    ops: readonly LinkedOp[],
    context: Context,
    event: MachineEvent,
    path: readonly number[],
    entered: readonly number[],
    version: number,
  ): Context => {
    let shown = context
    for (let i = 0; i < ops.length; i++) {
      const op = ops[i]!
      if (op.kind === 'effect') {
        // Whoever looks from an effect sees what assigns before it did.
        if (context !== shown) {
          const now = instances.get(id)
          if (now?.version === version) instances.set(id, { ...now, context })
          shown = context
        }
        op.effect(id, paramsOf(op.params, context, event), context, event)
      } else if (op.kind === 'assign') context = op.assign!({ context, event }, paramsOf(op.params, context, event))
      else {
        const delay = typeof op.delay === 'number' ? op.delay : op.delay({ context, event })
        const at = nested ? entered[path.indexOf(op.node)]! : version
        kernel.schedule(Math.round(delay), topic, id, { node: op.node, version: at, raises: op.raises } satisfies Timer)
      }
    }
    return context
  }

  const transition = (id: string, event: MachineEvent): boolean => {
    const instance = instances.get(id)
    if (instance === undefined) return false
    const edges = leaves[instance.state]!.on.get(event.type)
    if (edges === undefined) return false
    const { context } = instance
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i]!
      if (edge.guard !== undefined && !edge.guard({ context, event }, paramsOf(edge.guardParams, context, event))) continue
      take(id, instance, edge, event)
      return true
    }
    return false
  }

  const take = (id: string, instance: Instance, edge: LinkedEdge, event: MachineEvent): void => {
    const { to, ops } = edge
    const moved = edge.from !== Infinity
    const { path } = leaves[to]!
    const version = moved ? ++versions : instance.version
    const entered = moved && nested ? reentered(instance.entered, path, edge.from, version) : instance.entered
    // The state is set before effects run, so that whoever looks from an effect sees where the machine is going.
    const way = moved ? step(kernel.now, to, instance.way) : instance.way
    instances.set(id, { state: to, context: instance.context, version, entered, way })
    if (ops.length === 0) return
    const context = run(id, ops, instance.context, event, path, entered, version)
    if (context !== instance.context && instances.get(id)?.version === version)
      instances.set(id, { state: to, context, version, entered, way })
  }

  const send = (id: string, event: MachineEvent): boolean => {
    if (busy) {
      waiting.push({ id, event })
      return true
    }
    busy = true
    try {
      const moved = transition(id, event)
      if (waiting.length) settle()
      return moved
    } finally {
      busy = false
    }
  }

  kernel.on(topic, (id, body) => {
    const { node, version, raises } = body as Timer
    const instance = instances.get(id)
    if (instance === undefined) return
    const since = nested ? instance.entered[leaves[instance.state]!.path.indexOf(node)] : instance.version
    if (since !== version) return
    let event = timerEvents.get(raises)
    if (event === undefined) timerEvents.set(raises, (event = { type: raises }))
    send(id, event)
  })

  return {
    machine,
    start(id, input) {
      if (instances.has(id)) throw new Error(`machine ${table.id}: started twice: ${id}`)
      const leaf = leaves[table.initial]!
      const context = table.context(input)
      const version = ++versions
      const entered = nested ? leaf.path.map(() => version) : none
      const way = { at: kernel.now, state: table.initial, before: undefined, length: 1 }
      instances.set(id, { state: table.initial, context, version, entered, way })
      const outer = busy
      busy = true
      try {
        const after = run(id, starting, context, { type: 'xstate.init' }, leaf.path, entered, version)
        if (after !== context && instances.get(id)?.version === version)
          instances.set(id, { state: table.initial, context: after, version, entered, way })
        if (!outer && waiting.length) settle()
      } finally {
        busy = outer
      }
    },
    send: send as MachineHost<M>['send'],
    get(id) {
      const instance = instances.get(id)
      return instance && { state: leaves[instance.state]!.name, context: instance.context as ContextFrom<M> }
    },
    state(id) {
      const instance = instances.get(id)
      return instance && leaves[instance.state]!.name
    },
    context: (id) => instances.get(id)?.context as ContextFrom<M> | undefined,
    stop: (id) => void instances.delete(id),
    ids: () => instances.keys(),
    history(id) {
      const steps: [number, string][] = []
      for (let at = instances.get(id)?.way; at; at = at.before) steps.push([at.at, leaves[at.state]!.name])
      return steps.reverse()
    },
  }
}

type Effect = (id: string, params: Params, context: Context, event: MachineEvent) => void

const none: readonly number[] = []

/** An op with its effect at hand. */
interface LinkedOp extends Op {
  readonly effect: Effect
}

interface LinkedEdge extends Edge {
  readonly ops: readonly LinkedOp[]
}

interface LinkedLeaf extends Leaf {
  readonly on: ReadonlyMap<string, readonly LinkedEdge[]>
}

const noEffect: Effect = () => {}

function linkOp(table: Table, op: Op, effects: ReadonlyMap<string, Effect>): LinkedOp {
  const effect = op.kind === 'effect' ? effects.get(op.name) : noEffect
  if (!effect) throw new Error(`machine ${table.id}: no effect given for action "${op.name}"`)
  return { ...op, effect }
}

const linkLeaf = (table: Table, leaf: Leaf, effects: ReadonlyMap<string, Effect>): LinkedLeaf => ({
  ...leaf,
  on: new Map(
    [...leaf.on].map(([type, edges]) => [
      type,
      edges.map((edge) => ({ ...edge, ops: edge.ops.map((op) => linkOp(table, op, effects)) })),
    ]),
  ),
})

/** Do states that hold other states have timers? Only then must it be known when each of them was entered. */
const hasOuterTimers = (table: Table): boolean => {
  const inner = new Set(table.leaves.map(({ path }) => path[path.length - 1]!))
  const ops = [...table.start, ...table.leaves.flatMap((leaf) => [...leaf.on.values()].flat().flatMap((edge) => edge.ops))]
  return ops.some((op) => op.kind === 'timer' && !inner.has(op.node))
}

const paramsOf = (params: Params, context: Context, event: MachineEvent): Params =>
  typeof params === 'function' ? (params as (scope: Scope) => Params)({ context, event }) : params

function reentered(entered: readonly number[], path: readonly number[], from: number, version: number): readonly number[] {
  const next = entered.slice(0, Math.min(from, path.length))
  while (next.length < path.length) next.push(version)
  return next
}

/** Adds a step and, now and then, drops the old ones: bounded, at no cost per step. */
function step(at: number, state: number, before: Step): Step {
  if (before.length < 2 * KEPT) return { at, state, before, length: before.length + 1 }
  const kept: Step[] = []
  for (let each: Step | undefined = before; each && kept.length < KEPT - 1; each = each.before) kept.push(each)
  let way: Step | undefined
  for (const each of kept.reverse()) way = { at: each.at, state: each.state, before: way, length: (way?.length ?? 0) + 1 }
  return { at, state, before: way, length: KEPT }
}
