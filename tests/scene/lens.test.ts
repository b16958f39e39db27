import { describe, expect, test } from 'vitest'
import { boxOf, hitAt } from '../../src/scene/hit'
import { hitExtra } from '../../src/scene/hitExtra'
import { layout } from '../../src/scene/layout'
import type { Lens } from '../../src/scene/lens'
import { buildScene } from '../../src/scene/scene'
import { overlaps } from '../../src/scene/shape'
import { sceneSvg } from '../../src/scene/svg'
import { crashLoop, now, rollingUpdate } from './gallery/frames'
import { layoutOf, modelOf, viewOf } from './support'

const lenses: readonly Lens[] = ['owns', 'talks']

describe.each(lenses)('lens %s', (lens) => {
  test.each(Object.entries({ rollingUpdate, crashLoop }))('%s is drawn as it was', async (name, frame) => {
    const model = modelOf(frame())
    const place = layout(model, layoutOf(model).form, lens, 1.8)
    const scene = buildScene(model, now, viewOf(place))
    const svg = sceneSvg([...scene.standing, ...scene.moving], { x: 0, y: 0, w: place.width, h: place.height })
    await expect(svg).toMatchFileSnapshot(`golden/${lens}-${name}.svg`)
  })

  test('shows every pod once, none over another, each where it is hit', () => {
    const model = modelOf(rollingUpdate())
    const place = layout(model, layoutOf(model).form, lens, 1.8)
    const extra = hitExtra(model, place)
    const boxes = [...model.pods.keys()].map((uid) => boxOf(model, place, uid, [])!)
    boxes.forEach((box, i) => {
      const uid = [...model.pods.keys()][i]!
      expect(box.x >= 0 && box.y >= 0 && box.x + box.w <= place.width && box.y + box.h <= place.height).toBe(true)
      for (let j = 0; j < i; j++) expect(overlaps(box, boxes[j]!)).toBe(false)
      expect(hitAt(model, place, extra, box.x + 30, box.y + 30)).toEqual({ kind: 'pod', uid })
    })
  })
})

test('owners stand over what they own', () => {
  const model = modelOf(rollingUpdate())
  const place = layout(model, layoutOf(model).form, 'owns', 1.8)
  const named = place.cards.map((card) => [card.kind, card.name, card.pods.length, place.cards[card.parent]?.name ?? ''])
  expect(named.filter(([, name]) => String(name).startsWith('web'))).toEqual([
    ['Deployment', 'web', 9, ''],
    ['ReplicaSet', 'web-7c4b9', 5, 'web'],
    ['ReplicaSet', 'web-7c4b9', 4, 'web'],
  ])
  for (const card of place.cards) for (const uid of card.pods) expect(place.boxes!.get(uid)!.y).toBeGreaterThan(card.y + card.h)
})
