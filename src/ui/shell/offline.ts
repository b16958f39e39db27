import { atRest } from '../atRest'

/** The page itself comes first: only then is all of it fetched for times without a network, real ms. */
const PATIENCE_MS = 5000

/**
 * Lets the browser keep the playground, so that it opens without a network. `onwaiting` is called when a newer version is there and waits.
 * Undone by what it returns; what was kept stays kept.
 */
export function keepOffline(onwaiting: () => void): () => void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return () => undefined
  const { serviceWorker } = navigator
  const leave = new AbortController()
  const { signal } = leave

  async function begin(): Promise<void> {
    // Browsers that are told to keep nothing refuse.
    const registration = await serviceWorker.register('./sw.js').catch(() => undefined)
    if (!registration || signal.aborted) return
    let isKept = Boolean(serviceWorker.controller)
    const look = () => void (registration.waiting && serviceWorker.controller && onwaiting())
    look()
    const found = () => registration.installing?.addEventListener('statechange', look, { signal })
    found()
    registration.addEventListener('updatefound', found, { signal })
    const changed = () => {
      // In another window somebody asked for the new version; the first one ever replaces nothing.
      if (isKept) onwaiting()
      isKept = true
    }
    serviceWorker.addEventListener('controllerchange', changed, { signal })
  }

  let cancel: () => void = () => undefined
  const timer = setTimeout(() => (cancel = atRest(() => void begin())), PATIENCE_MS)
  return () => {
    leave.abort()
    clearTimeout(timer)
    cancel()
  }
}

/** Opens the page anew in the version that waits. */
export async function takeOver(): Promise<void> {
  const { serviceWorker } = navigator
  const waiting = (await serviceWorker.getRegistration())?.waiting
  if (!waiting) return location.reload()
  serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting.postMessage('take over')
}
