import type { Shape } from '../../scene/shape'

const paths = new Map<string, Path2D>()

function pathOf(d: string): Path2D {
  let path = paths.get(d)
  if (!path) paths.set(d, (path = new Path2D(d)))
  return path
}

function outlineOf(shape: Shape): Path2D | null {
  if (shape.t === 'path') return pathOf(shape.d)
  const path = new Path2D()
  if (shape.t === 'circle') path.arc(shape.x, shape.y, shape.r, 0, Math.PI * 2)
  else if (shape.t === 'rect') path.roundRect(shape.x, shape.y, shape.w, shape.h, shape.r)
  else return null
  return path
}

/** Paints one plain shape (no mixed tones, no text), which is all that the heads of messages are made of. */
export function drawShape(ctx: CanvasRenderingContext2D, shape: Shape, colors: Readonly<Record<string, string>>): void {
  const outline = outlineOf(shape)
  if (!outline || !('stroke' in shape || 'fill' in shape)) return
  const { fill, stroke, width } = shape as { fill?: string; stroke?: string; width?: number }
  if (fill) {
    ctx.fillStyle = colors[fill] ?? fill
    ctx.fill(outline)
  }
  if (stroke) {
    ctx.strokeStyle = colors[stroke] ?? stroke
    ctx.lineWidth = width ?? 1.5
    ctx.lineCap = 'round'
    ctx.lineJoin = 'round'
    ctx.stroke(outline)
  }
}
