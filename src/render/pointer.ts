import type { Hit } from '../scene/hit'

type Handler<T extends unknown[]> = (...args: T) => void

/** Picks, hovers and context menus of a stage, as hits. */
export interface Pointer {
  readonly pick: Handler<[Hit | null, MouseEvent]>[]
  readonly hover: Handler<[Hit | null]>[]
  readonly context: Handler<[Hit | null, MouseEvent]>[]
  destroy(): void
}

/** Listens on `host`; `at` finds what lies under a client point, `lit` is told the uid under the pointer, '' for none. */
export function createPointer(host: HTMLElement, at: (x: number, y: number) => Hit | null, lit: (uid: string) => void): Pointer {
  const pick: Pointer['pick'] = []
  const hover: Pointer['hover'] = []
  const context: Pointer['context'] = []
  let over = ''
  const under = (event: MouseEvent): Hit | null => at(event.clientX, event.clientY)

  function turn(hit: Hit | null): void {
    const uid = hit?.uid ?? ''
    if (uid === over) return
    over = uid
    host.style.cursor = hit ? 'pointer' : ''
    lit(uid)
    for (const handler of hover) handler(hit)
  }
  const onClick = (event: MouseEvent) => {
    for (const handler of pick) handler(under(event), event)
  }
  // While a button is down the stage is being dragged.
  const onMove = (event: PointerEvent) => {
    if (!event.buttons) turn(under(event))
  }
  const onLeave = () => turn(null)
  const onMenu = (event: MouseEvent) => {
    if (context.length) event.preventDefault()
    for (const handler of context) handler(under(event), event)
  }
  host.addEventListener('click', onClick)
  host.addEventListener('pointermove', onMove)
  host.addEventListener('pointerleave', onLeave)
  host.addEventListener('contextmenu', onMenu)
  return {
    pick,
    hover,
    context,
    destroy() {
      host.removeEventListener('click', onClick)
      host.removeEventListener('pointermove', onMove)
      host.removeEventListener('pointerleave', onLeave)
      host.removeEventListener('contextmenu', onMenu)
    },
  }
}
