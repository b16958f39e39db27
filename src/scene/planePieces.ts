import { actingChip, actingController, actingStamp } from './acting'
import { waitingPods } from './hit'
import type { StageModel } from './model'
import { apiShapes, controllerChip, etcdShapes, litness, planeFrame } from './planeShapes'
import { registrySign } from './registrySign'
import { isResting, moreBadge, schedulerRest, scoreTable } from './schedulerShapes'
import type { Piece, SceneView } from './scene'
import { phrase } from './say'
import { group, grow, type Box, type Shape } from './shape'

/** The control plane, back to front. It goes under the waiting pods, so it comes first of all. */
export function planePieces(model: StageModel, view: SceneView): Piece[] {
  const state = model.plane
  if (!state || view.layout.lens !== 'where') return []
  const { layout, say } = view
  const { plane, form } = layout
  const still = (key: string, box: Box, draw: () => Shape[]): Piece => ({
    key,
    stamp: null,
    draw: () => group(key, grow(box, 14), draw()),
  })
  const pieces: Piece[] = []
  const waiting = waitingPods(model)
  const { frame } = plane
  if (frame) pieces.push(still('plane', frame, () => planeFrame(plane, state, waiting.length, form.plane === 'full', say)))
  for (const chip of plane.chips) {
    const controller = state.controllers.find((one) => one.name === chip.name)
    if (!controller) continue
    pieces.push({
      key: `controller:${chip.name}`,
      stamp: (time) => {
        const { lit, turn } = litness(controller, time)
        return lit ? 1 + turn : 0
      },
      draw: (time) => group(`controller:${chip.name}`, grow(chip, 3), controllerChip(controller, chip, time, say)),
    })
  }
  const { acting } = plane
  if (acting)
    pieces.push({
      key: 'acting',
      stamp: (time) => actingStamp(actingController(model, time), time),
      draw: (time) => {
        const controller = actingController(model, time)
        return group('acting', grow(acting, 8), controller ? actingChip(controller, acting, time, say) : [])
      },
    })
  if (plane.etcd.w)
    pieces.push(
      still('etcd', { ...plane.etcd, h: plane.api.y - plane.etcd.y, w: Math.max(plane.etcd.w, 20) }, () =>
        etcdShapes(plane, state.etcd, say),
      ),
    )
  pieces.push(still('apiserver', plane.api, () => apiShapes(plane, state.apiserver, state.etcd.up, view.k, say)))
  const scheduled = model.pods.get(state.scheduler.pod)
  const ghosts = model.ghosts.filter((ghost) => !ghost.node).length
  const first = waiting.map((uid) => model.pods.get(uid)).find((pod) => pod?.nominated)
  const kept = first?.nominated ? { pod: first.short, node: first.nominated } : null
  const rests = (time: number) => isResting(state.scheduler, waiting.length + ghosts, time)
  pieces.push({
    key: 'scheduler',
    stamp: (time) => Number(rests(time)),
    draw: (time) => {
      const shapes = schedulerRest(
        plane,
        state.scheduler,
        waiting.length + ghosts,
        rests(time),
        scheduled?.short ?? '',
        say,
        kept,
      )
      if (plane.scores && !rests(time)) shapes.push(...scoreTable(plane.scores, state.scheduler, scheduled?.hue ?? -1, say))
      const more = waiting.length + ghosts - plane.queue.length
      const last = plane.queue[plane.queue.length - 1]
      if (more > 0 && last && (plane.frame || plane.acting))
        shapes.push(...moreBadge(plane.frame ? last : beside(last), say(phrase('stage.queue.more', { count: more }))))
      return group('scheduler', grow(plane.scheduler, 14), shapes)
    },
  })
  const sign = registrySign(state.registry.speed, layout, say)
  if (sign) pieces.push(still('registry', sign.box, () => sign.shapes))
  return pieces
}

/** A place so small that a badge on its corner would hide what stands there. */
const beside = (place: Box): Box => ({ ...place, x: place.x - place.w - 10, y: place.y + place.h / 2 - 1 })
