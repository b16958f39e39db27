import type { AnyStateMachine, AnyStateNode } from 'xstate'
import type { Context, Edge, Leaf, MachineEvent, Op, Params, Scope, Table } from './table'

/**
 * Turns an xstate machine into a flat table, so that the definition stays the single source of truth while running costs no more than a
 * hand-written switch. Throws for what a table cannot say: parallel and history states, `always`, invoke, spawn, `onDone`, wildcards,
 * guards and actions without a name that are not plain functions or assigns.
 */
export function compile(machine: AnyStateMachine): Table {
  const nodes = nodesOf(machine.root)
  for (const node of nodes) refuse(machine, node)
  const numbers = new Map(nodes.map((node, i) => [node, i]))
  const leafNodes = nodes.filter((node) => node.type === 'atomic' || node.type === 'final')
  const leafIndex = new Map(leafNodes.map((node, i) => [node, i]))
  const build: Build = { machine, numbers, leafIndex }
  const initial = restingPlace(machine.root)
  const start = [machine.root, ...pathOf(initial)].flatMap((node) => opsOf(build, node.entry))
  return {
    id: machine.id,
    leaves: leafNodes.map((node, index) => leafOf(build, node, index)),
    initial: leafIndex.get(initial)!,
    start: initial.parent === machine.root && initial.type === 'final' ? [...start, ...exitOps(build, initial)] : start,
    context: contextOf(machine),
    nested: leafNodes.some((node) => node.path.length > 1),
  }
}

interface Build {
  readonly machine: AnyStateMachine
  readonly numbers: ReadonlyMap<AnyStateNode, number>
  readonly leafIndex: ReadonlyMap<AnyStateNode, number>
}

/** Name of the leaf in a flattened machine. */
export const leafName = (node: AnyStateNode): string => node.path.join('.')

/** All state nodes in document order, the root first. */
export const nodesOf = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(nodesOf)]

/** The leaf in which a machine comes to rest when it enters `node`. */
export const restingPlace = (node: AnyStateNode): AnyStateNode =>
  node.type === 'compound' ? restingPlace(node.initial.target[0]!) : node

function leafOf(build: Build, node: AnyStateNode, index: number): Leaf {
  const on = new Map<string, Edge[]>()
  // A finished machine takes no events.
  if (!(node.type === 'final' && node.parent === build.machine.root)) {
    for (const source of [...pathOf(node).reverse(), build.machine.root]) {
      for (const [type, transitions] of source.transitions) {
        if (type.includes('*')) fail(build.machine, source, `wildcard event "${type}"`)
        const edges = on.get(type) ?? []
        on.set(type, edges)
        for (const transition of transitions) edges.push(edgeOf(build, node, transition))
      }
    }
  }
  const path = pathOf(node).map((each) => build.numbers.get(each)!)
  return { index, name: leafName(node), path, final: node.type === 'final' && node.parent === build.machine.root, on }
}

type Transition = AnyStateNode['transitions'] extends Map<string, (infer T)[]> ? T : never

function edgeOf(build: Build, leaf: AnyStateNode, transition: Transition): Edge {
  const { machine } = build
  const guard = guardOf(build, transition)
  const actions = opsOf(build, transition.actions)
  const source = transition.source
  const target = transition.target?.[0]
  if (!target) return { ...guard, to: build.leafIndex.get(leaf)!, ops: actions, from: Infinity }
  if (transition.target!.length > 1) fail(machine, source, 'several targets')
  const domain = domainOf(build, transition, target)
  const rest = restingPlace(target)
  const left = pathOf(leaf).filter((node) => within(node, domain))
  const targetPath = pathOf(rest).filter((node) => within(node, domain))
  const entered = target === source && domain === source ? targetPath.filter((node) => node !== source) : targetPath
  const ops = [
    ...left.reverse().flatMap((node) => opsOf(build, node.exit)),
    ...actions,
    ...entered.flatMap((node) => opsOf(build, node.entry)),
  ]
  const done = rest.type === 'final' && rest.parent === machine.root
  return {
    ...guard,
    to: build.leafIndex.get(rest)!,
    ops: done ? [...ops, ...exitOps(build, rest)] : ops,
    from: left.length || entered.length ? domain.path.length : Infinity,
  }
}

/** The state that a transition stays inside of; upstream: getTransitionDomain of xstate. */
function domainOf(build: Build, transition: Transition, target: AnyStateNode): AnyStateNode {
  const source = transition.source
  if (!transition.reenter && (target === source || within(target, source))) return source
  for (let node = target.parent; node; node = node.parent) if (within(source, node)) return node
  if (transition.reenter) fail(build.machine, source, 'a transition that re-enters the root')
  return build.machine.root
}

const exitOps = (build: Build, node: AnyStateNode) =>
  [...pathOf(node).reverse(), build.machine.root].flatMap((each) => opsOf(build, each.exit))

/** From below the root down to the node itself. */
function pathOf(node: AnyStateNode): AnyStateNode[] {
  const path: AnyStateNode[] = []
  for (let each: AnyStateNode | undefined = node; each?.parent; each = each.parent) path.push(each)
  return path.reverse()
}

