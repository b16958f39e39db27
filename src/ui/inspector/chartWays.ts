import type { ChartView } from '../../world/frame'

/** The way that all goes well, for machines whose definition does not show it: drawn first, left to right, whatever happened. */
const goodWays: Readonly<Record<string, readonly string[]>> = {
  pod: ['mounting', 'sandbox', 'initializing', 'running.notReady', 'running.ready'],
  container: ['waiting', 'pulling', 'creating', 'running'],
}

/** A machine with no more states than this is shown whole. */
const small = 6

/** What of a statechart is drawn, and what is only said. */
export interface ChartParts {
  /** The chart without what is only said. */
  readonly drawn: ChartView
  /** States of the good way, in order; empty when the machine is not known. */
  readonly way: readonly string[]
  /** States that nearly every state leads to. */
  readonly fromAny: readonly string[]
  /** States that lie off the way and were not entered. */
  readonly aside: readonly string[]
}

/**
 * Takes out of a chart what would hide its shape: ways that begin in nearly every state, and states that lie neither on the good way
 * nor on the way that was gone, nor one step ahead.
 */
export function chartParts(chart: ChartView): ChartParts {
  const way = (goodWays[chart.machine] ?? []).filter((id) => chart.states.some((state) => state.id === id))
  if (chart.states.length <= small) return { drawn: chart, way, fromAny: [], aside: [] }
  const fromAny = catchAlls(chart)
  const isOn = new Set([...way, ...chart.states.filter(({ entered, now }) => entered.length > 0 || now).map(({ id }) => id)])
  const transitions = chart.transitions.filter(
    ({ from, to }) => !fromAny.has(to) || (isOn.has(to) && isOn.has(from) && !way.includes(to) && wasNext(chart, from, to)),
  )
  const now = chart.states.find((state) => state.now)?.id
  for (const { from, to } of transitions) if (from === now || way.length === 0) isOn.add(to)
  const states = chart.states.filter(({ id }, i) => isOn.has(id) || (i === 0 && way.length === 0))
  const ids = new Set(states.map(({ id }) => id))
  return {
    drawn: { ...chart, states, transitions: transitions.filter(({ from, to }) => ids.has(from) && ids.has(to)) },
    way,
    fromAny: [...fromAny].filter((id) => !way.includes(id)),
    aside: chart.states.map(({ id }) => id).filter((id) => !ids.has(id) && !fromAny.has(id)),
  }
}

/** States that more than half of all others with a way out lead to. */
function catchAlls({ states, transitions }: ChartView): ReadonlySet<string> {
  const sources = new Set(transitions.map(({ from }) => from))
  const found = states.filter(({ id }) => {
    const into = new Set(transitions.filter(({ from, to }) => to === id && from !== id).map(({ from }) => from))
    return into.size >= Math.max(4, sources.size / 2)
  })
  return new Set(found.map(({ id }) => id))
}

/** True when `to` was entered at the moment at which nothing later than `from` had been entered. */
function wasNext({ states }: ChartView, from: string, to: string): boolean {
  const entries = (id: string) => states.find((state) => state.id === id)?.entered ?? []
  return entries(to).some((at) => {
    const last = entries(from).findLast((time) => time <= at)
    return last !== undefined && !states.some(({ id, entered }) => id !== to && entered.some((time) => time > last && time <= at))
  })
}
