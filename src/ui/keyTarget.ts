/** Whom a key is meant for. A dialog that has just been closed keeps the focus until the next frame; a key pressed then is the page's. */
export function keyTarget({ target }: KeyboardEvent): Element | null {
  if (!(target instanceof Element) || target.closest('dialog:not([open])')) return null
  return target
}
