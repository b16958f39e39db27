/** Calls `begin` once the page has nothing more urgent to do. Taken back by what it returns. */
export function atRest(begin: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(begin, 300)
    return () => clearTimeout(timer)
  }
  const idle = requestIdleCallback(begin, { timeout: 1500 })
  return () => cancelIdleCallback(idle)
}
