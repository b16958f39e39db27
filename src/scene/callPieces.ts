import type { PolicyView } from '../world/frame'
import { askRoute, blockedWay, entryOf } from './askRoutes'
import { waitingPods, type Hit } from './hit'
import type { Layout } from './layout'
import type { StageModel } from './model'
import { octagon } from './outlines'
import { routeBox } from './route'
import { phrase } from './say'
import type { Piece, SceneView } from './scene'
import { group, grow, hueTone, mix, path, text, union, type Box } from './shape'
import { clip, textWidth } from './textWidth'

/** Lines of pods that ask Services; those of them that policies stop are drawn with what stops them. */
export function callPieces(model: StageModel, { layout }: SceneView): Piece[] {
  const stopped = new Set(model.furniture.blocked.map(({ from }) => from))
  return model.furniture.calls.flatMap((call): Piece[] => {
    if (stopped.has(call.from) && call.lost >= call.rate) return []
    const route = askRoute(model, layout, call)
    const pod = model.pods.get(call.from)
    if (!route || !pod) return []
    const key = `call:${call.from}:${call.service}`
    const look = { stroke: mix(hueTone(pod.hue), 56, 'stage'), width: 2 } as const
    return [{ key, stamp: null, draw: () => group(key, routeBox(route.points), [path(route.d, look)]) }]
  })
}

/** In the lens of calls: of which app the pods are that ask, and how often they do. */
export function callerWords(model: StageModel, { layout, say }: SceneView): Piece[] {
  return model.furniture.calls.flatMap(({ from, service, rate }): Piece[] => {
    const pod = model.pods.get(from)
    const box = entryOf(layout, 'pod', from, service) && layout.boxes?.get(from)
    if (!pod || !box) return []
    const key = `asks:${from}`
    const said = `${pod.app} · ${say(phrase('stage.rate', { rate: Math.round(rate) }))}`
    const words = text(box.x + box.w / 2, box.y + box.h + 24, clip(said, 104, 14, false), {
      size: 14,
      anchor: 'middle',
      fill: 'ink2',
    })
    return [{ key, stamp: null, draw: () => group(key, grow(box, 30), [words]) }]
  })
}

const size = 20

/** Flows that never arrive: from whoever asks to the fence of who is asked, and the names of the policies that stop them there. */
export function blockedPieces(model: StageModel, view: SceneView): Piece[] {
  const { layout, say } = view
  if (!layout.boxes && layout.form.detail !== 'normal') return []
  const waiting = waitingPods(model)
  const signed = new Set<string>()
  return model.furniture.blocked.flatMap((flow): Piece[] => {
    const way = blockedWay(model, layout, flow, waiting)
    if (!way) return []
    const [x, y] = way.end
    const names = flow.policies.map((name) => name.slice(name.indexOf('/') + 1)).join(', ')
    const words = say(phrase('stage.blocked', { policies: names }))
    const key = `blocked:${flow.from}:${flow.to}:${flow.port}`
    // One sign says it for all that end at the same fence.
    const isFirst = !signed.has(flow.to)
    signed.add(flow.to)
    const room = textWidth(words, 13, true) + 130
    // Among the nodes the way of what arrives passes at the right of the pod; the words begin behind it.
    const left = layout.boxes ? x + size / 2 + 7 : x + 72 * layout.form.pod
    const draw = () =>
      group(key, grow(way.routes.map(({ points }) => routeBox(points)).reduce(union), room), [
        ...way.routes.map((route) => path(route.d, { stroke: 'trouble', width: 1.75, dash: [5, 5] })),
        ...(isFirst
          ? [
              path(octagon(x - size / 2, y - size / 2, size, size, 5.8), { fill: 'trouble', stroke: 'stage', width: 2 }),
              path(`M${x - 3.5} ${y - 3.5}l7 7m0 -7l-7 7`, { stroke: 'on', width: 2 }),
              text(left, y + 5, words, {
                size: 13,
                bold: true,
                fill: 'trouble',
                halo: layout.boxes ? 'stage' : 'card',
              }),
            ]
          : []),
      ])
    return [{ key, stamp: null, draw }]
  })
}

/** Where policies can be pointed at: the signs at which flows end. */
export function policySpots(model: StageModel, layout: Layout): readonly (readonly [Box, Hit])[] {
  if (!model.furniture.blocked.length || (!layout.boxes && layout.form.detail !== 'normal')) return []
  const waiting = waitingPods(model)
  return model.furniture.blocked.flatMap((flow) => {
    const policy = policyNamed(model.furniture.policies, flow.policies[0] ?? '')
    const way = policy && blockedWay(model, layout, flow, waiting)
    if (!way) return []
    const [x, y] = way.end
    const box = grow({ x: x - size / 2, y: y - size / 2, w: size, h: size }, 6)
    return [[box, { kind: 'object', uid: policy.uid }] as const]
  })
}

const policyNamed = (policies: readonly PolicyView[], full: string): PolicyView | undefined =>
  policies.find(({ namespace, name }) => `${namespace}/${name}` === full)
