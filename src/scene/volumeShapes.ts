import type { PodView, VolumeView } from '../world/frame'
import { phrase, type Say } from './say'
import { hueTone, mix, path, rect, text, type Shape, type Tone } from './shape'
import { clip } from './textWidth'
import type { VolumeSpot } from './volumeBand'

interface DrumLook {
  readonly stroke: Tone
  readonly fill?: Tone
  readonly dash?: readonly number[]
  readonly width?: number
}

/** A drum: `w` wide, `h` high, its upper left corner at the origin of its box. */
export function drum(x: number, y: number, w: number, h: number, { stroke, fill, dash, width = 1.5 }: DrumLook): Shape[] {
  const rx = w / 2
  const ry = Math.max(2, w * 0.17)
  const side = `M${x} ${y + ry}V${y + h - ry}a${rx} ${ry} 0 0 0 ${w} 0V${y + ry}`
  const lid = `M${x} ${y + ry}a${rx} ${ry} 0 0 1 ${w} 0a${rx} ${ry} 0 0 1 ${-w} 0Z`
  const pen = { stroke, width, ...(fill && { fill }), ...(dash && { dash }) }
  return [path(side, pen), path(lid, pen)]
}

/** Half a drum: the claim is the left one, the volume the right one; bound, they close. */
function halfDrum(x: number, y: number, w: number, h: number, side: 'left' | 'right', look: DrumLook): Shape[] {
  const ry = w * 0.34
  const edge = side === 'left' ? x + w : x
  const way = side === 'left' ? -1 : 1
  const sweep = side === 'left' ? 0 : 1
  const lid = `M${edge} ${y}A${w} ${ry} 0 0 ${sweep} ${edge + way * w} ${y + ry}A${w} ${ry} 0 0 ${sweep} ${edge} ${y + 2 * ry}Z`
  const body =
    `M${edge + way * w} ${y + ry}V${y + h - ry}A${w} ${ry} 0 0 ${1 - sweep} ${edge} ${y + h}` +
    `V${y + 2 * ry}A${w} ${ry} 0 0 ${1 - sweep} ${edge + way * w} ${y + ry}Z`
  const { stroke, fill, dash, width = 1.5 } = look
  const pen = { stroke, width, ...(fill && { fill }), ...(dash && { dash }) }
  return [path(body, pen), path(lid, pen)]
}

const UNBOUND = [3, 3] as const

/** Is the volume attached to a node while the pod that needs it is on another one? Then that pod waits. */
export const isElsewhere = (volume: VolumeView, pod: PodView): boolean =>
  volume.node !== '' && pod.node !== '' && pod.node !== volume.node && pod.state !== 'term' && pod.state !== 'unknown'

/** Claim and volume as two halves of a drum, their names and what is in them. `elsewhere`: its pod waits for it on another node. */
export function volumeCard(volume: VolumeView, spot: VolumeSpot, say: Say, elsewhere = false): Shape[] {
  const tone = hueTone(volume.hue)
  const { x, y, w, h } = spot
  const bound = volume.phase === 'Bound'
  const trouble = volume.phase === 'Lost' || volume.phase === 'Failed' || elsewhere
  const stroke = trouble ? 'trouble' : tone
  const apart = bound ? 0 : 3
  const middle = x + 23
  const halves = [
    ...halfDrum(
      middle - 13 - apart,
      y + 7,
      13,
      32,
      'left',
      volume.claim ? { stroke, fill: mix(tone, 24) } : { stroke: 'mute', dash: UNBOUND },
    ),
    ...halfDrum(
      middle + apart,
      y + 7,
      13,
      32,
      'right',
      volume.volume ? { stroke: bound ? stroke : 'line2', fill: mix(tone, bound ? 24 : 0) } : { stroke, dash: UNBOUND },
    ),
  ]
  const room = w - 52
  return [
    rect(x, y, w, h, 10, { fill: 'card', stroke: trouble ? 'trouble' : 'line', width: 1.25 }),
    ...halves,
    text(x + 44, y + 19, clip(volume.claim || volume.volume, room, 13.5, true), { size: 13.5, bold: true }),
    text(
      x + 44,
      y + 36,
      clip(elsewhere ? say(phrase('stage.volume.elsewhere', { node: volume.node })) : volumeLine(volume, say), room, 12.5),
      { size: 12.5, fill: trouble ? 'trouble' : 'ink2' },
    ),
  ]
}

/** What to know of a volume in one line: how large, and what is in it; or why there is none. */
function volumeLine(volume: VolumeView, say: Say): string {
  const size = sizeText(volume.size)
  if (volume.phase !== 'Bound') return [size, volume.phase].filter(Boolean).join(' · ')
  const what =
    volume.records > 0
      ? say(phrase('stage.volume.records', { count: volume.records }))
      : volume.files > 0
        ? say(phrase('stage.volume.files', { count: volume.files }))
        : say(phrase(volume.pods.length ? 'stage.volume.empty' : 'stage.volume.unused'))
  return `${size} · ${what}`
}

const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const

/** Bytes in the largest unit that leaves at most one decimal: `8Gi`. */
export function sizeText(bytes: number): string {
  if (bytes <= 0) return ''
  const power = Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${Math.round((bytes / 1024 ** power) * 10) / 10}${units[power]}`
}

/** A pod's claim at its edge: a small drum, joined to the nucleus by a stem. */
export function podDrum(bound: boolean, hue: number, old: boolean): Shape[] {
  const tone = hueTone(hue, old)
  const look = bound ? { stroke: tone, fill: mix(tone, 45) } : { stroke: tone, fill: 'card', dash: [2.2, 2.2] }
  return [path('M8 27H19', { stroke: tone, width: 1.5 }), ...drum(-7, 18.5, 15, 17, { ...look, width: 1.4 })]
}
