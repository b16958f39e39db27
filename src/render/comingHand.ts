import type { Camera } from '../scene/camera'
import type { createHand, Hand, HandOptions } from './hand'

/** A hand that is fetched when somebody may need it: the first picture does without. */
export interface ComingHand extends Hand {
  /** Fetches it now, so that it is there when somebody does. */
  fetch(): void
}

/** Listens on `host` until the hand is there; what was done meanwhile is done again when it is. */
export function createComingHand(host: HTMLElement, options: HandOptions): ComingHand {
  let hand: Hand | null = null
  let camera: Camera | null = null
  let asked = false
  let missed: MouseEvent[] = []
  const early = new AbortController()
  const { signal } = early

  function fetch(): void {
    if (asked || signal.aborted) return
    asked = true
    import('./hand').then(
      (module) => take(module.createHand),
      () => {
        asked = false
        missed = []
      },
    )
  }
  function take(create: typeof createHand): void {
    if (signal.aborted) return
    early.abort()
    hand = create(host, options)
    if (camera) hand.follow(camera)
    for (const event of missed.splice(0)) event.target?.dispatchEvent(again(event))
  }
  function begin(event: MouseEvent): void {
    fetch()
    if (!options.takes(event)) return
    missed.push(event)
    // Otherwise the browser enlarges or scrolls the whole page.
    if (event.type === 'wheel') event.preventDefault()
  }
  /** A drag is of no use without its way. */
  function goOn(event: MouseEvent): void {
    if (missed.some(({ type }) => type === 'mousedown')) missed.push(event)
  }
  /** The click at the end of a drag picks nothing. */
  function end(event: MouseEvent): void {
    if (missed.some(({ type }) => type === 'mousemove')) event.stopImmediatePropagation()
  }
  host.addEventListener('wheel', begin, { signal, passive: false })
  host.addEventListener('mousedown', begin, { signal })
  window.addEventListener('mousemove', goOn, { signal })
  window.addEventListener('mouseup', goOn, { signal })
  host.addEventListener('click', end, { signal, capture: true })
  for (const near of ['pointerenter', 'touchstart'] as const) host.addEventListener(near, fetch, { signal, passive: true })

  return {
    fetch,
    follow(next) {
      camera = next
      hand?.follow(next)
    },
    letGo() {
      early.abort()
      hand?.letGo()
    },
  }
}

const again = (event: MouseEvent): MouseEvent =>
  event instanceof WheelEvent ? new WheelEvent(event.type, event) : new MouseEvent(event.type, event)
