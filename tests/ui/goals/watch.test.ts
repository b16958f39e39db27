import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchGoals } from '../../../src/ui/goals/watch'
import { absorb, emptyView, type View } from '../../../src/ui/readModel'
import type { Frame, PodView } from '../../../src/world/frame'
import { podView } from '../fakeWorld'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const goals = [{ id: 'two', text: { en: '', ko: '' }, when: { pods: { state: 'ready' as const }, count: { min: 2 } } }]
const ready = (...names: string[]): PodView[] => names.map((name) => podView(name, 'ready', 'node-1', 0))

/** A watched page at a first moment: `show` brings the next one, and what was reached by then comes back. */
function watched(first: readonly PodView[]) {
  let view: View = emptyView
  let follow: (frame: Frame) => void = () => undefined
  const reached: string[] = []
  const frame = (now: number, end: number, pods: readonly PodView[]): Frame => ({
    ...{ reset: true, now, end, pods, gonePods: [], messages: [], marks: [], driftLine: [] },
  })
  view = absorb(view, frame(10, 10, first))
  const session = {
    follow: (one: typeof follow) => ((follow = one), () => (follow = () => undefined)),
    get view() {
      return view
    },
  }
  const stop = watchGoals(session, goals, ({ id }) => void reached.push(id))
  const show = (now: number, end: number, pods: readonly PodView[]): readonly string[] => {
    const next = frame(now, end, pods)
    view = absorb(view, next)
    follow(next)
    vi.advanceTimersByTime(1000)
    return reached
  }
  return { show, stop, reached }
}

test('a goal is told when it first holds, and once', () => {
  const { show } = watched(ready('a'))
  expect(show(20, 20, ready('a', 'b'))).toEqual(['two'])
  expect(show(30, 30, ready('a'))).toEqual(['two'])
  expect(show(40, 40, ready('a', 'b'))).toEqual(['two'])
})

test('what holds when the run opens is nobody’s doing, until it was lost', () => {
  const { show } = watched(ready('a', 'b'))
  expect(show(20, 20, ready('a', 'b'))).toEqual([])
  expect(show(30, 30, ready('a'))).toEqual([])
  expect(show(40, 40, ready('a', 'b'))).toEqual(['two'])
})

test('going back takes nothing away; another future does', () => {
  const { show } = watched(ready('a'))
  expect(show(50, 50, ready('a', 'b'))).toHaveLength(1)
  expect(show(20, 50, ready('a'))).toHaveLength(1)
  expect(show(50, 50, ready('a', 'b'))).toHaveLength(1)
  expect(show(20, 20, ready('a'))).toHaveLength(1)
  expect(show(60, 60, ready('a', 'b'))).toHaveLength(2)
})

test('nobody looks at every frame, nor after the end', () => {
  const { show, stop, reached } = watched(ready('a'))
  stop()
  show(20, 20, ready('a', 'b'))
  expect(reached).toEqual([])
})
