import type { ControllerView, ControlPlaneView } from '../world/frame'
import type { PlaneLayout } from './planeLayout'
import { n2, octagon } from './outlines'
import { phrase, type Say } from './say'
import { circle, hueTone, mix, path, rect, text, type Box, type Shape, type Tone } from './shape'
import { clip, hasHangul, textWidth } from './textWidth'

/** Virtual ms that a controller stays lit after it acted: 120 in, 600 out. */
export const litTime = 720

/** How far a controller is lit at a moment, 0 to 1, and the turn of its loop in full turns. */
export function litness(controller: ControllerView, time: number): { readonly lit: boolean; readonly turn: number } {
  const since = time - controller.litAt
  const lit = controller.up && controller.litAt >= 0 && since >= 0 && since < litTime
  return { lit, turn: lit ? Math.round(Math.min(1, since / 600) * 24) / 24 : 0 }
}

const stoppedPen = { stroke: 'trouble', width: 2 } as const

/** The frame with its headings and hints; `waiting` Pods have no node yet. */
export function planeFrame(plane: PlaneLayout, view: ControlPlaneView, waiting: number, full: boolean, say: Say): Shape[] {
  const { frame, scheduler } = plane
  if (!frame) return []
  const shapes: Shape[] = [rect(frame.x, frame.y, frame.w, frame.h, 18, { fill: 'panel', stroke: 'line2', width: 1 })]
  const title = say(phrase('stage.controllers'))
  shapes.push(text(frame.x + 16, 24, title, { size: 13.5, fill: 'ink2' }))
  if (!view.controllerManager.up) {
    shapes.push(rect(frame.x + 6, 6, plane.chipsRight - frame.x + 2, frame.h - 12, 13, stoppedPen))
    shapes.push(...stopped(frame.x + 24 + textWidth(title, 13.5), 24, say))
  }
  const head = say(phrase('stage.scheduler'))
  shapes.push(text(scheduler.x + 6, 24, head, { size: 13.5, fill: 'ink2' }))
  if (!view.scheduler.up) {
    shapes.push(rect(scheduler.x - 6, 6, frame.x + frame.w - scheduler.x, frame.h - 12, 13, stoppedPen))
    shapes.push(...stopped(scheduler.x + 14 + textWidth(head, 13.5), 24, say))
  }
  const count = say(phrase('stage.queue', { count: waiting }))
  const headWidth = textWidth(head, 13.5) + (view.scheduler.up ? 0 : 27 + textWidth(say(phrase('stage.down')), 13, true))
  const fits = headWidth + textWidth(count, 13) + 30 < scheduler.w
  if (fits) shapes.push(text(scheduler.x + scheduler.w - 10, 24, count, { anchor: 'end', fill: 'ink3' }))
  if (full) {
    shapes.push(text(frame.x + 16, 156, say(phrase('stage.controllers.hint')), { fill: 'ink3' }))
    shapes.push(text(scheduler.x + 6, 156, say(phrase('stage.scheduler.hint')), { fill: 'ink3' }))
  }
  return shapes
}

/** A component that does not run says so, in trouble and in words. */
export const stopped = (x: number, y: number, say: Say): Shape[] => trouble(x, y, say(phrase('stage.down')))

function trouble(x: number, y: number, said: string): Shape[] {
  return [
    path(octagon(x, y - 11.5, 14, 14, 4.1), { fill: 'trouble' }),
    path(`M${x + 7} ${y - 8.2}v4.4M${x + 7} ${y - 0.6}v.01`, { stroke: 'on', width: 1.9 }),
    text(x + 19, y, said, { bold: true, fill: 'trouble' }),
  ]
}

