import type { Camera } from '../scene/camera'
import { podBox, waitingPods } from '../scene/hit'
import type { Layout } from '../scene/layout'
import type { StageModel } from '../scene/model'
import type { Box } from '../scene/shape'

/** Where each pod is on screen, CSS px, by uid. */
export function seenBoxes(model: StageModel, layout: Layout, { x, y, k }: Camera): Map<string, Box> {
  const waiting = waitingPods(model)
  const seen = new Map<string, Box>()
  for (const uid of model.pods.keys()) {
    const box = podBox(model, layout, uid, waiting)
    if (box) seen.set(uid, { x: box.x * k + x, y: box.y * k + y, w: box.w * k, h: box.h * k })
  }
  return seen
}

/** The same places in the world of another camera: from where pods set out when the lens changes. */
export const intoWorld = (seen: ReadonlyMap<string, Box>, { x, y, k }: Camera): Map<string, Box> =>
  new Map([...seen].map(([uid, box]) => [uid, { x: (box.x - x) / k, y: (box.y - y) / k, w: box.w / k, h: box.h / k }]))
