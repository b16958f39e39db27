const prefix = 'kubarium:'
let isOff = false

/** From now on this page reads and keeps nothing, its address included: for embeds, which share an origin and must not share state. */
export function keepNothing(): void {
  isOff = true
}

/** Keeps a small value for the next visit; null forgets it. A browser that keeps nothing is no reason to fail. */
export function keep(name: string, value: unknown): void {
  if (isOff) return
  try {
    if (value === null) localStorage.removeItem(prefix + name)
    else localStorage.setItem(prefix + name, JSON.stringify(value))
  } catch {
    // Storage is off or full: the page works without it.
  }
}

/** What was kept under a name, if it is still of the shape it should have. */
export function kept<T>(name: string, isValid: (value: unknown) => value is T): T | null {
  if (isOff) return null
  try {
    const value: unknown = JSON.parse(localStorage.getItem(prefix + name) ?? 'null')
    return isValid(value) ? value : null
  } catch {
    return null
  }
}

/** Keeps a choice in the page's address, so that a link shows the same; null takes it out. */
export function keepInAddress(name: string, value: string | null): void {
  if (isOff || typeof location === 'undefined') return
  const address = new URL(location.href)
  if (value === null) address.searchParams.delete(name)
  else address.searchParams.set(name, value)
  history.replaceState(history.state, '', address)
}
