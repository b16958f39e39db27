import type { MessageView } from '../world/frame'
import type { Flight } from './motion'
import { headShapes } from './head'
import { along, type Route } from './route'
import { group, hueTone, mix, path, type Group, type PolyShape, type Shape, type Tone } from './shape'

/** Nested tapers, brighter toward the head: [where along the tail they begin, share of the width, opacity]. */
const tapers = [
  [0, 1, 0.22],
  [0.28, 0.86, 0.24],
  [0.5, 0.74, 0.3],
  [0.68, 0.62, 0.4],
] as const

/** A cheaper tail for when very many fly at once. */
const plainTapers = [[0, 0.9, 0.45]] as const

/** Tone of a message: failure is trouble, lease renewals are grey, all else has the hue of what it is about. */
export function messageTone(message: MessageView): Tone {
  if (message.head === 'failure') return 'trouble'
  return message.hue < 0 || message.head === 'lease' ? 'ink2' : hueTone(message.hue)
}

/** The tail of a comet as polygons, widest at the head. */
export function tailShapes(
  route: Route,
  tail: number,
  head: number,
  width: number,
  tone: Tone,
  alpha: number,
  plain: boolean,
): PolyShape[] {
  const count = plain ? 5 : 16
  const xs: number[] = []
  const ys: number[] = []
  const nx: number[] = []
  const ny: number[] = []
  for (let i = 0; i <= count; i++) {
    const [x, y, dx, dy] = along(route, tail + ((head - tail) * i) / count)
    xs.push(x)
    ys.push(y)
    nx.push(-dy)
    ny.push(dx)
  }
  return (plain ? plainTapers : tapers).map(([from, share, opacity]) => {
    const first = Math.round(count * from)
    const side = (way: number, i: number): [number, number] => {
      const half = (width / 2) * share * Math.pow((i - first) / (count - first), 0.9) * way
      return [xs[i]! + nx[i]! * half, ys[i]! + ny[i]! * half]
    }
    const points: number[] = []
    for (let i = first; i <= count; i++) points.push(...side(1, i))
    for (let i = count; i > first; i--) points.push(...side(-1, i))
    return { t: 'poly', rings: [points], fill: tone, alpha: opacity * alpha }
  })
}

const heads = new Map<string, readonly Shape[]>()

/** Heads are few and the same for all messages of a kind and tone. */
function head(message: MessageView, tone: Tone, ground: Tone): readonly Shape[] {
  const key = `${message.head} ${tone} ${ground}`
  let known = heads.get(key)
  if (!known) heads.set(key, (known = headShapes(message.head, message.hue, { ground, tone })))
  return known
}

/** A message on stage: tail and head, or the whole path when it does not travel. */
export function cometGroups(message: MessageView, route: Route, now: Flight, ground: Tone, plain: boolean): Group[] {
  const tone = messageTone(message)
  const thin = message.head === 'lease' || message.head === 'request' || message.head === 'response'
  const groups: Group[] = []
  const key = `message:${message.id}`
  const box = { x: 0, y: 0, w: 0, h: 0 }
  if (now.kind === 'comet') {
    const shapes = tailShapes(route, now.tail, now.head, thin ? 5 : 10, tone, now.alpha, plain)
    groups.push(group(`${key}:tail`, box, shapes))
  } else {
    groups.push(group(`${key}:line`, box, [path(route.d, { stroke: mix(tone, 70, ground), width: 2.5, alpha: now.alpha })]))
    if (now.kind === 'flash') return groups
  }
  const [x, y] = along(route, now.head)
  groups.push({
    ...group(key, box, head(message, tone, ground), x, y, 1, now.alpha),
    sprite: `${message.head} ${tone} ${ground}`,
  })
  return groups
}

/** Many tails as few shapes: those of one tone are filled together. */
export function mergeTails(groups: readonly Group[]): Group[] {
  const rings = new Map<Tone, (readonly number[])[]>()
  const rest: Group[] = []
  let alpha = 1
  for (const one of groups) {
    const [shape] = one.shapes
    if (one.shapes.length !== 1 || shape!.t !== 'poly') {
      rest.push(one)
      continue
    }
    alpha = shape!.alpha
    const known = rings.get(shape!.fill)
    if (known) known.push(...shape!.rings)
    else rings.set(shape!.fill, [...shape!.rings])
  }
  const shapes = [...rings].map(([fill, all]): PolyShape => ({ t: 'poly', rings: all, fill, alpha }))
  return [group('tails', { x: 0, y: 0, w: 0, h: 0 }, shapes), ...rest]
}
