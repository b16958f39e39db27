import { n2 } from './outlines'
import { grow, type Box } from './shape'

/** A path with its measure: what comets and dots travel on. */
export interface Route {
  /** The same in SVG path syntax. */
  readonly d: string
  /** x and y in turn, close enough together to be joined by straight lines. */
  readonly points: Float64Array
  /** Length from the start to each point. */
  readonly lengths: Float64Array
  readonly length: number
}

export type Point = readonly [number, number]

const steps = 18

/** Collects lines and cubics into a route. */
export function routeFrom(start: Point, parts: readonly (readonly [Point] | readonly [Point, Point, Point])[]): Route {
  const flat: number[] = [start[0], start[1]]
  let d = `M${n2(start[0])} ${n2(start[1])}`
  let [x, y] = start
  for (const part of parts) {
    if (part.length === 1) {
      ;[x, y] = part[0]
      flat.push(x, y)
      d += `L${n2(x)} ${n2(y)}`
      continue
    }
    const [a, b, c] = part
    for (let i = 1; i <= steps; i++) {
      const t = i / steps
      const u = 1 - t
      flat.push(
        u * u * u * x + 3 * u * u * t * a[0] + 3 * u * t * t * b[0] + t * t * t * c[0],
        u * u * u * y + 3 * u * u * t * a[1] + 3 * u * t * t * b[1] + t * t * t * c[1],
      )
    }
    d += `C${n2(a[0])} ${n2(a[1])} ${n2(b[0])} ${n2(b[1])} ${n2(c[0])} ${n2(c[1])}`
    ;[x, y] = c
  }
  return measured(d, Float64Array.from(flat))
}

function measured(d: string, points: Float64Array): Route {
  const lengths = new Float64Array(points.length / 2)
  for (let i = 1; i < lengths.length; i++) {
    const dx = points[2 * i]! - points[2 * i - 2]!
    const dy = points[2 * i + 1]! - points[2 * i - 1]!
    lengths[i] = lengths[i - 1]! + Math.sqrt(dx * dx + dy * dy)
  }
  return { d, points, lengths, length: lengths[lengths.length - 1]! }
}

/** The same way in the other direction. */
export function reversed(route: Route): Route {
  const count = route.points.length / 2
  const points = new Float64Array(route.points.length)
  for (let i = 0; i < count; i++) {
    points[2 * i] = route.points[2 * (count - 1 - i)]!
    points[2 * i + 1] = route.points[2 * (count - 1 - i) + 1]!
  }
  return measured(route.d, points)
}

/** A route without its last stretch. */
export function cutShort(route: Route, by: number): Route {
  const { points, lengths, length } = route
  const end = Math.max(0, length - by)
  let last = 0
  while (last + 1 < lengths.length && lengths[last + 1]! < end) last++
  const [x, y] = along(route, length ? end / length : 0)
  const flat: number[] = []
  for (let i = 0; i <= last; i++) flat.push(points[2 * i]!, points[2 * i + 1]!)
  flat.push(x, y)
  const d = flat.reduce((text, value, i) => text + (i === 0 ? 'M' : i % 2 ? ' ' : 'L') + n2(value), '')
  return measured(d, Float64Array.from(flat))
}

/** Lines through the points with corners rounded by `r`. */
export function rounded(points: readonly Point[], r: number): Route {
  const parts: (readonly [Point] | readonly [Point, Point, Point])[] = []
  for (let i = 1; i < points.length; i++) {
    const here = points[i]!
    const next = points[i + 1]
    if (!next) {
      parts.push([here])
      break
    }
    const before = points[i - 1]!
    const toward = (from: Point, to: Point): Point => {
      const dx = to[0] - from[0]
      const dy = to[1] - from[1]
      const length = Math.sqrt(dx * dx + dy * dy) || 1
      const part = Math.min(r, length / 2) / length
      return [from[0] + dx * part, from[1] + dy * part]
    }
    const enter = toward(here, before)
    const leave = toward(here, next)
    parts.push(
      [enter],
      [
        [(enter[0] + 2 * here[0]) / 3, (enter[1] + 2 * here[1]) / 3],
        [(leave[0] + 2 * here[0]) / 3, (leave[1] + 2 * here[1]) / 3],
        leave,
      ],
    )
  }
  return routeFrom(points[0]!, parts)
}

/** Place and direction at a part (0..1) of the way: [x, y, dx, dy], the direction of length 1. */
export function along(route: Route, part: number): readonly [number, number, number, number] {
  const { points, lengths, length } = route
  const at = Math.min(1, Math.max(0, part)) * length
  let low = 1
  let high = lengths.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (lengths[middle]! < at) low = middle + 1
    else high = middle
  }
  const x0 = points[2 * low - 2]!
  const y0 = points[2 * low - 1]!
  const dx = points[2 * low]! - x0
  const dy = points[2 * low + 1]! - y0
  const span = lengths[low]! - lengths[low - 1]! || 1
  const t = (at - lengths[low - 1]!) / span
  return [x0 + dx * t, y0 + dy * t, dx / span, dy / span]
}

/** The box around a polyline. */
export function routeBox(points: Float64Array): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]!)
    right = Math.max(right, points[i]!)
    top = Math.min(top, points[i + 1]!)
    bottom = Math.max(bottom, points[i + 1]!)
  }
  return grow({ x: left, y: top, w: right - left, h: bottom - top }, 4)
}
