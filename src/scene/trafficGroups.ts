import type { IngressView } from '../world/frame'
import { askRoute } from './askRoutes'
import { headShapes } from './head'
import type { IngressSpot } from './ingressBand'
import { callRoute, enterRoute, passRoute, talkRoute } from './lensPieces'
import type { Layout } from './layout'
import type { StageModel } from './model'
import { trafficDots } from './motion'
import { along, type Route } from './route'
import { routeOf } from './routeCache'
import { callIngressRoute, ingressRoute, trafficRoute, usersRoute } from './routes'
import type { SceneView } from './scene'
import type { ServiceSpot } from './serviceBand'
import { usersRight } from './serviceShapes'
import { group, type Box, type Group, type Tone } from './shape'

const nowhere: Box = { x: 0, y: 0, w: 0, h: 0 }

/** Puts the dots of a flow on its route: `rate` a second, of which the share `lost` comes back as failures. */
type Flow = (
  route: Route | null | undefined,
  rate: number,
  seed: number,
  look: { hue: number; ground: Tone; lost?: number },
) => void

const flowInto =
  (groups: Group[], key: string, time: number): Flow =>
  (route, rate, seed, { hue, ground, lost = 0 }) => {
    if (!route) return
    for (const [part, head] of trafficDots(rate, seed, time, lost)) {
      const [x, y] = along(route, part)
      const dot = group(`dot:${key}:${groups.length}`, nowhere, headShapes(head, hue, { ground }), x, y)
      groups.push({ ...dot, sprite: `${head} ${hue} ${ground}` })
    }
  }

const isStill = ({ reduced, speed, detail }: SceneView): boolean =>
  reduced || speed > 32 || detail === 'overview' || detail === 'far'

/** Dots in the lens of nodes: from the users up to the Services and on to each open port. */
export function traffic(model: StageModel, time: number, view: SceneView): Group[] {
  const groups: Group[] = []
  if (isStill(view)) return groups
  const { layout } = view
  const from = usersRight(view.say)
  let called = 0
  model.services.forEach((service, i) => {
    const spot = layout.services[i]
    if (!spot || service.rate <= 0) return
    const { uid, hue, rate } = service
    const flow = flowInto(groups, uid, time)
    spot.sockets.forEach((socket, j) => {
      const pod = model.pods.get(socket.pod)
      const name = pod && `${uid}/${socket.pod}/${socket.x}/${pod.node}/${pod.slot}`
      const route = pod && routeOf(layout, name!, () => trafficRoute(layout, [socket.x, spot.y], pod))
      flow(route, rate / spot.sockets.length, j + i * 7, { hue, ground: 'card' })
    })
    const direct = service.direct ?? service
    if (direct.rate <= 0) return
    const x = called === 0 && !layout.ingresses.length ? spot.x : spot.x + spot.w / 2
    const entry = usersRoute(layout, from, called++, x, spot.y + spot.h)
    flow(entry, direct.rate, i * 5, { hue, ground: 'stage', lost: direct.lost / direct.rate })
  })
  eachIngress(model, layout, (ingress, tag, pills, i) => {
    const flow = flowInto(groups, ingress.uid, time)
    const look = { hue: ingress.hue, ground: 'stage', lost: ingress.lost / ingress.rate }
    const enter = routeOf(layout, `in/${ingress.uid}`, () => callIngressRoute(layout, from, tag))
    flow(enter, ingress.rate, i * 3, look)
    pills.forEach((pill, j) => {
      const route = routeOf(layout, `in/${ingress.uid}/${pill.uid}`, () => ingressRoute(layout, tag, j, pill))
      flow(route, ingress.rate / pills.length, i * 3 + j + 1, look)
    })
  })
  asking(groups, model, time, layout)
  return groups
}

/** Dots in the lens of Services: from the users up, and on to each pod. */
export function talking(model: StageModel, time: number, view: SceneView): Group[] {
  const groups: Group[] = []
  if (isStill(view)) return groups
  const { layout } = view
  model.services.forEach((service, i) => {
    const spot = layout.services[i]
    if (!spot || service.rate <= 0) return
    const { uid, hue, rate } = service
    const flow = flowInto(groups, uid, time)
    const direct = service.direct ?? service
    if (direct.rate > 0) {
      const call = routeOf(layout, `call/${uid}`, () => callRoute(layout, spot))
      flow(call, direct.rate, i * 5, { hue, ground: 'stage', lost: direct.lost / direct.rate })
    }
    spot.sockets.forEach((socket, j) => {
      const route = routeOf(layout, `talk/${uid}/${socket.pod}`, () => talkRoute(layout, socket, spot.y))
      flow(route, rate / spot.sockets.length, j + i * 7, { hue, ground: 'stage' })
    })
  })
  eachIngress(model, layout, (ingress, tag, pills, i) => {
    const flow = flowInto(groups, ingress.uid, time)
    const look = { hue: ingress.hue, ground: 'stage', lost: ingress.lost / ingress.rate }
    const enter = routeOf(layout, `enter/${ingress.uid}`, () => enterRoute(layout, tag))
    flow(enter, ingress.rate, i * 3, look)
    pills.forEach((pill, j) => {
      const route = routeOf(layout, `pass/${ingress.uid}/${pill.uid}`, () => passRoute(layout, tag, pill))
      flow(route, ingress.rate / pills.length, i * 3 + j + 1, look)
    })
  })
  asking(groups, model, time, layout)
  return groups
}

/** Dots from pods that ask to the Services they ask; what a policy stops comes back as a failure. */
function asking(groups: Group[], model: StageModel, time: number, layout: Layout): void {
  model.furniture.calls.forEach(({ from, service, rate, lost }, i) => {
    const pod = model.pods.get(from)
    if (!pod || rate <= 0) return
    const route = routeOf(layout, `ask/${from}/${service}`, () => askRoute(model, layout, { from, service }))
    flowInto(groups, `${from}:${service}`, time)(route, rate, i * 3 + 1, { hue: pod.hue, ground: 'stage', lost: lost / rate })
  })
}

/** Ingresses that anybody calls, with the Services behind them. */
function eachIngress(
  model: StageModel,
  layout: Layout,
  act: (ingress: IngressView, tag: IngressSpot, pills: readonly ServiceSpot[], i: number) => void,
): void {
  model.furniture.ingresses.forEach((ingress, i) => {
    const tag = layout.ingresses[i]
    if (!tag || ingress.rate <= 0) return
    const pills = layout.services.filter(({ uid }) => ingress.rules.some(({ service }) => service === uid))
    act(ingress, tag, pills, i)
  })
}
