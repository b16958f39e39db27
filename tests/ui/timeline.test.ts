import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MarkView } from '../../src/world/frame'
import { clockText, createPacer, speedBeside } from '../../src/ui/playback'
import { clustersOf } from '../../src/ui/timeline/clusters'
import { followedFrom, ticksOf, timeAt, xOf, type TimeScale } from '../../src/ui/timeline/timeScale'

const scale: TimeScale = { from: 0, span: 70_000, left: 150, width: 1400 }
const mark = (at: number, head: MarkView['head'] = 'write'): MarkView => ({
  id: at,
  at,
  lane: 'controllers',
  head,
  hue: 0,
  label: '',
})

describe('time scale', () => {
  test('x and time are each other turned round', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (at) => Math.abs(timeAt(scale, xOf(scale, at)) - at) < 1e-3),
    )
  })

  test('the axis has a label about every 130 px or more, at whole steps', () => {
    const { step, at } = ticksOf(scale)
    expect([step, at]).toEqual([10_000, [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000]])
  })

  test('the window follows now and never begins before the start', () => {
    expect([followedFrom(10_000, 70_000), followedFrom(100_000, 50_000)]).toEqual([0, 64_000])
  })
})

describe('marks', () => {
  test('marks that touch become one, and trouble speaks for them', () => {
    const clusters = clustersOf([mark(1000), mark(1100), mark(1200, 'failure'), mark(9000)], scale)
    expect(clusters.map(({ count, mark }) => [count, mark.head])).toEqual([
      [3, 'failure'],
      [1, 'write'],
    ])
  })

  test('a hundred thousand marks become no more than fit, and none is lost', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => mark(i * 0.7))
    const clusters = clustersOf(many, scale)
    expect(clusters.length).toBeLessThanOrEqual(1400 / 12 + 1)
    expect(clusters.reduce((sum, { count }) => sum + count, 0)).toBe(many.filter(({ at }) => at < scale.span).length)
  })
})

describe('playback', () => {
  test('the clock ticks in tenths', () => {
    expect([0, 48_240, 61_000, 3_723_450].map(clockText)).toEqual(['0:00.0', '0:48.2', '1:01.0', '1:02:03.4'])
  })

  test('speeds stop at the ends of the list', () => {
    expect([speedBeside(1, 1), speedBeside(0.1, -1), speedBeside(Infinity, 1), speedBeside(60, 1)]).toEqual([
      4,
      0.1,
      Infinity,
      Infinity,
    ])
  })

  test('a second of frames asks for a second of the world', () => {
    const pacer = createPacer()
    pacer.reset(0)
    let now = 0
    for (let i = 0; i < 60; i++) now = pacer.order(now, 1, 1000 / 60).to
    expect(now).toBeCloseTo(1000)
  })

  test('debt is forgiven when the world is too slow', () => {
    const pacer = createPacer()
    pacer.reset(0)
    for (let i = 0; i < 300; i++) pacer.order(0, 60, 16)
    expect(pacer.order(0, 1, 16).to).toBeLessThanOrEqual(16)
  })
})
