import { describe, expect, test } from 'vitest'
import { hitAt } from '../../src/scene/hit'
import { hitExtra } from '../../src/scene/hitExtra'
import { chooseForm } from '../../src/scene/form'
import { layout } from '../../src/scene/layout'
import { applyFrame, createStageModel, type StageModel } from '../../src/scene/model'
import { outline } from '../../src/scene/outline'
import type { OutlineItem } from '../../src/scene/outlineItem'
import { sayStage } from '../../src/scene/phrases'
import { buildScene } from '../../src/scene/scene'
import { createWorld, type World } from '../../src/world/world'
import { seconds, webYaml } from '../support/world'

const viewport = { width: 1130, height: 620, inset: { left: 0, right: 0, top: 0, bottom: 0 } }

function stageOf(world: World): StageModel {
  const model = createStageModel()
  applyFrame(model, world.frame(true, null))
  return model
}

const linesOf = (item: OutlineItem): string[] => [sayStage('en')(item.label), ...item.children.flatMap(linesOf)]

function growing(): World {
  const world = createWorld({ seed: 1, nodes: 1 })
  world.dispatch({ type: 'add-pool', name: 'cloud', min: 0, max: 2, price: 0.2, bootSeconds: 60 })
  const large = webYaml(4).replace('ports:', "resources: { requests: { cpu: '1800m' } }\n          ports:")
  world.dispatch({ type: 'apply', file: 'web.yaml', text: large })
  world.advance(seconds(25))
  return world
}

describe('a machine on its way', () => {
  const world = growing()
  const model = stageOf(world)
  const form = chooseForm(model, viewport, null)
  const place = layout(model, form)

  test('has the place that its node will have', () => {
    const [spot] = place.joining
    expect(place.nodes).toHaveLength(1)
    expect(spot!.y).toBe(place.nodes[0]!.y)
    const later = growing()
    later.advance(seconds(120))
    const there = stageOf(later)
    expect(there.nodes).toHaveLength(2)
    const node = layout(there, form).nodeByName.get(spot!.name)!
    expect([node.x, node.y, node.w]).toEqual([spot!.x, spot!.y, spot!.w])
    expect(layout(there, form).joining).toEqual([])
  })

  test('is dotted, and counts down', () => {
    const view = { layout: place, k: 1, detail: 'normal', selected: '', hover: '', focus: '', speed: 0, reduced: false } as const
    const shapesAt = (time: number) =>
      buildScene(model, time, { ...view, say: sayStage('en') }).standing.find(({ key }) => key.startsWith('joining:'))!.shapes
    const texts = (time: number) => shapesAt(time).flatMap((shape) => (shape.t === 'text' ? [shape.text] : []))
    expect(shapesAt(seconds(25))[0]).toMatchObject({ t: 'rect', dash: [0.1, 6] })
    expect(texts(seconds(25))).toContain('joins in 45 s')
    expect(texts(seconds(26))).toContain('44')
  })

  test('is found under the pointer as its pool, and in the outline in words', () => {
    const [spot] = place.joining
    expect(hitAt(model, place, hitExtra(model, place), spot!.x + 40, spot!.y + 60)).toEqual({ kind: 'object', uid: 'pool:cloud' })
    const [card] = place.pools
    expect(hitAt(model, place, hitExtra(model, place), card!.x + 5, card!.y + 5)).toEqual({ kind: 'object', uid: 'pool:cloud' })
    const lines = linesOf(outline(model))
    expect(lines).toContain(`Machine ${spot!.name} of pool cloud, on its way`)
    expect(lines).toContain('Node pool cloud, 1 of 0 to 2, 1 joining, $0.20 an hour each')
  })
})
