import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bezierEase, flight, flightTime, spanPart, trafficDots } from '../../src/scene/motion'
import { along, reversed, routeFrom } from '../../src/scene/route'
import { message } from './gallery/frames'

const sent = message(1, 1000, 'write', 'controller:replicaset', 'apiserver', 0)

describe('motion', () => {
  test('a message takes 0.9 px per ms, within 420 to 900 ms', () => {
    expect(flightTime(100)).toBe(420)
    expect(flightTime(540)).toBe(600)
    expect(flightTime(5000)).toBe(900)
    expect(flight(sent, 540, 999, 1, false)).toBeNull()
    expect(flight(sent, 540, 1000, 1, false)).toMatchObject({ kind: 'comet', head: 0 })
    expect(flight(sent, 540, 1600, 1, false)).toBeNull()
  })

  test('is a function of the message and the time alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 20, max: 1500 }), (since, length) => {
        const once = flight(sent, length, 1000 + since, 1, false)
        expect(flight(sent, length, 1000 + since, 1, false)).toEqual(once)
        expect(flight(sent, length, 1000 + since, 0, false)).toEqual(once)
        if (once) expect(once.tail <= once.head && once.head <= 1 && once.tail >= 0).toBe(true)
      }),
    )
  })

  test('becomes a flash above 8x and nothing above 32x', () => {
    expect(flight(sent, 540, 1000, 8, false)?.kind).toBe('comet')
    expect(flight(sent, 540, 1600, 16, false)?.kind).toBe('flash')
    expect(flight(sent, 540, 1000, 33, false)).toBeNull()
  })

  test('does not travel under reduced motion', () => {
    expect(flight(sent, 540, 1001, 1, true)).toEqual({ kind: 'still', head: 1, tail: 0, alpha: 1 })
    expect(flight(sent, 540, 1600, 1, true)).toBeNull()
  })

  test('at most three dots a path, all of them on it', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(50), fc.nat(1_000_000), (rate, seed, time) => {
        const dots = trafficDots(rate, seed, time)
        expect(dots.length).toBeLessThanOrEqual(3)
        for (const [part] of dots) expect(part >= 0 && part <= 1).toBe(true)
      }),
    )
  })

  test('what was lost comes back as failures, and nothing else does', () => {
    const heads = (lost: number) =>
      new Set(
        Array.from({ length: 200 }, (_, i) => trafficDots(200, 1, i * 37, lost)).flatMap((dots) => dots.map(([, head]) => head)),
      )
    expect(heads(0)).toEqual(new Set(['request', 'response']))
    expect(heads(1)).toEqual(new Set(['request', 'failure']))
    expect(heads(0.5)).toEqual(new Set(['request', 'response', 'failure']))
  })

  test('curves begin at 0, end at 1 and never turn back', () => {
    const ease = bezierEase(0.3, 0, 0.2, 1)
    let last = 0
    for (let i = 0; i <= 100; i++) {
      const value = ease(i / 100)
      expect(value).toBeGreaterThanOrEqual(last - 1e-6)
      last = value
    }
    expect([ease(0), ease(1)]).toEqual([0, 1])
  })

  test('spans are clamped', () => {
    expect([0, 10, 15, 20, 30].map((time) => spanPart({ from: 10, until: 20 }, time))).toEqual([0, 0, 0.5, 1, 1])
    expect(spanPart({ from: 5, until: 5 }, 5)).toBe(1)
  })

  test('a route is the same both ways', () => {
    const route = routeFrom(
      [0, 0],
      [
        [[100, 0]],
        [
          [150, 0],
          [200, 50],
          [200, 100],
        ],
      ],
    )
    const back = reversed(route)
    expect(back.length).toBeCloseTo(route.length, 6)
    for (const part of [0, 0.2, 0.5, 0.9, 1]) {
      const [x, y] = along(route, part)
      const [bx, by] = along(back, 1 - part)
      expect(bx).toBeCloseTo(x, 5)
      expect(by).toBeCloseTo(y, 5)
    }
  })
})
