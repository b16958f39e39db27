import { describe, expect, test } from 'vitest'
import { askRoute, blockedWay } from '../../src/scene/askRoutes'
import { hitAt } from '../../src/scene/hit'
import { hitExtra } from '../../src/scene/hitExtra'
import { layout } from '../../src/scene/layout'
import type { Lens } from '../../src/scene/lens'
import { buildScene } from '../../src/scene/scene'
import { overlaps } from '../../src/scene/shape'
import { sceneSvg } from '../../src/scene/svg'
import { loadScenario } from '../../src/ui/scenarios'
import { WorldSession } from '../../src/world/session'
import { layoutOf, modelOf, viewOf } from './support'

const seen = async (id: string, lens: Lens) => {
  const scenario = (await loadScenario(id))!
  const frame = new WorldSession(scenario).seek(scenario.opensAt)
  const model = modelOf(frame)
  const place = layout(model, layoutOf(model).form, lens, 1.8)
  const scene = buildScene(model, frame.now, viewOf(place))
  const svg = sceneSvg([...scene.standing, ...scene.moving], { x: 0, y: 0, w: place.width, h: place.height })
  return { model, place, svg }
}

describe('who talks to a Service', () => {
  test('those who ask straight away and those who come by an Ingress stand apart', async () => {
    const { place, svg } = await seen('blue-green', 'talks')
    expect(place.entries!.map(({ kind }) => kind)).toEqual(['ingress', 'users'])
    const [tag, users] = place.entries!
    expect(users!.x - tag!.x).toBeGreaterThan((tag!.w + users!.w) / 2)
    expect(users!.into).toBeGreaterThan(tag!.into)
    for (const words of ['users · 4/s', 'users · 8/s', 'Ingress shop']) expect(svg).toContain(words)
  })

  test('pods that ask stand under it, over nobody, with their app and rate', async () => {
    const { model, place, svg } = await seen('network-policy', 'talks')
    const boxes = [...place.boxes!.values()]
    expect(boxes).toHaveLength(model.pods.size)
    boxes.forEach((box, i) => boxes.slice(0, i).forEach((other) => expect(overlaps(box, other)).toBe(false)))
    const [service] = place.services
    for (const { from } of model.furniture.calls) expect(place.boxes!.get(from)!.y).toBeGreaterThan(service!.y + service!.h)
    expect(svg).toContain('api · 6/s')
    expect(svg).toContain('guest · 3/s')
    expect(svg).not.toContain('users ·')
  })
})

describe.each<Lens>(['where', 'talks'])('a blocked flow in the lens %s', (lens) => {
  test('goes by the Service to the fence and ends there at a sign that stands for the policy', async () => {
    const { model, place, svg } = await seen('network-policy', lens)
    const [flow, ...more] = model.furniture.blocked
    expect(more).toEqual([])
    const way = blockedWay(model, place, flow!, [])!
    expect(way.routes).toHaveLength(2)
    const [x, y] = way.end
    const [policy] = model.furniture.policies
    expect(hitAt(model, place, hitExtra(model, place), x, y)).toEqual({ kind: 'object', uid: policy!.uid })
    expect(svg).toContain('blocked by db-guard')
  })

  test('leaves the way of what arrives free', async () => {
    const { model, place } = await seen('network-policy', lens)
    const passing = model.furniture.calls.filter(({ lost }) => lost === 0)
    expect(passing).toHaveLength(1)
    expect(askRoute(model, place, passing[0]!)).not.toBeNull()
    const { end } = blockedWay(model, place, model.furniture.blocked[0]!, [])!
    const box = place.boxes?.get(model.furniture.blocked[0]!.to)
    if (box) expect(Math.abs(end[0] - (box.x + box.w / 2))).toBeGreaterThan(20)
  })
})
