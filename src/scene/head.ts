import type { MessageHead } from '../world/frame'
import { octagon } from './outlines'
import { circle, hueTone, path, rect, type Shape, type Tone } from './shape'

/** Where a head lies, for its halo; and a tone that overrides its hue (grey for lease renewals). */
export interface HeadLook {
  readonly ground?: Tone
  readonly tone?: Tone
}

/** What a message does, at the origin, about 15 px wide; failure is always in trouble. */
export function headShapes(head: MessageHead, hue: number, look: HeadLook = {}): Shape[] {
  const ground = look.ground ?? 'stage'
  const tone = look.tone ?? (hue < 0 ? 'ink2' : hueTone(hue))
  const halo = circle(0, 0, 10.5, { fill: ground })
  switch (head) {
    case 'write':
      return [halo, circle(0, 0, 7.5, { fill: tone }), path('M-3.4 0h6.8M0 -3.4v6.8', { stroke: 'on', width: 1.9 })]
    case 'watch':
      return [halo, circle(0, 0, 7, { fill: ground, stroke: tone, width: 2.25 }), circle(0, 0, 2.6, { fill: tone })]
    case 'bind':
      return [halo, path('M0 -9l9 9l-9 9l-9 -9Z', { fill: tone })]
    case 'status':
      return [halo, rect(-7, -7, 14, 14, 3.5, { fill: tone }), path('M-3.6 0l2.6 2.8l4.6 -5.4', { stroke: 'on', width: 1.9 })]
    case 'edit':
      return [
        halo,
        path('M-6.5 -8h9l4 4v12h-13Z', { fill: tone }),
        path('M-3.2 -.5h6.4M-3.2 3.4h4.4', { stroke: 'on', width: 1.6 }),
      ]
    case 'request':
      return [circle(0, 0, 4, { fill: tone })]
    case 'response':
    case 'lease':
      return [circle(0, 0, 3.6, { fill: ground, stroke: tone, width: 1.75 })]
    case 'pull':
      return [rect(-11, -5, 22, 10, 2.5, { fill: tone, stroke: ground, width: 2 })]
    case 'probe':
      return [path('M-5 4l5 -9l5 9Z', { fill: ground, stroke: tone, width: 2 })]
    case 'failure':
      return [path(octagon(-8, -8, 16, 16, 4.7), { fill: 'trouble' }), path('M0 -4v4.6M0 4v.01', { stroke: 'on', width: 2.1 })]
  }
}
