import type { PodState } from '../world/frame'
import { octagon } from './outlines'
import { circle, hueTone, path, rect, text, type Pen, type Shape } from './shape'

/** How a small glyph is drawn: identity hue, older revision, stroke width. */
export interface MiniLook {
  readonly hue: number
  readonly old?: boolean
  readonly stroke?: number
}

/** The pod at overview size (10 to 27 px): state by form alone, in a square of side `s` at the origin. */
export function mini(state: PodState, s: number, look: MiniLook): Shape[] {
  const tone = hueTone(look.hue, look.old)
  const width = look.stroke ?? Math.max(1.5, s / 20)
  const r = s * 0.26
  const half = width / 2
  const mid = s / 2
  const outline = (pen: Pen) => rect(half, half, s - width, s - width, r, { stroke: tone, width, ...pen })
  switch (state) {
    case 'ready':
      return [rect(0, 0, s, s, r, { fill: tone })]
    case 'notready':
      return [outline({}), circle(mid, mid, s * 0.2, { fill: tone })]
    case 'creating':
      return [outline({}), rect(half, s * 0.55, s - width, s * 0.45 - half, r * 0.6, { fill: tone })]
    case 'pending':
      return [outline({ dash: [s * 0.2, s * 0.15] })]
    case 'ghost':
      return [outline({ dash: [0.1, s * 0.24], cap: 'round' })]
    case 'crash':
    case 'failed':
      return [
        path(octagon(0, 0, s, s, s * 0.29), { fill: 'trouble' }),
        path(`M${mid} ${s * 0.24}v${s * 0.28}M${mid} ${s * 0.74}v.01`, { stroke: 'on', width: width * 1.2 }),
      ]
    case 'term': {
      const cross = `M${s * 0.32} ${s * 0.32}l${s * 0.36} ${s * 0.36}m0 ${-s * 0.36}l${-s * 0.36} ${s * 0.36}`
      return [outline({ width: width * 0.8, alpha: 0.8 }), path(cross, { stroke: tone, width })]
    }
    case 'done':
      return [path(`M${s * 0.14} ${mid}l${s * 0.25} ${s * 0.25}l${s * 0.47} ${-s * 0.5}`, { stroke: tone, width: width * 1.25 })]
    case 'unknown':
      return [outline({ stroke: 'mute' }), text(mid, mid + s * 0.3, '?', { size: s * 0.8, anchor: 'middle', bold: true })]
  }
}

/** The pod at far size (4 to 9 px): fill against outline, in a square of side 8 at the origin. */
export function tiny(state: PodState, look: MiniLook): Shape[] {
  const tone = hueTone(look.hue, look.old)
  switch (state) {
    case 'ready':
      return [rect(0, 0, 8, 8, 2, { fill: tone })]
    case 'notready':
      return [rect(0.75, 0.75, 6.5, 6.5, 1.5, { stroke: tone, width: 1.5 })]
    case 'creating':
      return [rect(0.6, 0.6, 6.8, 6.8, 1.5, { stroke: tone, width: 1.2 }), rect(0, 4, 8, 4, 1.5, { fill: tone })]
    case 'pending':
      return [rect(0.75, 0.75, 6.5, 6.5, 1.5, { stroke: tone, width: 1.2, dash: [2, 1.4] })]
    case 'ghost':
      return [rect(1, 1, 6, 6, 1.5, { stroke: tone, width: 1, dash: [1, 2] })]
    case 'crash':
    case 'failed':
      return [path(octagon(-1, -1, 10, 10, 3), { fill: 'trouble' })]
    case 'term':
      return [rect(2, 2, 4, 4, 1, { fill: tone })]
    case 'done':
      return [rect(0, 3, 8, 2, 1, { fill: tone })]
    case 'unknown':
      return [rect(0.75, 0.75, 6.5, 6.5, 0, { stroke: 'mute', width: 1.5 })]
  }
}
