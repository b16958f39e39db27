import { visible, type Camera } from '../scene/camera'
import { grow, overlaps, type Box, type Group } from '../scene/shape'
import type { Scene } from '../scene/scene'
import { createPainter, type Painter } from './paint'
import type { Theme } from './tokens'

/** Side of the dot grid in world units. */
const grid = 24

/** With more separate dirty boxes than this, all between them is painted too. */
const mostBoxes = 400

/** Two canvases over each other: what stands is repainted only where it changed, what moves is painted whole. */
export interface Layers {
  readonly element: HTMLElement
  /** CSS px, device pixels in one of them, and how many times larger than usual everything is meant to be seen. False when it is so already. */
  size(width: number, height: number, ratio: number, magnify: number): boolean
  /** Has the browser ready what the first thing to move would else wait for. For when the page is at rest. */
  warm(): void
  theme(theme: Theme): void
  paint(scene: Scene, camera: Camera): void
  /** Lets the present picture fade into the next one over `ms`. */
  fade(ms: number): void
  /** Both layers as one picture. */
  flatten(): HTMLCanvasElement
  destroy(): void
}

function canvas(parent: HTMLElement): HTMLCanvasElement {
  const element = document.createElement('canvas')
  element.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none'
  element.setAttribute('aria-hidden', 'true')
  parent.append(element)
  return element
}

export function createLayers(host: HTMLElement, first: Theme): Layers {
  const element = document.createElement('div')
  element.style.cssText = 'position:absolute;inset:0;overflow:hidden'
  host.append(element)
  const standing = canvas(element)
  const moving = canvas(element)
  const ghost = canvas(element)
  const low = standing.getContext('2d', { alpha: false })!
  const high = moving.getContext('2d')!
  let painters: readonly [Painter, Painter] = [createPainter(low, first), createPainter(high, first)]
  let [width, height, ratio, magnify] = [1, 1, 1, 1]
  let drawn: readonly Group[] = []
  let lastCamera: Camera | null = null
  let busy = false
  let dots: { pattern: CanvasPattern | null; cell: number } | null = null

  function ground(camera: Camera): void {
    low.setTransform(1, 0, 0, 1, 0, 0)
    low.fillStyle = painters[0].color('stage')
    low.fillRect(0, 0, standing.width, standing.height)
    let cell = grid * camera.k
    while (cell < 18) cell *= 2
    while (cell > 48) cell /= 2
    if (!dots || dots.cell !== cell) dots = { pattern: dotPattern(cell), cell }
    if (!dots.pattern) return
    dots.pattern.setTransform(
      new DOMMatrix()
        .translate(camera.x * ratio, camera.y * ratio)
        .scale(cell / Math.round(cell * ratio))
        .scale(ratio),
    )
    low.fillStyle = dots.pattern
    low.fillRect(0, 0, standing.width, standing.height)
  }

  function dotPattern(cell: number): CanvasPattern | null {
    const tile = document.createElement('canvas')
    tile.width = tile.height = Math.round(cell * ratio)
    const pen = tile.getContext('2d')!
    pen.fillStyle = painters[0].color('dot')
    pen.beginPath()
    pen.arc(tile.width / 2, tile.height / 2, ratio, 0, 2 * Math.PI)
    pen.fill()
    return low.createPattern(tile, 'repeat')
  }

  function paintStanding(groups: readonly Group[], camera: Camera): void {
    const whole = !lastCamera || camera.x !== lastCamera.x || camera.y !== lastCamera.y || camera.k !== lastCamera.k
    if (!whole && groups === drawn) return
    const view = visible(camera, { width, height, inset: { top: 0, right: 0, bottom: 0, left: 0 } })
    const boxes = whole ? [view] : dirtyBoxes(drawn, groups, view)
    painters[0].view(camera, ratio, magnify)
    if (boxes.length) {
      low.save()
      low.setTransform(1, 0, 0, 1, 0, 0)
      low.beginPath()
      for (const box of boxes) {
        const [left, top] = [Math.floor((box.x * camera.k + camera.x) * ratio), Math.floor((box.y * camera.k + camera.y) * ratio)]
        const right = Math.ceil(((box.x + box.w) * camera.k + camera.x) * ratio)
        const bottom = Math.ceil(((box.y + box.h) * camera.k + camera.y) * ratio)
        low.rect(left, top, right - left, bottom - top)
      }
      low.clip()
      ground(camera)
      for (const group of groups)
        if (group.shapes.length && boxes.some((box) => overlaps(group.box, box))) painters[0].group(group)
      low.restore()
    }
    drawn = groups
    lastCamera = camera
  }

  function paintMoving(groups: readonly Group[], camera: Camera): void {
    if (!groups.length && !busy) return
    high.setTransform(1, 0, 0, 1, 0, 0)
    high.clearRect(0, 0, moving.width, moving.height)
    painters[1].view(camera, ratio, magnify)
    for (const group of groups) painters[1].group(group)
    busy = groups.length > 0
  }

  return {
    element,
    size(...next) {
      // To size a canvas empties it, and an observer tells of the first size too.
      if ([width, height, ratio, magnify].every((value, i) => value === next[i])) return false
      ;[width, height, ratio, magnify] = next
      for (const one of [standing, moving, ghost]) {
        one.width = Math.max(1, Math.round(width * ratio))
        one.height = Math.max(1, Math.round(height * ratio))
      }
      lastCamera = null
      dots = null
      busy = false
      return true
    },
    warm() {
      if (busy) return
      high.setTransform(1, 0, 0, 1, 0, 0)
      high.clearRect(0, 0, moving.width, moving.height)
    },
    theme(theme) {
      painters = [createPainter(low, theme), createPainter(high, theme)]
      lastCamera = null
      dots = null
      busy = true
    },
    paint(scene, camera) {
      paintStanding(scene.standing, camera)
      paintMoving(scene.moving, camera)
    },
    fade(ms) {
      const pen = ghost.getContext('2d')!
      pen.clearRect(0, 0, ghost.width, ghost.height)
      pen.drawImage(standing, 0, 0)
      ghost.style.transition = 'none'
      ghost.style.opacity = '1'
      void ghost.offsetWidth
      ghost.style.transition = `opacity ${ms}ms linear`
      ghost.style.opacity = '0'
    },
    flatten() {
      const whole = document.createElement('canvas')
      whole.width = standing.width
      whole.height = standing.height
      const pen = whole.getContext('2d')!
      pen.drawImage(standing, 0, 0)
      pen.drawImage(moving, 0, 0)
      return whole
    },
    destroy: () => element.remove(),
  }
}

/** Boxes in which two lists of groups differ; groups that are the same record are known to look the same. */
export function dirtyBoxes(before: readonly Group[], after: readonly Group[], view: Box): Box[] {
  const boxes: Box[] = []
  const add = (box: Box) => {
    if (box.w > 0 && overlaps(box, view)) boxes.push(grow(box, 1))
  }
  if (before.length === after.length && before.every((group, i) => group.key === after[i]!.key)) {
    before.forEach((group, i) => {
      if (group === after[i]) return
      add(group.box)
      add(after[i]!.box)
    })
  } else {
    const old = new Set(before)
    const now = new Set(after)
    for (const group of before) if (!now.has(group)) add(group.box)
    for (const group of after) if (!old.has(group)) add(group.box)
  }
  return boxes.length > mostBoxes ? [around(boxes)] : boxes
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const w = Math.max(...boxes.map((box) => box.x + box.w)) - x
  const h = Math.max(...boxes.map((box) => box.y + box.h)) - y
  return { x, y, w, h }
}
