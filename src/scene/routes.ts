import type { PodView } from '../world/frame'
import { margin, rowGap } from './form'
import { slotBox, type Layout, type NodeSpot } from './layout'
import type { StageModel } from './model'
import { dockX } from './nodeCard'
import { nucleusY } from './podGlyph'
import type { Box } from './shape'
import { reversed, rounded, routeFrom, type Point, type Route } from './route'

/** From the API server's lower edge to a kubelet's dock. Outer nodes run higher, so no path crosses another. */
export function controlRoute(layout: Layout, spot: NodeSpot): Route {
  const { api } = layout.plane
  const { form } = layout
  const first = layout.nodes.filter((other) => other.row === 0).length
  const share = first > 1 ? spot.column / (first - 1) : 0.5
  const inset = layout.plane.frame ? 34 : 30
  const from: Point = [api.x + inset + share * (api.w - 2 * inset), api.y + api.h]
  const to: Point = [spot.x + dockX(form, spot.w), spot.y]
  const top = layout.nodes[0]?.y ?? to[1]
  const level = runLevel(spot.column, first, from[1], top)
  if (spot.row === 0 || form.detail === 'far') return swing(from, to, level)
  // Lower rows are reached through the gap at the right of the column, and the space between the rows.
  const gapX = Math.min(spot.x + spot.w + (form.detail === 'normal' ? 5 + spot.row * 2 : 5), layout.width - 6)
  const between = spot.y - rowGap(form) / 2 + (form.detail === 'normal' ? 4 : 0)
  return rounded(
    [from, [from[0], level - 4], [gapX, level - 4], [gapX, between], [to[0], between], to],
    form.detail === 'normal' ? 12 : 4,
  )
}

/** Height of a path's level run: the outermost highest on either side. */
function runLevel(column: number, columns: number, from: number, to: number): number {
  const middle = (columns - 1) / 2
  const inner = columns > 1 ? 1 - Math.abs(column - middle) / middle : 0.5
  const room = to - from
  return from + room * (0.5 + 0.16 * Math.min(1, inner * 1.5))
}

/** Down, across at one level, down: the soft curve of all control paths. */
function swing(from: Point, to: Point, level: number): Route {
  const dx = to[0] - from[0]
  return routeFrom(from, [
    [
      [from[0], level],
      [from[0] + dx * 0.22, level],
      [from[0] + dx * 0.5, level],
    ],
    [[from[0] + dx * 0.78, level], [to[0], level], to],
  ])
}

/** From a Service's socket up the gutter right of the pod into its port. */
export function trafficRoute(layout: Layout, socket: Point, pod: PodView): Route | null {
  const spot = layout.nodeByName.get(pod.node)
  if (!spot || pod.slot < 0 || layout.form.detail !== 'normal') return null
  const box = slotBox(layout.form, spot, pod.slot)
  const k = layout.form.pod
  const x = box.x + box.w / 2
  const y = box.y + box.h
  const gutter = box.x + box.w + 6 * k
  const lowest = layout.bottom
  const end: Point = [x, y + 6 * k]
  const into: readonly [Point, Point, Point] = [[gutter, y + 16 * k], [x, y + 26 * k], end]
  const floor = spot.y + spot.h
  if (lowest - floor < 4) {
    const low = Math.max(y + 34 * k, lowest - 20)
    return routeFrom(socket, [
      [
        [socket[0], lowest + 8],
        [gutter, socket[1]],
        [gutter, low - 2],
      ],
      [[gutter, y + 34 * k]],
      into,
    ])
  }
  // From a higher row of nodes: along under its own row, then down the gap between columns.
  const side = spot.x + spot.w + 6
  const under = floor + 7
  const start = rounded(
    [socket, [socket[0], lowest + 10], [side, lowest + 10], [side, under], [gutter, under], [gutter, y + 34 * k]],
    9,
  )
  const tail = routeFrom([gutter, y + 34 * k], [into])
  return joined(start, tail)
}

