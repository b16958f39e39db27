import type { PodState } from '../world/frame'
import { farSizes } from './form'
import { slotBox, type Layout } from './layout'
import type { StageModel } from './model'
import { octagon } from './outlines'
import { phrase, type Say } from './say'
import type { Piece } from './scene'
import { group, hueTone, mix, path, rect, text, type Box, type Shape, type Tone } from './shape'
import { textWidth } from './textWidth'

const troubled: ReadonlySet<PodState> = new Set(['crash', 'failed'])

/** Hundreds of nodes: dots of 2, one a pod. Bright = current revision, dim = previous; trouble is raised to a flag with its count. */
export function farGroups(model: StageModel, layout: Layout, say: Say): Piece[] {
  const whole: Box = { x: 0, y: 0, w: layout.width, h: layout.height }
  const deps = [layout, say, model.podVersion, model.nodes]
  const draw = (key: string, shapes: () => Shape[]): Piece => ({
    key,
    deps,
    stamp: null,
    draw: () => group(key, whole, shapes()),
  })
  return [
    draw('zones', () => zoneHeads(layout, say)),
    draw('cells', () => cells(model, layout)),
    draw('flags', () => flags(model, layout)),
  ]
}

function zoneHeads(layout: Layout, say: Say): Shape[] {
  return layout.zones.flatMap((zone) => {
    const name = zone.name ? say(phrase('stage.zone', { name: zone.name })) : say(phrase('stage.zone.none'))
    const counts = say(phrase('stage.racks', { racks: zone.racks, nodes: zone.nodes }))
    const look = { size: 14, keep: 0 } as const
    return [
      text(zone.x, zone.y, name, { ...look, bold: true }),
      text(zone.x + textWidth(name, 14, true) + 14, zone.y, counts, { ...look, fill: 'ink2' }),
    ]
  })
}

function cells(model: StageModel, layout: Layout): Shape[] {
  const byTone = new Map<Tone, number[]>()
  const put = (tone: Tone, x: number, y: number) => {
    const list = byTone.get(tone)
    if (list) list.push(x, y)
    else byTone.set(tone, [x, y])
  }
  const shapes: Shape[] = []
  const dot = layout.form.pod * 72
  layout.nodes.forEach((spot, i) => {
    const lost = model.nodes[i]!.ready !== 'True'
    if (lost)
      shapes.push(rect(spot.x - 0.5, spot.y - 0.5, spot.w + 1, spot.h + 1, 1, { fill: 'hatch', stroke: 'trouble', width: 1.5 }))
    else shapes.push(rect(spot.x, spot.y, spot.w, spot.h, 0.5, { fill: 'panel' }))
    for (const uid of model.places.get(spot.name)?.slots ?? []) {
      const pod = uid && model.pods.get(uid)
      if (!pod || pod.slot >= 35) continue
      const box = slotBox(layout.form, spot, pod.slot)
      const hue = hueTone(pod.hue)
      const tone = troubled.has(pod.state) ? 'trouble' : mix(hue, pod.old ? 44 : pod.state === 'ready' ? 92 : 30, 'stage')
      put(tone, box.x, box.y)
    }
  })
  for (const [fill, points] of [...byTone].sort(([a], [b]) => (a < b ? -1 : 1)))
    shapes.push({ t: 'cells', size: dot > 3 ? dot - 0.5 : dot, fill, points: Float32Array.from(points) })
  return shapes
}

/** `!31` where a rack holds pods in trouble: beside the first such node, counting all of the rack. */
function flags(model: StageModel, layout: Layout): Shape[] {
  const { rack } = farSizes(layout.form.pod * 72)
  const counts = new Map<string, { x: number; y: number; count: number }>()
  layout.nodes.forEach((spot) => {
    let count = 0
    for (const uid of model.places.get(spot.name)?.slots ?? [])
      if (uid && troubled.has(model.pods.get(uid)?.state ?? 'ready')) count++
    if (!count) return
    const zone = layout.zones.findLast((one) => one.x <= spot.x + 0.5 && one.y <= spot.y) ?? { x: 0, y: 0 }
    const key = `${zone.x} ${zone.y} ${Math.floor((spot.x - zone.x) / rack[0])} ${Math.floor((spot.y - zone.y) / rack[1])}`
    const flag = counts.get(key)
    if (flag) flag.count += count
    else counts.set(key, { x: zone.x + (Math.floor((spot.x - zone.x) / rack[0]) + 1) * rack[0], y: spot.y, count })
  })
  return [...counts.values()].flatMap(({ x, y, count }) => {
    const said = `!${count}`
    const w = textWidth(said, 13, true) + 12
    return [
      path(octagon(x - w - 2, y - 10, w, 20, 6), { fill: 'trouble', stroke: 'stage', width: 2 }),
      text(x - w / 2 - 2, y + 4.8, said, { size: 13, bold: true, anchor: 'middle', fill: 'on', keep: 0 }),
    ]
  })
}
