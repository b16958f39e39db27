import type { AnyStateMachine } from 'xstate'
import { leafName, nodesOf, restingPlace } from './compile'
import type { MachineHost } from './host'

/** A statechart as data, for drawing: flattened states and the transitions between them, straight from the definition. */
export interface Chart {
  readonly machine: string
  readonly title: string
  readonly states: readonly { readonly id: string; readonly initial: boolean; readonly final: boolean }[]
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly event: string }[]
}

/** Describes a machine for the inspector. `after` transitions are named `after NAME`, as one reads them in the definition. */
export function describe(machine: AnyStateMachine, title = machine.id): Chart {
  const leaves = nodesOf(machine.root).filter((node) => node.type === 'atomic' || node.type === 'final')
  const initial = restingPlace(machine.root)
  const transitions = leaves.flatMap((leaf) => {
    if (leaf.type === 'final') return []
    const found: { from: string; to: string; event: string }[] = []
    for (let node: typeof leaf | undefined = leaf; node; node = node.parent) {
      for (const [type, each] of node.transitions) {
        for (const { target } of each) {
          const to = target?.[0] && leafName(restingPlace(target[0]))
          if (to !== undefined && to !== leafName(leaf)) found.push({ from: leafName(leaf), to, event: eventName(type, node.id) })
        }
      }
    }
    return found
  })
  const seen = new Set<string>()
  return {
    machine: machine.id,
    title,
    states: leaves.map((node) => ({ id: leafName(node), initial: node === initial, final: node.type === 'final' })),
    transitions: transitions.filter(({ from, to, event }) => {
      const key = `${from} ${to} ${event}`
      return !seen.has(key) && Boolean(seen.add(key))
    }),
  }
}

const eventName = (type: string, node: string) =>
  type.startsWith('xstate.after.') ? `after ${type.slice('xstate.after.'.length, -(node.length + 1))}` : type

/** A statechart and how one instance went through it; times are virtual ms. */
export interface LiveChart {
  readonly machine: string
  readonly title: string
  readonly states: readonly { readonly id: string; readonly now: boolean; readonly entered: readonly number[] }[]
  readonly transitions: Chart['transitions']
}

const charts = new WeakMap<AnyStateMachine, Chart>()

/** The chart of one instance, with where it is and was; nothing when there is no such instance. */
export function liveChart<M extends AnyStateMachine>(host: MachineHost<M>, id: string, title: string): LiveChart | undefined {
  const now = host.state(id)
  if (now === undefined) return undefined
  let chart = charts.get(host.machine)
  if (!chart) charts.set(host.machine, (chart = describe(host.machine)))
  const way = host.history(id)
  const entered = (state: string) => way.filter(([, at]) => at === state).map(([at]) => at)
  const states = chart.states.map((state) => ({ id: state.id, now: state.id === now, entered: entered(state.id) }))
  return { machine: chart.machine, title, states, transitions: chart.transitions }
}