function joined(a: Route, b: Route): Route {
  const points = new Float64Array(a.points.length + b.points.length)
  points.set(a.points)
  points.set(b.points, a.points.length)
  const lengths = new Float64Array(a.lengths.length + b.lengths.length)
  lengths.set(a.lengths)
  for (let i = 0; i < b.lengths.length; i++) lengths[a.lengths.length + i] = a.length + b.lengths[i]!
  return { d: a.d + b.d.replace('M', 'L'), points, lengths, length: a.length + b.length }
}

/** From the users to a Service: straight for the first, along under the pills for the others. */
export function usersRoute(layout: Layout, from: number, nth: number, x: number, bottom: number): Route {
  // An Ingress stands where the straight way would be.
  const index = nth + (layout.ingresses.length ? 1 : 0)
  if (index === 0) return routeFrom([from, layout.bandY], [[[x, layout.bandY]]])
  const low = bottom + 4 + index * 5
  return rounded(
    [
      [from, layout.bandY],
      [from + 10 - index * 3, layout.bandY],
      [from + 10 - index * 3, low],
      [x, low],
      [x, bottom],
    ],
    8,
  )
}

/** From an Ingress' tag to one of its Services; each further one takes a lower way. */
export function ingressRoute(layout: Layout, tag: Box, index: number, spot: Box): Route {
  const from: Point = [tag.x + tag.w, tag.y + tag.h / 2]
  if (index === 0 && Math.abs(spot.y + spot.h / 2 - from[1]) < 2) return routeFrom(from, [[[spot.x, from[1]]]])
  const low = spot.y + spot.h + 6 + index * 5
  const out = from[0] + 10 + index * 4
  const x = spot.x + spot.w / 2 - 14 + index * 4
  return rounded([from, [out, from[1]], [out, low], [x, low], [x, spot.y + spot.h]], 8)
}

/** From the users to the point of an Ingress' tag. */
export function callIngressRoute(layout: Layout, from: number, tag: Box): Route {
  const y = tag.y + tag.h / 2
  if (Math.abs(y - layout.bandY) < 1) return routeFrom([from, y], [[[tag.x, y]]])
  return rounded(
    [
      [from, layout.bandY],
      [from + 12, layout.bandY],
      [from + 12, y],
      [tag.x, y],
    ],
    8,
  )
}

const arrival = (layout: Layout, actor: string, api: boolean): Point | null => {
  const { plane } = layout
  if (actor === 'scheduler') return api ? [plane.api.x + plane.api.w, plane.api.y + 24] : [plane.scheduler.x, plane.api.y + 24]
  if (actor === 'etcd')
    return api ? [plane.api.x + plane.api.w / 2, plane.api.y] : [plane.etcd.x + plane.etcd.w / 2, plane.etcd.y + plane.etcd.h]
  return null
}

/** The way between two actors of the trace, or null when it is not drawn in this layout. */
export function messageRoute(model: StageModel, layout: Layout, from: string, to: string): Route | null {
  if (from === 'apiserver') return apiRoute(model, layout, to)
  if (to === 'apiserver') {
    const back = apiRoute(model, layout, from)
    return back && reversed(back)
  }
  if (from.startsWith('kubelet:') && to.startsWith('pod:')) return probeRoute(model, layout, from.slice(8), to.slice(4))
  if (from.startsWith('pod:') && to.startsWith('kubelet:')) {
    const back = probeRoute(model, layout, to.slice(8), from.slice(4))
    return back && reversed(back)
  }
  if (from === 'registry' && to.startsWith('kubelet:')) return pullRoute(layout, to.slice(8))
  if (to === 'registry' && from.startsWith('kubelet:')) {
    const back = pullRoute(layout, from.slice(8))
    return back && reversed(back)
  }
  return serviceRoute(model, layout, from, to)
}

