import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actingController } from '../../src/scene/acting'
import { fitCamera } from '../../src/scene/camera'
import { detailFor } from '../../src/scene/detail'
import { chooseForm, fitScale, nodeWidth } from '../../src/scene/form'
import { boxOf, hitAt } from '../../src/scene/hit'
import { layout } from '../../src/scene/layout'
import { buildScene } from '../../src/scene/scene'
import { overlaps, type Shape } from '../../src/scene/shape'
import type { ControllerView } from '../../src/world/frame'
import { controller, crowd, now, rollingUpdate } from './gallery/frames'
import { modelOf, viewOf } from './support'

const nothing = { top: 0, right: 0, bottom: 0, left: 0 }
/** The stage between head and foot of a picture of 1920 by 1080, as it looks from the last row. */
const wall = { width: 1920 / (28 / 12), height: 692 / (28 / 12), inset: nothing }
/** Beside an editor at 1024 by 768, where 20 px are the least. */
const smallest = { width: (1024 * 0.6) / (20 / 12), height: 561 / (20 / 12), inset: nothing }
const half = { ...wall, width: wall.width * 0.6 }

const loops = (...list: ControllerView[]) => {
  const model = modelOf(rollingUpdate())
  model.plane = { ...model.plane!, controllers: list }
  return model
}
const says = (shapes: readonly Shape[]) => shapes.flatMap((shape) => (shape.t === 'text' ? [shape.text] : []))

describe('the loop that acts', () => {
  const model = loops(
    controller('deployment', 'Deployment', 1000, 0, 'nothing to do'),
    controller('replicaset', 'ReplicaSet', 1400, 0, '2 of 4 made'),
    controller('endpointslice', 'EndpointSlice', 3000, 0, 'web'),
  )
  const at = (time: number) => actingController(model, time)?.title

  test('is the last one of those that work for what somebody wrote', () => {
    expect([at(1100), at(1400), at(3200)]).toEqual(['Deployment', 'ReplicaSet', 'ReplicaSet'])
  })

  test('is one that always has something to do only when none of those acted lately', () => {
    expect([at(4500), at(9000)]).toEqual(['EndpointSlice', 'ReplicaSet'])
  })

  test('is never one that has yet to act, while another has acted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 20_000 }), (time) => {
        const found = actingController(model, time)
        expect(found!.litAt).toBeLessThanOrEqual(time)
      }),
    )
  })

  test('stands beside the API server, says what is missing, and can be pointed at', () => {
    const one = loops({
      ...controller('replicaset', 'ReplicaSet', now - 100, 0, ''),
      line: { key: 'loop.made', values: { have: 1, want: 4 } },
    })
    const place = layout(one, chooseForm(one, wall, null, 'room'))
    const { acting, api, scheduler } = place.plane
    expect([overlaps(acting!, api), overlaps(api, scheduler)]).toEqual([false, false])
    const group = buildScene(one, now, viewOf(place)).standing.find(({ key }) => key === 'acting')
    expect(says(group!.shapes)).toEqual(['ReplicaSet loop', '3 missing'])
    expect(hitAt(one, place, [], acting!.x + 9, acting!.y + 9)).toEqual({ kind: 'controller', uid: 'controller:replicaset' })
    expect(boxOf(one, place, 'controller:replicaset', [])).toBe(acting)
  })
})

describe('a stage for a room', () => {
  test.each([
    ['alone', wall],
    ['beside an editor', half],
  ])('has the words of six pods at their full size, %s', (_, view) => {
    const model = modelOf(crowd(3, 2))
    const form = chooseForm(model, view, null, 'room')
    expect(form).toMatchObject({ plane: 'room', detail: 'normal', nodes: 3 })
    // At this size a text of 12.5 is 28 px high on the wall, or a little more than the floor beside an editor.
    expect(fitScale(model, form, view)).toBeGreaterThan(view === wall ? 1 : 0.85)
    expect(nodeWidth(form)).toBeGreaterThan(150)
  })

  test('keeps the names of pods beside an editor on the smallest screen', () => {
    const model = modelOf(crowd(3, 2))
    const form = chooseForm(model, smallest, null, 'room')
    const k = fitScale(model, form, smallest)
    expect(detailFor(form.podWidth * form.pod * k, null)).toBe('normal')
    // Smaller ones are dropped and not grown.
    expect(12.5 * form.pod * k).toBeGreaterThan(9.4)
  })

  test('one message flies at a time, and what fails is told before what is renewed', () => {
    const model = modelOf(rollingUpdate())
    const room = layout(model, chooseForm(model, wall, null, 'room'))
    const flying = buildScene(model, now, viewOf(room)).moving.filter(({ key }) => /^message:\d+$/.test(key))
    const desk = layout(model, chooseForm(model, { width: 1140, height: 662, inset: nothing }, null))
    const all = buildScene(model, now, viewOf(desk)).moving.filter(({ key }) => /^message:\d+$/.test(key))
    expect(flying).toHaveLength(1)
    expect(all.length).toBeGreaterThan(1)
  })

  test('stands in the middle of a wall, and at the top of a page', () => {
    const world = { x: 0, y: 0, w: 100, h: 50 }
    const view = { width: 100, height: 250, inset: nothing }
    expect([fitCamera(world, view).y, fitCamera(world, view, 2).y]).toEqual([16, 100])
  })
})