/** A loop arrow: idle thin and grey, lit thick with a dot; `turn` rotates it. */
export function loopArrow(x: number, y: number, r: number, lit: boolean, tone: Tone, turn: number): Shape[] {
  const from = -0.5 + turn * 2 * Math.PI
  const to = from + Math.PI * 1.6
  const at = (angle: number, radius = r) => `${n2(x + radius * Math.cos(angle))} ${n2(y + radius * Math.sin(angle))}`
  const ink = lit ? tone : 'mute'
  const tip = to + 0.12
  const hx = x + r * Math.cos(tip)
  const hy = y + r * Math.sin(tip)
  const size = lit ? 5.2 : 3.8
  const corner = (angle: number) => `${n2(hx + Math.cos(angle) * size)} ${n2(hy + Math.sin(angle) * size)}`
  const ahead = tip + Math.PI / 2
  const shapes: Shape[] = [
    path(`M${at(from)}A${r} ${r} 0 1 1 ${at(to)}`, { stroke: ink, width: lit ? 2.75 : 1.5 }),
    path(`M${corner(ahead)}L${corner(ahead + 2.35)}L${corner(ahead - 2.35)}Z`, { fill: ink, stroke: ink, width: 0.5 }),
  ]
  if (!lit) return shapes
  return [circle(x, y, r + 4, { fill: mix(tone, 20, 'transparent') }), ...shapes, circle(x, y, r * 0.3, { fill: tone })]
}

/** A controller's chip: name, and one line of what differs. */
export function controllerChip(controller: ControllerView, box: Box, time: number, say: Say): Shape[] {
  const { lit, turn } = litness(controller, time)
  const tone = controller.hue < 0 ? 'ink2' : hueTone(controller.hue)
  const { x, y, w, h } = box
  const card = lit ? { fill: mix(tone, 9), stroke: tone, width: 1.75 } : { fill: 'card', stroke: 'line', width: 1.25 }
  const line = say(controller.line)
  const korean = hasHangul(line)
  const size = korean ? 13 : 12.5
  const name = clip(controller.title, w - 52, 14, true)
  const shapes: Shape[] = [
    rect(x, y, w, h, 10, controller.up ? card : { ...card, dash: [5, 4] }),
    ...loopArrow(x + 22, y + h / 2, 9, lit, tone, turn),
    text(x + 41, y + h / 2 - 2.5, name, { size: 14, bold: true, fill: lit ? 'ink' : 'ink2' }),
  ]
  const said = clip(line, w - 50, size, false, !korean)
  shapes.push(text(x + 41, y + h / 2 + 14, said, { size, mono: !korean, fill: lit ? 'ink2' : 'ink3' }))
  return shapes
}

/** etcd: drum, revision, and one cell for each of the last writes, the newest tall. Two bars join it to the API server alone. */
export function etcdShapes(plane: PlaneLayout, view: ControlPlaneView['etcd'], say: Say): Shape[] {
  const { etcd, api, frame } = plane
  const { x, y, w, h } = etcd
  const edge: Tone = view.up ? 'line2' : 'trouble'
  if (!frame) {
    const mid = y + h / 2
    return [
      path(`M${x + w + 1} ${mid - 4}H${api.x}M${x + w + 1} ${mid + 4}H${api.x}`, { stroke: 'line2', width: 2, cap: 'butt' }),
      rect(x, y, w, h, 10, { fill: 'card', stroke: edge, width: view.up ? 1.25 : 2 }),
      ...drum(x + 9, y + 9, 0.55),
      ...(view.up ? [] : stopped(x - 4, y - 1, say)),
      text(x + 27, y + h / 2 + 4.5, clip(String(view.revision), w - 30, 12.5, false, true), {
        size: 12.5,
        mono: true,
        fill: 'ink2',
      }),
    ]
  }
  const mid = x + w / 2
  const shapes: Shape[] = [
    path(`M${mid - 5} ${y + h}V${api.y}M${mid + 5} ${y + h}V${api.y}`, { stroke: 'line2', width: 2, cap: 'butt' }),
    rect(x, y, w, h, 12, { fill: 'card', stroke: edge, width: view.up ? 1 : 2 }),
    ...drum(x + 16, y + 11, 1),
    text(x + 52, y + 24, 'etcd', { size: 15, bold: true }),
    text(x + 52, y + 45, `rev ${view.revision}`, { size: 14, mono: true, fill: 'ink2' }),
  ]
  if (!view.up) return [...shapes, ...stopped(x + 96, y + 24, say)]
  const first = Math.max(138, 52 + textWidth(`rev ${view.revision}`, 14, false, true) + 14)
  const room = Math.floor((w - first - 8) / 17)
  const cells = view.writes.slice(-Math.max(1, room))
  cells.forEach((write, i) => {
    const left = x + first + (room - cells.length + i) * 17
    const newest = i === cells.length - 1
    const tone = write.hue < 0 ? 'ink3' : hueTone(write.hue)
    const age = Math.max(34, 60 - (cells.length - 1 - i) * 2.4)
    if (newest) shapes.push(rect(left, y + h / 2 - 14, 14, 28, 3.5, { fill: tone }))
    else shapes.push(rect(left, y + h / 2 - 7, 13, 14, 3, { fill: mix(tone, Math.round(age)) }))
  })
  return shapes
}

