import { describe, expect, test } from 'vitest'
import { describe as describeMachine } from '../../src/machine/chart'
import { containerMachine } from '../../src/runtime/container.machine'
import { podMachine } from '../../src/kube/kubelet/pod.machine'
import { layoutChart } from '../../src/ui/inspector/chartLayout'
import { chartParts } from '../../src/ui/inspector/chartWays'
import type { ChartView } from '../../src/world/frame'

/** A chart whose states were entered one after the other, the last being now. */
function lived(machine: Parameters<typeof describeMachine>[0], path: readonly string[]): ChartView {
  const { states, ...rest } = describeMachine(machine)
  const entered = (id: string) => path.flatMap((other, i) => (other === id ? [1000 * i] : []))
  return { ...rest, states: states.map(({ id }) => ({ id, now: id === path.at(-1), entered: entered(id) })) }
}

const crashing = lived(containerMachine, ['waiting', 'pulling', 'creating', 'running', 'exited', 'crashed', 'backOff'])

describe('what of a statechart is drawn', () => {
  test('the good way is the first row, also while nothing is good', () => {
    const { drawn, way } = chartParts(crashing)
    const { boxes } = layoutChart(drawn, 416, way)
    const first = boxes.filter(({ y }) => y === boxes[0]!.y).map(({ id }) => id)
    expect(first).toEqual(['waiting', 'pulling', 'creating', 'running'])
  })

  test('ways from nearly everywhere are a sentence, not arrows', () => {
    const pod = chartParts(lived(podMachine, ['mounting', 'sandbox', 'initializing', 'running.notReady', 'running.ready']))
    expect(pod.fromAny).toEqual(expect.arrayContaining(['failed', 'terminating', 'lost']))
    expect(pod.drawn.transitions.every(({ to }) => !pod.fromAny.includes(to))).toBe(true)
    expect(pod.drawn.states.map(({ id }) => id)).not.toContain('terminating')
  })

  test('a state that was entered is drawn, with the way into it', () => {
    const { drawn } = chartParts(lived(podMachine, ['mounting', 'sandbox', 'initializing', 'running.notReady', 'terminating']))
    expect(drawn.states.find(({ now }) => now)?.id).toBe('terminating')
    expect(drawn.transitions).toContainEqual(expect.objectContaining({ from: 'running.notReady', to: 'terminating' }))
    expect(drawn.transitions).not.toContainEqual(expect.objectContaining({ from: 'mounting', to: 'terminating' }))
  })

  test('every state is drawn or said', () => {
    const { drawn, fromAny, aside } = chartParts(crashing)
    const told = new Set([...drawn.states.map(({ id }) => id), ...fromAny, ...aside])
    expect(crashing.states.filter(({ id }) => !told.has(id))).toEqual([])
  })

  test('a small machine is drawn whole', () => {
    const small: ChartView = { machine: 'node', title: '', states: crashing.states.slice(0, 4), transitions: [] }
    expect(chartParts(small).drawn).toBe(small)
  })
})
