import type { Phrase, Frame } from '../world/frame'
import type { Camera } from '../scene/camera'
import type { StageKind } from '../scene/form'
import type { Hit } from '../scene/hit'
import type { Lens } from '../scene/lens'
import type { StageModel } from '../scene/model'
import type { ThemeName } from './tokens'

export interface StageOptions {
  readonly theme: ThemeName
  readonly lens: Lens
  /** Says a phrase in the reader's language; called again for everything after `setLanguage`. */
  readonly say: (phrase: Phrase) => string
  /** CSS px of the host that are covered by other things (lens switch and drift on top): what `fit` keeps free. */
  readonly inset?: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number }
  /** `embed` draws the slim control plane whatever the size; `room` also shows what of it acts, and one message at a time. */
  readonly form?: StageKind
  /** How many times larger than usual everything is meant to be seen, for a screen at the other end of a room; asked with every measure. */
  readonly magnify?: () => number
  readonly reducedMotion?: boolean
  /** The host takes keys (+ - 0 arrows) while it has the focus; default true. */
  readonly keyboard?: boolean
  /** Wheel zooms only with Ctrl or Cmd (for pages that scroll); default false. */
  readonly wheelNeedsKey?: boolean
}

/** The canvas that shows a cluster. Nothing of it runs by itself: it draws when told a new frame, time, view or size. */
export interface Stage {
  /** Takes in what changed without drawing: for all frames but the last when several came at once. */
  take(frame: Frame): void
  /** Takes in what changed and draws; `time` is the virtual ms to show, `speed` virtual ms per real ms (0 while paused). */
  update(frame: Frame | null, time: number, speed: number): void
  /** The read model as it stands, for the outline and the inspector. */
  readonly model: StageModel
  setTheme(theme: ThemeName): void
  setLens(lens: Lens): void
  /** Redraws all text with the present `say`, or with a new one. */
  setLanguage(say?: (phrase: Phrase) => string): void
  setReducedMotion(on: boolean): void
  /** Uid (or actor such as `apiserver`) with the ring; '' for none. */
  setSelection(uid: string): void
  setHover(uid: string): void
  /** The same ring, dashed: where the keyboard is in the outline. */
  setFocus(uid: string): void
  setInset(inset: { top: number; right: number; bottom: number; left: number }): void
  readonly camera: Camera
  /** Moves to a camera; `animate` is false under reduced motion. */
  setCamera(camera: Camera, animate?: boolean): void
  /** The point of the world in the middle and the zoom, while the reader chose them; null while the camera follows the whole. */
  readonly chosen: Camera | null
  /** Puts a point of the world into the middle. */
  lookAt(chosen: Camera): void
  zoomBy(factor: number): void
  panBy(dx: number, dy: number): void
  /** Shows everything; from then on the camera follows growth until the reader moves it. */
  fit(animate?: boolean): void
  /** Brings an object into view if it is not. */
  reveal(uid: string): void
  /** Client rectangle of an object as last drawn, for popovers and threads; null when it is not on stage. */
  boxOf(uid: string): DOMRect | null
  /** Gets ready for what the first picture does without: wheel, pinch and drag, and things that move. For when the page is at rest. */
  prepare(): void
  onPick(handler: (hit: Hit | null, event: MouseEvent) => void): void
  onHover(handler: (hit: Hit | null) => void): void
  onContext(handler: (hit: Hit | null, event: MouseEvent) => void): void
  onCamera(handler: (camera: Camera) => void): void
  /** Measures the host again; called by its own observer too. */
  resize(): void
  /** What is shown now as one canvas of its own, in device pixels. */
  picture(): HTMLCanvasElement
  toBlob(type?: 'image/png' | 'image/svg+xml'): Promise<Blob>
  destroy(): void
}
