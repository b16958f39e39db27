import type { BlockedView, CallView, PodView } from '../world/frame'
import type { Entry } from './callers'
import { podBox } from './hit'
import { slotBox, type Layout } from './layout'
import type { StageModel } from './model'
import { cutShort, reversed, routeFrom, type Point, type Route } from './route'
import type { ServiceSpot } from './serviceBand'
import type { Box } from './shape'

/** Who stands under a Service in the lens of calls: users, an Ingress, a pod. */
export const entryOf = ({ entries }: Layout, kind: Entry['kind'], uid: string, service: string): Entry | undefined =>
  entries?.find((entry) => entry.kind === kind && entry.uid === uid && entry.service === service)

/** From a pod that asks to the Service it asks; null where it is not drawn. */
export function askRoute(model: StageModel, layout: Layout, { from, service }: Pick<CallView, 'from' | 'service'>): Route | null {
  const pod = model.pods.get(from)
  const spot = layout.services.find(({ uid }) => uid === service)
  if (!pod || !spot) return null
  if (layout.boxes) {
    const box = layout.boxes.get(from)
    if (!box) return null
    const entry = entryOf(layout, 'pod', from, service)
    return entry ? rising([entry.x, box.y], [entry.into, spot.y + spot.h]) : falling(box, spot, spot.y - 26)
  }
  const node = layout.nodeByName.get(pod.node)
  if (!node || pod.slot < 0 || layout.form.detail !== 'normal') return null
  const box = slotBox(layout.form, node, pod.slot)
  return falling(box, spot, levelOf(layout, node))
}

/** From a place under a Service up to its lower edge. */
export function rising(from: Point, to: Point): Route {
  if (Math.abs(to[0] - from[0]) < 1) return routeFrom(from, [[to]])
  const middle = (from[1] + to[1]) / 2
  return routeFrom(from, [[[from[0], middle], [to[0], middle], to]])
}

/**
 * From a pod above a Service, or from `drop` below it, down the gutter at its left, along at `level`, and to the shoulder of the pill
 * that is nearer: to the pod, or to the x `side`.
 */
function falling(box: Box, spot: ServiceSpot, level: number, drop = 0, side?: number): Route {
  const k = box.w / 72
  const start: Point = [box.x + 14 * k, box.y + box.h + drop * k]
  const gutter = box.x - 5 * k
  const shoulder = shoulderOf(spot, side ?? start[0])
  const way = Math.sign(shoulder[0] - gutter) || 1
  const bend = Math.min(24, Math.abs(shoulder[0] - gutter) / 2)
  return routeFrom(start, [
    [
      [start[0], start[1] + 14 * k],
      [gutter, start[1] + 10 * k],
      [gutter, start[1] + 30 * k],
    ],
    [[gutter, level - bend]],
    [
      [gutter, level],
      [gutter, level],
      [gutter + way * bend, level],
    ],
    [[shoulder[0] - way * bend, level]],
    [[shoulder[0], level], [shoulder[0], level], shoulder],
  ])
}

/** At which lines run along under a node. */
const levelOf = (layout: Layout, { y, h }: Box): number => Math.max(layout.bottom + 12, y + h + 7)

/** Where lines of pods that ask end on a pill: its upper corner on their side. */
const shoulderOf = ({ x, y, w, h }: Box, from: number): Point => [from < x + w / 2 ? x + h * 0.3 : x + w - h * 0.3, y + 3]

/** A flow that never arrives: its way up to the pod's fence, and where it ends there. */
export interface BlockedWay {
  readonly routes: readonly Route[]
  readonly end: Point
}

/** How far below its pod a blocked flow ends, and before the port where it comes straight. */
const signDrop = 21
const before = 30

/** The way of a blocked flow: to the Service by which it was sent, if any is drawn, and on to the fence of who was asked. */
export function blockedWay(
  model: StageModel,
  layout: Layout,
  { from, to }: BlockedView,
  waiting: readonly string[],
): BlockedWay | null {
  const box = podBox(model, layout, to, waiting)
  const pod = model.pods.get(to)
  if (!box || !pod) return null
  const service = serviceBetween(model, from, to)
  const spot = layout.services.find(({ uid }) => uid === service)
  const port: Point = [box.x + box.w / 2, box.y + box.h + 6]
  const asks = service ? askRoute(model, layout, { from, service }) : null
  if (!spot) {
    const own = podBox(model, layout, from, waiting)
    const start: Point = own ? [own.x + own.w / 2, own.y + own.h + 4] : [port[0], port[1] + 120]
    const low = Math.max(start[1], port[1]) + 40
    const route = cutShort(routeFrom(start, [[[start[0], low], [port[0], low], port]]), before)
    return { routes: [route], end: endOf(route) }
  }
  const last = layout.boxes ? besideFence(spot, port, asks) : upTheLeft(layout, pod, spot, asks)
  return last && { routes: asks ? [asks, last] : [last], end: endOf(last) }
}

/** In the lens of calls: up from the pill, to end beside the fence on the side from which it comes. */
function besideFence(spot: ServiceSpot, [x, y]: Point, asks: Route | null): Route {
  const middle = spot.x + spot.w / 2
  const side = (asks?.points.at(-2) ?? middle) < middle ? -1 : 1
  const from: Point = [middle + side * 24, spot.y]
  const end: Point = [x + side * 27, y + 22]
  const low = (from[1] + end[1]) / 2
  return routeFrom(from, [[[from[0], low], [end[0], low], end]])
}

/** Among the nodes: up the gutter at the left of the pod, for requests that arrive come up the one at its right. */
function upTheLeft(layout: Layout, pod: PodView, spot: ServiceSpot, asks: Route | null): Route | null {
  const node = layout.nodeByName.get(pod.node)
  if (!node || pod.slot < 0) return null
  const box = slotBox(layout.form, node, pod.slot)
  return reversed(falling(box, spot, levelOf(layout, node), signDrop, asks?.points[0] ?? spot.x))
}

const endOf = ({ points }: Route): Point => [points[points.length - 2]!, points[points.length - 1]!]

/** The Service by which somebody asks a pod; '' when it is asked straight away. */
function serviceBetween({ services, furniture }: StageModel, from: string, to: string): string {
  const behind = services.filter(({ endpoints, notReady }) => endpoints.includes(to) || notReady.includes(to))
  const called = behind.find(({ uid }) => furniture.calls.some((call) => call.from === from && call.service === uid))
  return (called ?? (from === 'users' || from === 'ingress' ? behind[0] : undefined))?.uid ?? ''
}
