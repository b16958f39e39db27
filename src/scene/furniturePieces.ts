import { margin, podHeight } from './form'
import { podBox } from './hit'
import { ingressTag } from './ingressBand'
import type { StageModel } from './model'
import { routeBox } from './route'
import { callIngressRoute, ingressRoute } from './routes'
import { poolCard } from './poolShapes'
import { phrase } from './say'
import type { Piece, SceneView } from './scene'
import { usersRight } from './serviceShapes'
import { group, grow, hueTone, mix, path, text, union, type Shape } from './shape'
import { isElsewhere, podDrum, volumeCard } from './volumeShapes'

/** What stands under the nodes besides the Services: ways in, and volumes. */
export function bandPieces(model: StageModel, view: SceneView): Piece[] {
  return [...ingressPieces(model, view), ...volumePieces(model, view), ...poolPieces(model, view)]
}

function ingressPieces(model: StageModel, { layout, say }: SceneView): Piece[] {
  const from = usersRight(say)
  return model.furniture.ingresses.flatMap((ingress, i): Piece[] => {
    const spot = layout.ingresses[i]
    if (!spot) return []
    const line = { stroke: mix(hueTone(ingress.hue), 56, 'stage'), width: 2 }
    const services = [...new Set(ingress.rules.map(({ service }) => service))]
    const routes = services.flatMap((uid, index) => {
      const pill = layout.services.find((one) => one.uid === uid)
      return pill ? [ingressRoute(layout, spot, index, pill)] : []
    })
    if (ingress.rate > 0) routes.push(callIngressRoute(layout, from, spot))
    const pieces: Piece[] = [
      {
        key: `ingress:${ingress.uid}`,
        stamp: null,
        draw: () => group(`ingress:${ingress.uid}`, grow(spot, 4), ingressTag(ingress, spot, say)),
      },
    ]
    if (routes.length) {
      const box = routes.map(({ points }) => routeBox(points)).reduce(union)
      const draw = () =>
        group(
          `lines:${ingress.uid}`,
          box,
          routes.map(({ d }) => path(d, line)),
        )
      pieces.unshift({ key: `lines:${ingress.uid}`, stamp: null, draw })
    }
    return pieces
  })
}

function volumePieces(model: StageModel, { layout, say }: SceneView): Piece[] {
  const [first] = layout.volumes
  if (!first) return []
  const pieces = layout.volumes.map((spot, i): Piece => {
    const volume = model.furniture.volumes[i]!
    const key = `volume:${volume.uid}`
    const elsewhere = volume.pods.some((uid) => {
      const pod = model.pods.get(uid)
      return pod !== undefined && isElsewhere(volume, pod)
    })
    return { key, stamp: null, draw: () => group(key, grow(spot, 4), volumeCard(volume, spot, say, elsewhere)) }
  })
  const label: Shape = text(margin + 18, first.y + first.h / 2 + 5, say(phrase('stage.volumes')), {
    size: 14,
    fill: 'ink2',
    keep: 7,
  })
  const box = { x: margin, y: first.y, w: 100, h: first.h }
  return [...pieces, { key: 'volumes', stamp: null, draw: () => group('volumes', box, [label]) }]
}

function poolPieces(model: StageModel, { layout, say }: SceneView): Piece[] {
  const [first] = layout.pools
  if (!first) return []
  const pieces = layout.pools.map((spot, i): Piece => {
    const pool = model.furniture.pools[i]!
    return { key: spot.uid, stamp: null, draw: () => group(spot.uid, grow(spot, 4), poolCard(pool, spot, say)) }
  })
  const label = text(margin + 18, first.y + first.h / 2 + 5, say(phrase('stage.pools')), { size: 14, fill: 'ink2', keep: 7 })
  const box = { x: margin, y: first.y, w: 100, h: first.h }
  return [...pieces, { key: 'pools', stamp: null, draw: () => group('pools', box, [label]) }]
}

/** The drums at the edges of the pods that have claims; not where pods are too small to show anything but their state. */
export function drumPieces(model: StageModel, view: SceneView, waiting: readonly string[]): Piece[] {
  const { layout, detail } = view
  if (detail !== 'normal' && detail !== 'close') return []
  return model.furniture.volumes.flatMap((volume) =>
    volume.pods.flatMap((uid): Piece[] => {
      const pod = model.pods.get(uid)
      const box = pod && podBox(model, layout, uid, waiting)
      if (!pod || !box || pod.state === 'done' || pod.state === 'failed') return []
      const key = `drum:${volume.uid}:${uid}`
      const scale = box.h / 68
      const draw = () =>
        group(
          key,
          grow(box, 12),
          podDrum(volume.phase === 'Bound' && !isElsewhere(volume, pod), pod.hue, pod.old),
          box.x,
          box.y,
          scale,
        )
      return [{ key, stamp: null, draw }]
    }),
  )
}

/** Posts beside the ports of pods that policies isolate; nothing gets in there but what some rule names. */
export function fencePieces(model: StageModel, view: SceneView, waiting: readonly string[]): Piece[] {
  const { layout, detail } = view
  if (detail !== 'normal' && detail !== 'close') return []
  const fenced = new Set(model.furniture.policies.flatMap((policy) => (policy.ingress ? policy.pods : [])))
  return [...fenced].flatMap((uid): Piece[] => {
    const pod = model.pods.get(uid)
    const box = pod && podBox(model, layout, uid, waiting)
    if (!pod || !box || pod.state === 'done' || pod.state === 'failed') return []
    const key = `fence:${uid}`
    const scale = box.h / 68
    const draw = () => group(key, grow(box, 12), fence(box.w / scale), box.x, box.y, scale)
    return [{ key, stamp: null, draw }]
  })
}

/** Two posts with a foot each, left and right of the port of a pod `w` wide. */
function fence(w: number): Shape[] {
  const at = (x: number, toward: number) => `M${x + toward * 4} ${podHeight + 8}H${x}V${podHeight - 6}`
  return [path(`${at(w / 2 - 11, 1)}${at(w / 2 + 11, -1)}`, { stroke: 'ink2', width: 1.75 })]
}
