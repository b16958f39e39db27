import { select, zoom, zoomIdentity, type D3ZoomEvent } from 'd3'
import type { Camera } from '../scene/camera'

/** What moves the camera by wheel, pinch and drag. */
export interface Hand {
  /** The camera was moved by something else: the next gesture goes on from there. */
  follow(camera: Camera): void
  letGo(): void
}

export interface HandOptions {
  /** Least and most zoom. */
  readonly extent: readonly [number, number]
  readonly takes: (event: Event) => boolean
  readonly moved: (camera: Camera) => void
}

/** Listens on `host` for the gestures that it takes. */
export function createHand(host: HTMLElement, { extent, takes, moved }: HandOptions): Hand {
  const selection = select(host)
  let follows = false
  const behaviour = zoom<HTMLElement, unknown>()
    .scaleExtent([...extent])
    .filter(takes)
    .on('zoom', ({ transform: { x, y, k } }: D3ZoomEvent<HTMLElement, unknown>) => {
      if (!follows) moved({ x, y, k })
    })
  selection.call(behaviour).on('dblclick.zoom', null)
  return {
    follow({ x, y, k }) {
      follows = true
      selection.call(behaviour.transform, zoomIdentity.translate(x, y).scale(k))
      follows = false
    },
    letGo: () => void selection.on('.zoom', null),
  }
}
