import { describe, expect, test } from 'vitest'
import { threadLine } from '../../src/ui/stage/threadLine'

const box = (left: number, top: number) => ({ left, right: left + 70, top, bottom: top + 60 })
const pane = { left: 100, right: 900, top: 50, bottom: 700 }

describe('thread to the inspector', () => {
  test('runs from the ring to the edge of the stage', () => {
    expect(threadLine(box(200, 100), [], pane)).toEqual({ y: 80, end: 800, parts: [[176, 800]] })
  })

  test('passes behind the Pods on its way and no others', () => {
    const line = threadLine(box(200, 100), [box(300, 100), box(500, 300), box(120, 100)], pane)
    expect(line?.parts).toEqual([
      [176, 197],
      [273, 800],
    ])
  })

  test('is not there for what lies outside the stage', () => {
    expect(threadLine(box(200, 5), [], pane)).toBeNull()
    expect(threadLine(box(890, 100), [], pane)).toBeNull()
  })
})
