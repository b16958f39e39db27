/** Calls `begin` once the page has nothing more urgent to do, or after `patience` ms at the latest. Taken back by what it returns. */
export function atRest(begin: () => void, patience = 1500): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(begin, Math.min(patience, 300))
    return () => clearTimeout(timer)
  }
  const idle = requestIdleCallback(begin, { timeout: patience })
  return () => cancelIdleCallback(idle)
}
