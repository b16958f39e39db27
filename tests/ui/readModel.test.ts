import { describe, expect, test } from 'vitest'
import { absorb, emptyView, firstIndex } from '../../src/ui/readModel'
import type { Frame, MarkView } from '../../src/world/frame'
import { podView } from './fakeWorld'

const frame = (more: Partial<Frame>): Frame => ({
  reset: false,
  now: 0,
  end: 0,
  pods: [],
  gonePods: [],
  messages: [],
  marks: [],
  driftLine: [],
  ...more,
})
const mark = (at: number): MarkView => ({ id: at, at, lane: 'you', head: 'edit', hue: 0, label: '' })
const times = (marks: readonly MarkView[]) => marks.map(({ at }) => at)

describe('read model', () => {
  test('pods come, change and go', () => {
    const pod = podView('web-1', 'creating', 'node-1', 0)
    const born = absorb(emptyView, frame({ reset: true, pods: [pod] }))
    const ready = absorb(born, frame({ now: 1, pods: [{ ...pod, state: 'ready' }] }))
    const gone = absorb(ready, frame({ now: 2, gonePods: [pod.uid] }))
    expect([born, ready, gone].map((view) => view.pods.get(pod.uid)?.state)).toEqual(['creating', 'ready', undefined])
  })

  test('what did not change keeps its identity', () => {
    const before = absorb(emptyView, frame({ reset: true, pods: [podView('web-1', 'ready', 'node-1', 0)], nodes: [] }))
    const after = absorb(before, frame({ now: 5, end: 5 }))
    expect([after.pods === before.pods, after.nodes === before.nodes, after.marks === before.marks]).toEqual([true, true, true])
  })

  test('marks of the future stay when time is turned back, and are not doubled when it comes again', () => {
    const forth = absorb(emptyView, frame({ reset: true, now: 50, end: 50, marks: [10, 30, 50].map(mark) }))
    const back = absorb(forth, frame({ reset: true, now: 20, end: 50, marks: [mark(10)] }))
    expect(times(back.marks)).toEqual([10, 30, 50])
    const again = absorb(back, frame({ now: 40, end: 50, marks: [mark(30)] }))
    expect(times(again.marks)).toEqual([10, 30, 50])
  })

  test('a branch drops the future', () => {
    const forth = absorb(emptyView, frame({ reset: true, now: 50, end: 50, marks: [10, 30, 50].map(mark) }))
    const back = absorb(forth, frame({ reset: true, now: 20, end: 50, marks: [mark(10)] }))
    const branched = absorb(back, frame({ now: 20, end: 20, marks: [mark(20)] }))
    expect(times(branched.marks)).toEqual([10, 20])
  })

  test('a detail that is not in the frame stays, null takes it away', () => {
    const detail = { uid: 'a' } as NonNullable<Frame['detail']>
    const shown = absorb(emptyView, frame({ detail }))
    expect(absorb(shown, frame({ now: 1 })).detail).toBe(detail)
    expect(absorb(shown, frame({ now: 1, detail: null })).detail).toBeNull()
  })

  test('bisection finds the first item at or after a time', () => {
    expect([0, 10, 11, 99].map((at) => firstIndex([5, 10, 15], at, (item) => item))).toEqual([0, 1, 2, 3])
  })
})
