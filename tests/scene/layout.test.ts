import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseForm, fitScale, formHeight } from '../../src/scene/form'
import { slotBox } from '../../src/scene/layout'
import { applyFrame, type StageModel } from '../../src/scene/model'
import { overlaps, type Box } from '../../src/scene/shape'
import type { PodView } from '../../src/world/frame'
import { crowd, node, now, pod, rollingUpdate } from './gallery/frames'
import { desk, later, layoutOf, modelOf } from './support'

const boxes = (model: StageModel): Map<string, Box> => {
  const place = layoutOf(model)
  const all = new Map<string, Box>()
  for (const one of model.pods.values()) {
    const spot = place.nodeByName.get(one.node)
    if (spot) all.set(one.uid, slotBox(place.form, spot, one.slot))
  }
  return all
}

describe('layout', () => {
  test('has the design picture’s places', () => {
    const place = layoutOf(modelOf(rollingUpdate()))
    expect(place.form).toMatchObject({ plane: 'full', detail: 'normal', pods: 3, nodes: 4 })
    expect(place.nodes.map(({ x, y, w, h }) => [x, y, w, h])).toEqual([
      [18, 242, 264, 264],
      [298, 242, 264, 264],
      [578, 242, 264, 264],
      [858, 242, 264, 264],
    ])
    expect(slotBox(place.form, place.nodes[0]!, 4)).toEqual({ x: 114, y: 412, w: 72, h: 68 })
  })

  test('on a lower stage says less, but names every pod; what it left out comes back when there is clearly room', () => {
    const model = modelOf(rollingUpdate())
    const stage = (height: number) => ({ width: 1140, height, inset: { top: 0, right: 0, bottom: 0, left: 0 } })
    const full = chooseForm(model, stage(662), null)
    const natural = formHeight(model, full)
    const nearly = stage(natural * 0.72)
    const low = chooseForm(model, nearly, full)
    expect([full.plane, low.plane, low.detail]).toEqual(['full', 'slim', 'normal'])
    expect(fitScale(model, low, nearly)).toBeGreaterThan(0.74)
    // Little more room brings nothing back: the stage would come and go with every pod.
    expect(chooseForm(model, stage(natural * 0.76), low)).toEqual(low)
    expect(chooseForm(model, stage(natural * 0.84), low)).toEqual(full)
    expect(chooseForm(model, stage(natural * 0.76), full)).toEqual(full)
  })

  test('keeps every other pod in its place when one changes, comes or goes', () => {
    const model = modelOf(rollingUpdate())
    const before = boxes(model)
    applyFrame(model, later(now + 10, { pods: [pod('m6gh5', 'web', 0, 4, 1)], gonePods: ['uid-h2x9v'] }))
    applyFrame(model, later(now + 20, { pods: [pod('fresh', 'web', 0, 1, 0), pod('q7m4d', 'web', 0, 3, 3)] }))
    const after = boxes(model)
    for (const [uid, box] of before) if (uid !== 'uid-h2x9v') expect(after.get(uid)).toEqual(box)
    expect(after.get('uid-fresh')).toEqual(before.get('uid-h2x9v'))
  })

  test('drops a level of detail instead of shrinking text', () => {
    expect(layoutOf(modelOf(crowd(12, 12))).form.detail).toBe('overview')
    expect(layoutOf(modelOf(crowd(400, 30, 3))).form.detail).toBe('far')
    expect(layoutOf(modelOf(rollingUpdate()), { ...desk, height: 292 }).form.plane).toBe('slim')
  })

  test('no two pods overlap, and all lie within their node', () => {
    const clusters = fc.array(fc.uniqueArray(fc.nat(13), { maxLength: 14 }), { minLength: 1, maxLength: 14 })
    fc.assert(
      fc.property(clusters, fc.integer({ min: 500, max: 2000 }), fc.integer({ min: 300, max: 1200 }), (slots, width, height) => {
        const pods: PodView[] = slots.flatMap((taken, i) => taken.map((slot) => pod(`${i}-${slot}`, 'web', 0, i + 1, slot)))
        const model = modelOf({ ...rollingUpdate(), pods, services: [], ghosts: [], nodes: slots.map((_, i) => node(i + 1, [])) })
        const place = layoutOf(model, { ...desk, width, height })
        const placed = pods.map((one) => slotBox(place.form, place.nodeByName.get(one.node)!, one.slot))
        placed.forEach((box, i) => {
          const home = place.nodeByName.get(pods[i]!.node)!
          expect(box.x >= home.x && box.y >= home.y).toBe(true)
          expect(box.x + box.w <= home.x + home.w + 1e-9 && box.y + box.h <= home.y + home.h + 1e-9).toBe(true)
          for (let j = 0; j < i; j++) expect(overlaps(box, placed[j]!)).toBe(false)
        })
        place.nodes.forEach((a, i) => place.nodes.slice(0, i).forEach((b) => expect(overlaps(a, b)).toBe(false)))
      }),
      { numRuns: 60 },
    )
  })
})
