import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layoutChart, stateLabel } from '../../src/ui/inspector/chartLayout'
import type { ChartView } from '../../src/world/frame'

const chart = (ids: readonly string[], ways: readonly (readonly [string, string])[]): ChartView => ({
  machine: 'pod',
  title: 'Pod',
  states: ids.map((id) => ({ id, now: id === ids[0], entered: id === ids[0] ? [0] : [] })),
  transitions: ways.map(([from, to]) => ({ from, to, event: 'go' })),
})

describe('statechart', () => {
  test('the way on is the first row, branches lie below', () => {
    const layout = layoutChart(
      chart(
        ['pending', 'creating', 'running', 'ready', 'ended'],
        [
          ['pending', 'creating'],
          ['creating', 'running'],
          ['running', 'ready'],
          ['running', 'ended'],
        ],
      ),
      416,
    )
    const first = layout.boxes.filter(({ y }) => y === layout.boxes[0]!.y).map(({ id }) => id)
    expect(first).toEqual(['pending', 'creating', 'running', 'ready'])
    expect(layout.arrows).toHaveLength(4)
  })

  test('no two boxes lie on each other and all lie inside, whatever the machine', () => {
    const ids = Array.from({ length: 11 }, (_, i) => `s${i}`)
    const way = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.array(way, { maxLength: 30 }), (count, ways) => {
        const { boxes, height } = layoutChart(
          chart(
            ids.slice(0, count),
            ways.filter((pair) => pair.every((id) => ids.indexOf(id) < count)),
          ),
          416,
        )
        const isInside = boxes.every(({ x, y, w, h }) => x >= 0 && x + w <= 416.01 && y >= 0 && y + h <= height)
        const places = new Set(boxes.map(({ x, y }) => `${x} ${y}`))
        return isInside && places.size === count
      }),
    )
  })

  test('states are named by their last part', () => {
    expect(stateLabel('container.backoff')).toBe('Backoff')
  })
})
