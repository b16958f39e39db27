import type { GhostView, PodView } from '../world/frame'
import { closeUp } from './closeUp'
import { mini, tiny } from './mini'
import { ghostGlyph, podGlyph } from './podGlyph'
import type { SceneView } from './scene'
import { group, grow, type Box, type Group, type Shape } from './shape'

/** Nominal size of a pod's drawing in a box: its width there, and the scale to the box. */
function fit(box: Box): { readonly w: number; readonly scale: number } {
  const scale = box.h / 68
  return box.h === box.w ? { w: 72, scale: box.w / 72 } : { w: box.w / scale, scale }
}

/** A pod in its box, at the level of detail of the view. */
export function podGroup(pod: PodView, box: Box, time: number, view: SceneView): Group {
  const key = `pod:${pod.uid}`
  const look = { hue: pod.hue, old: pod.old }
  if (view.detail === 'far') return group(key, grow(box, 1), tiny(pod.state, look), box.x, box.y, Math.min(box.w, box.h) / 8)
  if (view.detail === 'overview')
    return group(key, grow(box, 1), mini(pod.state, 16, look), box.x, box.y, Math.min(box.w, box.h) / 16)
  const { w, scale } = fit(box)
  const words = view.detail !== 'bare'
  const shapes: Shape[] = view.detail === 'close' ? closeUp(pod, w, time, view.say) : podGlyph(pod, w, time, view.say, words)
  return group(key, grow(box, 14 * scale), shapes, box.x, box.y, scale)
}

/** A wanted replica in its box. */
export function ghostGroup(ghost: GhostView, box: Box, view: SceneView): Group {
  const key = `ghost:${ghost.key}`
  const look = { hue: ghost.hue }
  if (view.detail === 'far') return group(key, grow(box, 1), tiny('ghost', look), box.x, box.y, Math.min(box.w, box.h) / 8)
  if (view.detail === 'overview')
    return group(key, grow(box, 1), mini('ghost', 16, look), box.x, box.y, Math.min(box.w, box.h) / 16)
  const { w, scale } = fit(box)
  return group(key, grow(box, 4), ghostGlyph(w, ghost.hue), box.x, box.y, scale)
}
