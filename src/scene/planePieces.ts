import { waitingPods } from './hit'
import type { StageModel } from './model'
import { apiShapes, controllerChip, etcdShapes, litness, planeFrame } from './planeShapes'
import { schedulerRest, scoreTable } from './schedulerShapes'
import type { Piece, SceneView } from './scene'
import { phrase } from './say'
import { group, grow, text, type Box, type Shape } from './shape'

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
  if (plane.frame) pieces.push(still('plane', plane.frame, () => planeFrame(plane, state, form.plane === 'full', say)))
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
  if (plane.etcd.w)
    pieces.push(
      still('etcd', { ...plane.etcd, h: plane.api.y - plane.etcd.y, w: Math.max(plane.etcd.w, 20) }, () =>
        etcdShapes(plane, state.etcd, say),
      ),
    )
  pieces.push(still('apiserver', plane.api, () => apiShapes(plane, state.apiserver, say)))
  const waiting = waitingPods(model)
  const scheduled = model.pods.get(state.scheduler.pod)
  const ghosts = model.ghosts.filter((ghost) => !ghost.node).length
  pieces.push(
    still('scheduler', plane.scheduler, () => {
      const shapes = schedulerRest(plane, state.scheduler, waiting.length + ghosts, scheduled?.short ?? '', say)
      if (plane.scores && state.scheduler.verdicts.length)
        shapes.push(...scoreTable(plane.scores, state.scheduler, scheduled?.hue ?? -1, say))
      const more = waiting.length + ghosts - plane.queue.length
      const last = plane.queue[plane.queue.length - 1]
      if (more > 0 && last && plane.frame) {
        const count = say(phrase('stage.queue.more', { count: more }))
        shapes.push(text(last.x + last.w + 4, last.y - 4, count, { size: 12.5, fill: 'ink2', anchor: 'end', bold: true }))
      }
      return shapes
    }),
  )
  return pieces
}
