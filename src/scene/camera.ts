import type { Box } from './shape'

/** Screen = world * k + (x, y), in CSS px. */
export interface Camera {
  readonly x: number
  readonly y: number
  readonly k: number
}

export interface Inset {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

export interface Viewport {
  readonly width: number
  readonly height: number
  readonly inset: Inset
}

/** Largest zoom that `fit` gives: beyond it a small cluster looks coarse. */
const closest = 1.6

/** Most that is left free over the world, so that a cluster grows downwards without moving. */
const headroom = 16

/** The camera that shows the whole of `world`, centred across and from the top. */
export function fitCamera(world: Box, view: Viewport, magnify = 1): Camera {
  const width = Math.max(1, view.width - view.inset.left - view.inset.right)
  const height = Math.max(1, view.height - view.inset.top - view.inset.bottom)
  const k = Math.min(width / world.w, height / world.h, closest * magnify)
  const spare = Math.max(0, height - world.h * k)
  // On a wall it stands in the middle.
  const above = magnify === 1 ? Math.min(spare / 2, headroom) : spare / 2
  return {
    k,
    x: view.inset.left + (width - world.w * k) / 2 - world.x * k,
    y: view.inset.top + above - world.y * k,
  }
}

/** Part of the world that the viewport shows. */
export const visible = (camera: Camera, view: Viewport): Box => ({
  x: -camera.x / camera.k,
  y: -camera.y / camera.k,
  w: view.width / camera.k,
  h: view.height / camera.k,
})
