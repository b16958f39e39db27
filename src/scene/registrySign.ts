import { margin } from './form'
import type { Layout } from './layout'
import { octagon } from './outlines'
import { phrase, type Say } from './say'
import { path, rect, text, type Box, type Shape } from './shape'
import { textWidth } from './textWidth'

/** The image registry has a sign, where pulls come in from the right, only while it is not its usual self. */
export function registrySign(speed: number, layout: Layout, say: Say): { readonly box: Box; readonly shapes: Shape[] } | null {
  if (speed === 1) return null
  const gone = speed === 0
  const said = gone
    ? say(phrase('stage.registry.gone'))
    : say(phrase('stage.registry.slow', { times: Math.max(1, Math.round(1 / speed)) }))
  const w = textWidth(said, 13, gone) + (gone ? 44 : 26)
  const top = layout.plane.frame ? layout.plane.frame.h : layout.plane.scheduler.y + layout.plane.scheduler.h
  const box = { x: layout.width - margin - w, y: top + 4, w, h: 24 }
  const shapes: Shape[] = [
    rect(box.x, box.y, w, 24, 7, { fill: 'card', stroke: gone ? 'trouble' : 'line2', width: gone ? 1.75 : 1.25 }),
    text(box.x + (gone ? 30 : 13), box.y + 16.5, said, { bold: gone, fill: gone ? 'trouble' : 'ink2' }),
  ]
  if (gone) {
    shapes.push(path(octagon(box.x + 10, box.y + 5, 14, 14, 4.1), { fill: 'trouble' }))
    shapes.push(path(`M${box.x + 17} ${box.y + 8.3}v4.4M${box.x + 17} ${box.y + 15.9}v.01`, { stroke: 'on', width: 1.9 }))
  }
  return { box, shapes }
}
