import type { MessageHead, PodState } from '../world/frame'
import { headShapes } from './head'
import { mini } from './mini'
import { n2 } from './outlines'
import type { Box, Group, Pen, Shape, Tone } from './shape'
import { hasHangul } from './textWidth'

/** Turns a tone into what an SVG attribute takes. */
export type ToneWriter = (tone: Tone) => string

/** Font families as attribute values; the page's own variables unless a drawing must stand alone. */
export interface SvgFonts {
  readonly sans: string
  readonly mono: string
}

const pageFonts: SvgFonts = { sans: 'var(--sans)', mono: 'var(--mono)' }

const fillOf = (fill: Tone | undefined, tone: ToneWriter): string =>
  fill === undefined ? 'none' : fill === 'hatch' ? 'url(#hatch)' : tone(fill)

/** Tones as CSS: `var(--sky)` and `color-mix(in oklab, ...)`, so the markup follows the page's theme. */
export function cssTone(tone: Tone): string {
  const parts = tone.split('~')
  const name = (part: string) => (part === 'transparent' ? part : `var(--${part})`)
  let css = name(parts[0]!)
  for (let i = 1; i + 1 < parts.length; i += 2) {
    const share = parts[i] === 'tint' ? 'var(--tint)' : `${parts[i]}%`
    css = `color-mix(in oklab,${css} ${share},${name(parts[i + 1]!)})`
  }
  return css
}

/** As XML takes it, which has no place at all for most control characters. */
const escape = (said: string): string =>
  said
    .replace(/[^\t\n\r\x20-\uFFFD]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
function pen(shape: Pen, tone: ToneWriter): string {
  let out = ` fill="${fillOf(shape.fill, tone)}"`
  if (shape.stroke) out += ` stroke="${tone(shape.stroke)}" stroke-width="${n2(shape.width ?? 1.5)}" stroke-linejoin="round"`
  if (shape.stroke && shape.cap === 'round') out += ' stroke-linecap="round"'
  if (shape.dash) out += ` stroke-dasharray="${shape.dash.map(n2).join(' ')}"`
  if (shape.alpha !== undefined && shape.alpha < 1) out += ` opacity="${n2(shape.alpha)}"`
  return out
}

/** One shape as markup. */
export function shapeSvg(shape: Shape, tone: ToneWriter = cssTone, fonts: SvgFonts = pageFonts): string {
  switch (shape.t) {
    case 'rect': {
      const r = n2(Math.min(shape.r, shape.w / 2, shape.h / 2))
      return `<rect x="${n2(shape.x)}" y="${n2(shape.y)}" width="${n2(shape.w)}" height="${n2(shape.h)}" rx="${r}"${pen(shape, tone)}/>`
    }
    case 'path':
      return `<path d="${shape.d}"${pen(shape, tone)}/>`
    case 'circle':
      return `<circle cx="${n2(shape.x)}" cy="${n2(shape.y)}" r="${n2(shape.r)}"${pen(shape, tone)}/>`
    case 'poly': {
      const d = shape.rings.map((ring) => `M${ring.map(n2).join(' ')}Z`).join('')
      return `<path d="${d}" fill="${tone(shape.fill)}" opacity="${n2(shape.alpha)}"/>`
    }
    case 'cells': {
      let d = ''
      for (let i = 0; i < shape.points.length; i += 2)
        d += `M${n2(shape.points[i]!)} ${n2(shape.points[i + 1]!)}h${shape.size}v${shape.size}h${-shape.size}z`
      return `<path d="${d}" fill="${tone(shape.fill)}"/>`
    }
    case 'text': {
      const family = shape.mono && !hasHangul(shape.text) ? fonts.mono : fonts.sans
      const halo = shape.halo ? ` stroke="${tone(shape.halo)}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"` : ''
      const look = `font-size="${n2(shape.size)}" font-weight="${shape.bold ? 700 : 400}" text-anchor="${shape.anchor ?? 'start'}"`
      const place = `x="${n2(shape.x)}" y="${n2(shape.y)}" font-family="${escape(family)}"`
      return `<text ${place} ${look} fill="${tone(shape.fill)}"${halo}>${escape(shape.text)}</text>`
    }
  }
}

/** One group as markup, at its place. */
export function groupSvg(group: Group, tone: ToneWriter = cssTone, fonts: SvgFonts = pageFonts): string {
  const body = group.shapes.map((shape) => shapeSvg(shape, tone, fonts)).join('')
  const scale = group.scale === 1 ? '' : ` scale(${n2(group.scale)})`
  const alpha = group.alpha < 1 ? ` opacity="${n2(group.alpha)}"` : ''
  const move = group.x || group.y || scale ? ` transform="translate(${n2(group.x)} ${n2(group.y)})${scale}"` : ''
  return `<g data-key="${escape(group.key)}"${move}${alpha}>${body}</g>`
}

const hatchDefs = (tone: ToneWriter): string =>
  `<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
  `<rect width="6" height="6" fill="${tone('card')}"/><rect width="1.5" height="6" fill="${tone('line2')}"/></pattern></defs>`

/** A whole scene as a standalone drawing of the part `box` of the world. */
export function sceneSvg(groups: readonly Group[], box: Box, tone: ToneWriter = cssTone, fonts: SvgFonts = pageFonts): string {
  const view = `${n2(box.x)} ${n2(box.y)} ${n2(box.w)} ${n2(box.h)}`
  const ground = `<rect x="${n2(box.x)}" y="${n2(box.y)}" width="${n2(box.w)}" height="${n2(box.h)}" fill="${tone('stage')}"/>`
  const body = groups.map((group) => groupSvg(group, tone, fonts)).join('\n')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${n2(box.w)}" height="${n2(box.h)}" viewBox="${view}">${hatchDefs(tone)}${ground}\n${body}\n</svg>`
}

/** The small pod glyph for the page's own text (drift meter, tabs, tables); coloured by the page's CSS variables. */
export function glyphSvg(state: PodState, hue: number, size = 16, old = false): string {
  const body = mini(state, size, { hue, old, stroke: size > 18 ? 1.75 : 1.5 })
    .map((shape) => shapeSvg(shape))
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="-0.5 -0.5 ${size + 1} ${size + 1}" aria-hidden="true">${body}</svg>`
}

/** The head of a message, for the timeline's lanes and legend; `ground` is the surface that it lies on. */
export function headSvg(head: MessageHead, hue: number, size = 16, ground: Tone = 'panel'): string {
  const body = headShapes(head, hue, { ground })
    .map((shape) => shapeSvg(shape))
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="-9.5 -9.5 19 19" aria-hidden="true">${body}</svg>`
}