function drum(x: number, y: number, k: number): Shape[] {
  const at = (dx: number, dy: number) => `${n2(x + dx * k)} ${n2(y + dy * k)}`
  const half = `a${n2(12 * k)} ${n2(5 * k)} 0 0 0 ${n2(24 * k)} 0`
  const lid = `M${at(0, 6)}${half}a${n2(12 * k)} ${n2(5 * k)} 0 0 0 ${n2(-24 * k)} 0Z`
  return [
    path(`M${at(0, 6)}v${n2(24 * k)}${half}v${n2(-24 * k)}`, { stroke: 'ink2', width: 1.75 }),
    path(lid, { stroke: 'ink2', width: 1.75 }),
    path(`M${at(0, 14)}${half}M${at(0, 22)}${half}`, { stroke: 'ink2', width: 1.5 }),
  ]
}

/** An answer that says no stands out. */
const answerLook = (code: string): { fill: Tone; bold?: boolean } =>
  /^[45]/.test(code) ? { fill: 'trouble', bold: true } : { fill: 'ink2' }

/** The API server: the heaviest outline on stage, with its last request and answer; without its store it has none. `k` is the zoom. */
export function apiShapes(
  plane: PlaneLayout,
  view: ControlPlaneView['apiserver'],
  hasStore: boolean,
  k: number,
  say: Say,
): Shape[] {
  const { x, y, w, h } = plane.api
  const edge: Tone = view.up ? 'ink' : 'trouble'
  const why = say(phrase(hasStore ? 'stage.down' : 'stage.api.noStore'))
  const shapes: Shape[] = [rect(x, y, w, h, plane.frame ? 16 : 14, { fill: 'raise', stroke: edge, width: 2.25 })]
  if (!plane.frame) {
    shapes.push(text(x + w / 2, y + h / 2 + (view.up ? 6 : -2), 'API server', { size: 17, bold: true, anchor: 'middle' }))
    if (!view.up) shapes.push(...trouble(x + w / 2 - 9 - textWidth(why, 13, true) / 2, y + h / 2 + 17, why))
    return shapes
  }
  const up = y + h / 2 - 5
  const low = y + h / 2 + 18
  shapes.push(text(x + 20, up, 'API server', { size: 19, bold: true }))
  if (!view.up) return [...shapes, ...trouble(x + 20, low, why)]
  const hint = say(phrase('stage.api.hint'))
  // Texts grow against the zoom so that they can be read; the hint leaves before it meets the answer.
  const grown = Math.max(1, 12 / (13 * k))
  const left = textWidth(hint, 13) * grown
  const fits = left + textWidth(view.code, 13.5, false, true) * grown < w - 48
  if (fits) shapes.push(text(x + 20, low, hint, { fill: 'ink2' }))
  const look = { size: 13.5, mono: true, anchor: 'end' } as const
  const named = textWidth('API server', 19, true) * Math.max(1, 12 / (19 * k))
  const clipped = (said: string, room: number) => clip(said, room / grown, 13.5, false, true)
  shapes.push(text(x + w - 20, up, clipped(view.request, w - 48 - named), look))
  shapes.push(text(x + w - 20, low, clipped(view.code, w - 52 - (fits ? left : 0)), { ...look, ...answerLook(view.code) }))
  return shapes
}
