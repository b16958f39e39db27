/**
 * What a scene is made of: plain records, free of theme and of DOM. Colours are tones: a token's name (`sky`, `card`), or mixes in
 * oklab chained from the left, `sky~52~mute~tint~card` = 52% sky in mute, and `tint` of that in card. `hatch` is the striped fill.
 */
export type Tone = string

export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** How a shape is inked; lengths in the units of its group. */
export interface Pen {
  readonly fill?: Tone
  readonly stroke?: Tone
  readonly width?: number
  readonly dash?: readonly number[]
  readonly cap?: 'butt' | 'round'
  readonly alpha?: number
}

export interface RectShape extends Pen, Box {
  readonly t: 'rect'
  readonly r: number
}

/** An outline in SVG path syntax; painters cache it by its text. */
export interface PathShape extends Pen {
  readonly t: 'path'
  readonly d: string
}

export interface CircleShape extends Pen {
  readonly t: 'circle'
  readonly x: number
  readonly y: number
  readonly r: number
}

export interface TextShape {
  readonly t: 'text'
  readonly x: number
  readonly y: number
  readonly text: string
  readonly size: number
  readonly fill: Tone
  readonly bold?: boolean
  readonly mono?: boolean
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Smallest seen size, in px, at which it is still drawn (grown to 12 px); texts without it are dropped sooner. */
  readonly keep?: number
  /** Tone of the 5 px band that keeps paths out of the letters. */
  readonly halo?: Tone
}

/** Closed polygons, x and y of their corners in turn; for outlines that change with every frame. */
export interface PolyShape {
  readonly t: 'poly'
  readonly rings: readonly (readonly number[])[]
  readonly fill: Tone
  readonly alpha: number
}

/** Many equal squares of one tone, x and y in turn: pods seen from far away. */
export interface CellsShape {
  readonly t: 'cells'
  readonly size: number
  readonly fill: Tone
  readonly points: Float32Array
}

export type Shape = RectShape | PathShape | CircleShape | TextShape | PolyShape | CellsShape

/** One object on stage. The same record comes back while nothing about it changes, so painters compare by identity. */
export interface Group {
  readonly key: string
  /** Where the group's own origin lies in the world, and its scale and opacity. */
  readonly x: number
  readonly y: number
  readonly scale: number
  readonly alpha: number
  /** World box that holds all of its ink. */
  readonly box: Box
  readonly shapes: readonly Shape[]
  /** A name for small drawings that occur many times at once, within 14 units of their origin: painters keep a picture of them. */
  readonly sprite?: string | undefined
}

const names = ['sky', 'rose', 'green', 'yellow', 'indigo', 'sand'] as const

/** Tone of an identity hue; -1, nobody's, is grey. An older revision is 52% of its hue in `mute`. */
export function hueTone(hue: number, old = false): Tone {
  const name = hue < 0 ? 'ink3' : names[hue % names.length]!
  return old ? `${name}~52~mute` : name
}

/** `percent` of one tone in another. */
export const mix = (tone: Tone, percent: number | 'tint', into: Tone = 'card'): Tone => `${tone}~${percent}~${into}`

export const group = (key: string, box: Box, shapes: readonly Shape[], x = 0, y = 0, scale = 1, alpha = 1): Group => ({
  key,
  x,
  y,
  scale,
  alpha,
  box,
  shapes,
})

/** A box with its edges moved out by `by`. */
export const grow = (box: Box, by: number): Box => ({ x: box.x - by, y: box.y - by, w: box.w + 2 * by, h: box.h + 2 * by })

/** The box around two. */
export function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y }
}

export const overlaps = (a: Box, b: Box): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

export const contains = (box: Box, x: number, y: number): boolean =>
  x >= box.x && y >= box.y && x < box.x + box.w && y < box.y + box.h

export const rect = (x: number, y: number, w: number, h: number, r: number, pen: Pen): RectShape => ({
  t: 'rect',
  x,
  y,
  w,
  h,
  r,
  ...pen,
})
export const circle = (x: number, y: number, r: number, pen: Pen): CircleShape => ({ t: 'circle', x, y, r, ...pen })
export const path = (d: string, pen: Pen): PathShape => ({ t: 'path', d, cap: 'round', ...pen })

export type TextLook = Partial<Omit<TextShape, 't' | 'x' | 'y' | 'text'>>
export const text = (x: number, y: number, said: string, look: TextLook = {}): TextShape => ({
  t: 'text',
  x,
  y,
  text: said,
  size: 13,
  fill: 'ink',
  ...look,
})
