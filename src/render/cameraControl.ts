import { interpolateZoom } from 'd3'
import type { Camera } from '../scene/camera'
import { createComingHand } from './comingHand'

export interface CameraControl {
  readonly camera: Camera
  /** Goes there, in `ms` real ms; 0 at once. */
  go(camera: Camera, ms: number): void
  by(factor: number): void
  pan(dx: number, dy: number): void
  /** Gets ready for gestures before the first one is made. */
  expectHand(): void
  destroy(): void
}

export interface CameraControlOptions {
  readonly wheelNeedsKey: boolean
  readonly keyboard: boolean
  /** `byHand` is true when the reader moved it. */
  readonly onMove: (camera: Camera, byHand: boolean) => void
  readonly onHome: () => void
}

const extent: [number, number] = [0.05, 8]
const keyStep = 60

/** Wheel and pinch zoom about the pointer, drag pans, + - 0 and the arrows do the same from the keyboard. */
export function createCameraControl(host: HTMLElement, options: CameraControlOptions): CameraControl {
  let camera: Camera = { x: 0, y: 0, k: 1 }
  let frame = 0
  const hand = createComingHand(host, {
    extent,
    takes(event) {
      if (event instanceof WheelEvent) return !options.wheelNeedsKey || event.ctrlKey || event.metaKey
      return !(event instanceof MouseEvent) || event.button === 0
    },
    moved(next) {
      cancelAnimationFrame(frame)
      camera = next
      options.onMove(camera, true)
    },
  })

  function put(next: Camera): void {
    camera = next
    hand.follow(next)
    options.onMove(next, false)
  }

  function go(next: Camera, ms: number): void {
    cancelAnimationFrame(frame)
    if (ms <= 0) return put(next)
    const { width, height } = host.getBoundingClientRect()
    const spot = (from: Camera): [number, number, number] => [
      (width / 2 - from.x) / from.k,
      (height / 2 - from.y) / from.k,
      width / from.k,
    ]
    const way = interpolateZoom(spot(camera), spot(next))
    const start = performance.now()
    const step = () => {
      const part = Math.min(1, (performance.now() - start) / ms)
      const [cx, cy, wide] = way(part * part * (3 - 2 * part))
      const k = width / wide
      put(part < 1 ? { k, x: width / 2 - cx * k, y: height / 2 - cy * k } : next)
      if (part < 1) frame = requestAnimationFrame(step)
    }
    step()
  }

  const by = (factor: number) => {
    const { width, height } = host.getBoundingClientRect()
    const k = Math.min(extent[1], Math.max(extent[0], camera.k * factor))
    const grown = k / camera.k
    go({ k, x: width / 2 - (width / 2 - camera.x) * grown, y: height / 2 - (height / 2 - camera.y) * grown }, 0)
    options.onMove(camera, true)
  }
  const pan = (dx: number, dy: number) => {
    go({ ...camera, x: camera.x + dx, y: camera.y + dy }, 0)
    options.onMove(camera, true)
  }
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => by(1.25),
    '=': () => by(1.25),
    '-': () => by(0.8),
    '0': options.onHome,
    ArrowLeft: () => pan(keyStep, 0),
    ArrowRight: () => pan(-keyStep, 0),
    ArrowUp: () => pan(0, keyStep),
    ArrowDown: () => pan(0, -keyStep),
  }
  const onKey = (event: KeyboardEvent) => {
    const act = event.target === host && !event.ctrlKey && !event.metaKey && !event.altKey ? keys[event.key] : undefined
    if (!act) return
    event.preventDefault()
    act()
  }
  if (options.keyboard) host.addEventListener('keydown', onKey)

  return {
    get camera() {
      return camera
    },
    go,
    by,
    pan,
    expectHand: hand.fetch,
    destroy() {
      cancelAnimationFrame(frame)
      hand.letGo()
      host.removeEventListener('keydown', onKey)
    },
  }
}