function within(node: AnyStateNode, ancestor: AnyStateNode): boolean {
  for (let each = node.parent; each; each = each.parent) if (each === ancestor) return true
  return false
}

function guardOf(build: Build, transition: Transition): Pick<Edge, 'guard' | 'guardParams'> {
  const given = transition.guard as unknown
  if (given === undefined) return { guard: undefined, guardParams: undefined }
  const { type, params } = named(given)
  const found = type === undefined ? given : (build.machine.implementations.guards as Record<string, unknown>)[type]
  if (typeof found !== 'function') return fail(build.machine, transition.source, `guard "${type}" without an implementation`)
  if ('check' in found) return fail(build.machine, transition.source, 'and/or/not guards')
  return { guard: found as (scope: Scope, params: Params) => boolean, guardParams: params }
}

/** A reference by name `'report'` or `{ type: 'report', params }`. */
function named(given: unknown): { type: string | undefined; params: Params } {
  if (typeof given === 'string') return { type: given, params: undefined }
  if (typeof given === 'object' && given !== null && 'type' in given && typeof given.type === 'string')
    return { type: given.type, params: 'params' in given ? given.params : undefined }
  return { type: undefined, params: undefined }
}

const nothing = { name: '', params: undefined, assign: undefined, delay: 0, node: -1, raises: '' } as const

function opsOf(build: Build, actions: readonly unknown[]): Op[] {
  return actions.flatMap((action) => opOf(build, action) ?? [])
}

function opOf(build: Build, action: unknown): Op | undefined {
  const { machine } = build
  if (typeof action === 'function') return builtin(build, action as Builtin)
  const { type, params } = named(action)
  if (type === undefined) return fail(machine, machine.root, 'an action without a name')
  const found = (machine.implementations.actions as Record<string, unknown>)[type]
  if (typeof found === 'function' && 'type' in found) {
    const op = builtin(build, found as Builtin)
    return op && { ...op, params }
  }
  return { ...nothing, kind: 'effect', name: type, params }
}

/** What xstate's action creators return: a function that carries its description. */
interface Builtin {
  readonly type?: string
  readonly assignment?: Assignment
  readonly id?: string
  readonly delay?: number | string | ((scope: Scope) => number)
  readonly event?: MachineEvent
}
type Property = unknown | ((scope: Scope, params: Params) => unknown)
type Assignment = Readonly<Record<string, Property>> | ((scope: Scope, params: Params) => Context)

function builtin(build: Build, action: Builtin): Op | undefined {
  const { machine } = build
  if (action.type === 'xstate.assign') return { ...nothing, kind: 'assign', assign: assigner(action.assignment!) }
  // Leaving a state makes its timers void by their version; nothing is left to cancel.
  if (action.type === 'xstate.cancel') return undefined
  if (action.type !== 'xstate.raise' || !action.id?.startsWith('xstate.after.'))
    return fail(machine, machine.root, action.type ? `the action ${action.type}` : 'an action without a name that is no assign')
  const owner = [...build.numbers.keys()].find((node) => node.after.some((after) => after.eventType === action.id))!
  return { ...nothing, kind: 'timer', delay: delayOf(build, action.delay), node: build.numbers.get(owner)!, raises: action.id }
}

function delayOf(build: Build, delay: Builtin['delay']): Op['delay'] {
  if (typeof delay !== 'string') return delay ?? 0
  const found = (build.machine.implementations.delays as Record<string, number | ((scope: Scope) => number) | undefined>)[delay]
  return found ?? fail(build.machine, build.machine.root, `delay "${delay}" without an implementation`)
}

function assigner(assignment: Assignment): NonNullable<Op['assign']> {
  if (typeof assignment === 'function') return (scope, params) => ({ ...scope.context, ...assignment(scope, params) })
  const keys = Object.keys(assignment)
  const single = keys[0]!
  const value = assignment[single]
  if (keys.length === 1 && typeof value === 'function')
    return (scope, params) => ({ ...scope.context, [single]: value(scope, params) as unknown })
  return (scope, params) => {
    const next = { ...scope.context } as Record<string, unknown>
    for (const key of keys) {
      const property = assignment[key]
      next[key] = typeof property === 'function' ? property(scope, params) : property
    }
    return next
  }
}

function contextOf(machine: AnyStateMachine): Table['context'] {
  const context = machine.config.context as Context | ((scope: { input: unknown }) => Context) | undefined
  return typeof context === 'function' ? (input) => context({ input }) : () => context ?? {}
}

function refuse(machine: AnyStateMachine, node: AnyStateNode): void {
  if (node.type === 'parallel' || node.type === 'history') fail(machine, node, `${node.type} states`)
  if (node.always?.length) fail(machine, node, 'always')
  if (node.invoke.length) fail(machine, node, 'invoke')
  if (node.config.onDone) fail(machine, node, 'onDone')
  if (node.type === 'compound' && node.initial.actions.length) fail(machine, node, 'actions of an initial transition')
}

function fail(machine: AnyStateMachine, node: AnyStateNode, what: string): never {
  throw new Error(`machine ${machine.id}: state ${leafName(node) || '(root)'}: not supported by the compiler: ${what}`)
}
