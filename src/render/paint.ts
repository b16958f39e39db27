import type { Camera } from '../scene/camera'
import type { Group, Pen, Shape, TextShape } from '../scene/shape'
import { hasHangul } from '../scene/textWidth'
import { toneResolver } from './oklab'
import { mono, sans, type Theme } from './tokens'

/** Smallest text on screen, and the size below which it is dropped rather than grown, in CSS px. */
const floorText = 12
const dropText = 9.4

/** How far from its origin a sprite may reach, in its own units. */
const spriteReach = 14

/** Draws groups on a 2D context in one theme. */
export interface Painter {
  /** Sets camera, pixel ratio and how many times larger than usual texts are, for what follows. */
  view(camera: Camera, ratio: number, magnify: number): void
  group(group: Group): void
  color(tone: string): string
}

export function createPainter(context: CanvasRenderingContext2D, theme: Theme): Painter {
  const color = toneResolver(theme)
  const outlines = new Map<string, Path2D>()
  const sprites = new Map<string, HTMLCanvasElement>()
  let camera: Camera = { x: 0, y: 0, k: 1 }
  let ratio = 1
  let magnify = 1
  let total = 1
  let hatch: CanvasPattern | null = null

  function stripes(): CanvasPattern | string {
    if (hatch) return hatch
    const tile = document.createElement('canvas')
    tile.width = tile.height = 24
    const pen = tile.getContext('2d')!
    pen.fillStyle = color('card')
    pen.fillRect(0, 0, 24, 24)
    pen.fillStyle = color('line2')
    pen.fillRect(0, 0, 6, 24)
    hatch = context.createPattern(tile, 'repeat')
    hatch?.setTransform(new DOMMatrix().rotate(45).scale(0.25))
    return hatch ?? color('card')
  }

  function outline(d: string): Path2D {
    let known = outlines.get(d)
    if (!known) {
      if (outlines.size > 4000) outlines.clear()
      outlines.set(d, (known = new Path2D(d)))
    }
    return known
  }

  function ink(shape: Pen, whole: number, path: Path2D | null): void {
    context.globalAlpha = whole * (shape.alpha ?? 1)
    if (shape.fill) {
      context.fillStyle = shape.fill === 'hatch' ? stripes() : color(shape.fill)
      if (path) context.fill(path)
      else context.fill()
    }
    if (!shape.stroke) return
    context.strokeStyle = color(shape.stroke)
    context.lineWidth = Math.max(shape.width ?? 1.5, 1 / total)
    context.lineCap = shape.cap ?? 'butt'
    if (shape.dash) context.setLineDash(shape.dash as number[])
    if (path) context.stroke(path)
    else context.stroke()
    if (shape.dash) context.setLineDash([])
  }

  function write(shape: TextShape, whole: number): void {
    const seen = (shape.size * total) / magnify
    if (seen < (shape.keep ?? dropText)) return
    const size = (Math.max(seen, floorText) * magnify) / total
    const family = shape.mono && !hasHangul(shape.text) ? mono : sans
    context.font = `${shape.bold ? 700 : 400} ${Math.ceil(size * 100) / 100}px ${family}`
    context.textAlign = shape.anchor === 'middle' ? 'center' : (shape.anchor ?? 'start')
    context.globalAlpha = whole
    if (shape.halo) {
      context.strokeStyle = color(shape.halo)
      context.lineWidth = 5
      context.strokeText(shape.text, shape.x, shape.y)
    }
    context.fillStyle = color(shape.fill)
    context.fillText(shape.text, shape.x, shape.y)
  }

  function draw(shape: Shape, whole: number): void {
    switch (shape.t) {
      case 'rect':
        context.beginPath()
        context.roundRect(shape.x, shape.y, shape.w, shape.h, Math.min(shape.r, shape.w / 2, shape.h / 2))
        return ink(shape, whole, null)
      case 'circle':
        context.beginPath()
        context.arc(shape.x, shape.y, shape.r, 0, 2 * Math.PI)
        return ink(shape, whole, null)
      case 'path':
        return ink(shape, whole, outline(shape.d))
      case 'text':
        return write(shape, whole)
      case 'poly':
        context.beginPath()
        for (const ring of shape.rings) {
          context.moveTo(ring[0]!, ring[1]!)
          for (let i = 2; i < ring.length; i += 2) context.lineTo(ring[i]!, ring[i + 1]!)
        }
        context.globalAlpha = whole * shape.alpha
        context.fillStyle = color(shape.fill)
        context.fill()
        return
      case 'cells':
        context.globalAlpha = whole
        context.fillStyle = color(shape.fill)
        context.beginPath()
        for (let i = 0; i < shape.points.length; i += 2)
          context.rect(shape.points[i]!, shape.points[i + 1]!, shape.size, shape.size)
        context.fill()
    }
  }

  /** Draws a small group from a picture of it, made once for each scale. */
  function stamp(name: string, group: Group): void {
    const scale = ratio * total
    const key = `${name} ${scale}`
    let known = sprites.get(key)
    if (!known) {
      if (sprites.size > 300) sprites.clear()
      sprites.set(key, (known = picture(group, scale)))
    }
    const x = ratio * (camera.x + group.x * camera.k) - known.width / 2
    const y = ratio * (camera.y + group.y * camera.k) - known.height / 2
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.drawImage(known, x, y)
  }

  function picture(group: Group, scale: number): HTMLCanvasElement {
    const tile = document.createElement('canvas')
    tile.width = tile.height = 2 * Math.ceil(spriteReach * scale)
    const pen = createPainter(tile.getContext('2d')!, theme)
    const middle = tile.width / 2
    pen.view({ x: middle, y: middle, k: scale }, 1, 1)
    pen.group({ ...group, x: 0, y: 0, scale: 1, sprite: undefined })
    return tile
  }

  return {
    color,
    view(next, pixels, times) {
      camera = next
      ratio = pixels
      magnify = times
    },
    group(group) {
      const { k } = camera
      total = k * group.scale
      if (group.sprite && group.alpha === 1) return stamp(group.sprite, group)
      const scale = ratio * total
      context.setTransform(scale, 0, 0, scale, ratio * (camera.x + group.x * k), ratio * (camera.y + group.y * k))
      context.lineJoin = 'round'
      for (const shape of group.shapes) draw(shape, group.alpha)
      context.globalAlpha = 1
    },
  }
}