/** From the API server to one of those that talk to it. */
function apiRoute(model: StageModel, layout: Layout, actor: string): Route | null {
  const { plane } = layout
  const { api } = plane
  if (actor.startsWith('kubelet:')) {
    const spot = layout.nodeByName.get(actor.slice(8))
    return spot ? controlRoute(layout, spot) : null
  }
  if (actor === 'you') {
    if (plane.acting) return routeFrom([api.x + api.w / 2, api.y], [[[api.x + api.w / 2, -8]]])
    if (!plane.frame) return routeFrom([api.x, api.y + api.h / 2], [[[margin + 210, api.y + api.h / 2]]])
    const turn = plane.chipsRight + (api.x - plane.chipsRight) * 0.62
    const y = api.y + 16
    return rounded(
      [
        [api.x, y],
        [turn, y],
        [turn, 8],
        [margin + 90, 8],
        [-8, 8],
      ],
      12,
    )
  }
  if (actor.startsWith('controller:')) {
    const { acting } = plane
    if (acting) return routeFrom([api.x, api.y + api.h / 2], [[[acting.x + acting.w, acting.y + acting.h / 2]]])
    if (!plane.frame) return null
    const chip = plane.chips.find((other) => other.name === actor.slice(11))
    const y = chip ? chip.y + chip.h / 2 : plane.frame.h - 26
    const out = plane.chipsRight + 3
    const slot = chip ? plane.chips.indexOf(chip) : 3
    const start: Point = [api.x, api.y + 14 + slot * 12]
    const bend = (start[0] - out) * 0.5
    return routeFrom(start, [
      [
        [start[0] - bend, start[1]],
        [out + bend, y],
        [out, y],
      ],
    ])
  }
  if (actor === 'etcd' && !plane.etcd.w) return null
  if (!plane.frame && actor === 'etcd') {
    const y = plane.etcd.y + plane.etcd.h / 2
    return routeFrom([api.x, y], [[[plane.etcd.x + plane.etcd.w, y]]])
  }
  const start = arrival(layout, actor, true)
  const end = arrival(layout, actor, false)
  return start && end ? routeFrom(start, [[end]]) : null
}

function probeRoute(model: StageModel, layout: Layout, node: string, uid: string): Route | null {
  const spot = layout.nodeByName.get(node)
  const pod = model.pods.get(uid)
  if (!spot || !pod || pod.slot < 0 || layout.form.detail !== 'normal') return null
  const box = slotBox(layout.form, spot, pod.slot)
  const from: Point = [spot.x + dockX(layout.form, spot.w), spot.y + 31]
  const to: Point = [box.x + box.w / 2, box.y + (nucleusY - 17) * layout.form.pod]
  return routeFrom(from, [[[from[0], from[1] + 26], [to[0], to[1] - 34], to]])
}

/** Images come in from outside the cluster: from the right edge, over the nodes. */
function pullRoute(layout: Layout, node: string): Route | null {
  const spot = layout.nodeByName.get(node)
  if (!spot || layout.form.detail !== 'normal') return null
  const to: Point = [spot.x + dockX(layout.form, spot.w) + 30, spot.y]
  const y = spot.y - 14
  return rounded([[layout.width + 12, y], [to[0], y], to], 12)
}

function serviceRoute(model: StageModel, layout: Layout, from: string, to: string): Route | null {
  const up = from.startsWith('service:') && to.startsWith('pod:')
  const down = from.startsWith('pod:') && to.startsWith('service:')
  if (!up && !down) return null
  const service = (up ? from : to).slice(8)
  const uid = (up ? to : from).slice(4)
  const spot = layout.services.find((other) => other.uid === service)
  const pod = model.pods.get(uid)
  const socket = spot?.sockets.find((other) => other.pod === uid)
  if (!spot || !pod || !socket) return null
  const route = trafficRoute(layout, [socket.x, spot.y], pod)
  return route && (up ? route : reversed(route))
}
