import { podHeight } from './form'
import { boxOf, waitingPods } from './hit'
import type { StageModel } from './model'
import { octagon, roundRect } from './outlines'
import { restartBadge, silhouette } from './podGlyph'
import type { SceneView } from './scene'
import { group, path, type Box, type Group, type Pen } from './shape'

/** Rings: selection in ink 5 px outside the silhouette, keyboard focus the same but dashed, hover as an outline in ink. */
export function overlayGroups(model: StageModel, view: SceneView): Group[] {
  const groups: Group[] = []
  if (!view.selected && !view.hover && !view.focus) return groups
  const waiting = waitingPods(model)
  const add = (uid: string, key: string, by: number, pen: Pen) => {
    const box = uid ? boxOf(model, view.layout, uid, waiting) : null
    if (box) groups.push(ring(model, uid, key, box, by, pen, view))
  }
  if (view.hover !== view.selected) add(view.hover, 'hover', 0, { stroke: 'ink', width: 1.75 })
  add(view.selected, 'selection', 5, { stroke: 'ink', width: 2 })
  if (view.focus !== view.selected || !view.selected)
    add(view.focus, 'focus', 5, { stroke: 'ink', width: 2, dash: [6, 5], cap: 'butt' })
  return groups
}

function ring(model: StageModel, uid: string, key: string, box: Box, by: number, pen: Pen, view: SceneView): Group {
  const pod = model.pods.get(uid)
  const nowhere: Box = { x: 0, y: 0, w: 0, h: 0 }
  if (pod) {
    const trouble = pod.state === 'crash' || pod.state === 'failed'
    const small = view.detail === 'overview' || view.detail === 'far'
    if (small) {
      const out = by ? 3 / view.k : 0
      const d = trouble
        ? octagon(-out, -out, box.w + 2 * out, box.h + 2 * out, box.w * 0.29)
        : roundRect(-out, -out, box.w + 2 * out, box.h + 2 * out, box.w * 0.26 + out)
      return group(key, nowhere, [path(d, { ...pen, width: 2 / view.k })], box.x, box.y)
    }
    const scale = box.h / podHeight
    const w = box.w === box.h ? 72 : box.w / scale
    const badge = pod.state === 'crash' || pod.state === 'failed' ? (view.detail === 'bare' ? [] : restartBadge(pod, w)) : []
    return group(
      key,
      nowhere,
      [path(silhouette(trouble, w, podHeight, by), pen), ...badge],
      box.x,
      box.y,
      box.w === box.h ? box.w / 72 : scale,
    )
  }
  const service = view.layout.services.some((spot) => spot.uid === uid)
  const node = view.layout.nodes.some((spot) => spot === box)
  const r = service
    ? box.h / 2
    : uid.startsWith('controller:')
      ? 10
      : view.layout.boxes
        ? 14
        : node
          ? view.layout.form.detail === 'normal'
            ? 16
            : 11
          : 14
  const d = roundRect(-by, -by, box.w + 2 * by, box.h + 2 * by, Math.min(r, box.h / 2) + by)
  return group(key, nowhere, [path(d, pen)], box.x, box.y)
}
