import type { ServiceView } from '../world/frame'
import type { Layout } from './layout'
import { margin } from './form'
import type { ServiceSpot } from './serviceBand'
import { phrase, type Say } from './say'
import { circle, hueTone, mix, path, rect, text, type Shape, type Tone } from './shape'
import { clip, textWidth } from './textWidth'

/** A Service: pill in the app's hue, one socket for each ready endpoint on its top edge. */
export function servicePill(service: ServiceView, spot: ServiceSpot, say: Say): Shape[] {
  const tone = hueTone(service.hue)
  const { x, y, w, h } = spot
  const mid = x + w / 2
  const count = service.endpoints.length
  const low = h < 50
  const title = clip(`Service ${service.name}${low ? ` · ${count}` : ''}`, w - 32, 16, true)
  const ends = say(phrase('stage.endpoints', { count }))
  const whole = [service.ports, ends].filter(Boolean).join(' · ')
  const line = textWidth(whole, 13) <= w - 36 ? whole : ends
  const shapes: Shape[] = [rect(x, y, w, h, h / 2, { fill: mix(tone, 12), stroke: tone, width: 2 })]
  if (low) shapes.push(text(mid, y + h / 2 + 5.5, title, { size: 15.5, bold: true, anchor: 'middle' }))
  else {
    shapes.push(text(mid, y + h / 2 - 3, title, { size: 16, bold: true, anchor: 'middle' }))
    shapes.push(text(mid, y + h / 2 + 17, clip(line, w - 32, 13), { anchor: 'middle', fill: 'ink2' }))
  }
  const [first, second] = spot.sockets
  // Sockets that would lie on each other are one long socket; the number says how many.
  if (first && second && second.x - first.x < 10) {
    const last = spot.sockets[spot.sockets.length - 1]!
    shapes.push(rect(first.x - 4.5, y - 4.5, last.x - first.x + 9, 9, 4.5, { fill: tone, stroke: 'stage', width: 2 }))
  } else for (const socket of spot.sockets) shapes.push(circle(socket.x, y, 4.5, { fill: tone, stroke: 'stage', width: 2 }))
  return shapes
}

/** Head and shoulders of a person, `s` high. */
export function person(x: number, y: number, s: number, tone: Tone): Shape[] {
  const shoulders = `M${x - s * 0.36} ${y + s * 0.36}a${s * 0.36} ${s * 0.4} 0 0 1 ${s * 0.72} 0Z`
  return [circle(x, y - s * 0.32, s * 0.2, { fill: tone }), path(shoulders, { fill: tone })]
}

/** Where lines of users' requests begin. */
export const usersRight = (say: Say): number => margin + 88 + textWidth(say(phrase('stage.users')), 14) + 8

/** The people who call, at the left of the Service band. */
export function usersShapes(layout: Layout, say: Say): Shape[] {
  const y = layout.bandY
  const people = [0, 1, 2].flatMap((i) => person(margin + 18 + i * 24, y - 1, 25, i === 1 ? 'ink' : 'ink2'))
  return [...people, text(margin + 84, y + 5, say(phrase('stage.users')), { size: 14, fill: 'ink2', keep: 7 })]
}

/** Two lines at the right of a lone Service: the rule, and what it comes to at this moment. */
export function trafficHint(layout: Layout, service: ServiceView, spot: ServiceSpot, say: Say): Shape[] {
  const rule = say(phrase('stage.traffic.hint'))
  const x = spot.x + spot.w + 28
  const count = service.endpoints.length
  const state =
    service.lost > 0
      ? say(phrase('stage.traffic.lost', { lost: Math.round(service.lost), rate: Math.round(service.rate) }))
      : say(phrase('stage.traffic.none', { count }))
  if (x + Math.max(textWidth(rule, 13.5), textWidth(state, 13.5)) > layout.width - margin) return []
  const y = layout.bandY
  if (service.rate <= 0) return [text(x, y + 5, rule, { size: 13.5, fill: 'ink2' })]
  const lost = service.lost > 0
  return [
    text(x, y - 4, rule, { size: 13.5, fill: 'ink2' }),
    text(x, y + 15, state, { size: 13.5, fill: lost ? 'trouble' : 'ink3', bold: lost }),
  ]
}
