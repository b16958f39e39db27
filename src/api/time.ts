import type { Time } from './meta'

/** Virtual time 0 is this instant: a fixed date, so that runs are the same on every machine and day. */
export const EPOCH_MS = Date.UTC(2026, 0, 1)

const cache = new Map<number, Time>()

/** Virtual ms as the API writes it (whole seconds, rounded down). */
export function timestamp(now: number): Time {
  const second = Math.floor(now / 1000)
  let text = cache.get(second)
  if (text === undefined) {
    text = new Date(EPOCH_MS + second * 1000).toISOString().replace('.000Z', 'Z')
    if (cache.size > 10_000) cache.clear()
    cache.set(second, text)
  }
  return text
}

/** Virtual ms with microseconds, as Lease and Event series write it (metav1.MicroTime). */
export function microTimestamp(now: number): Time {
  const ms = Math.floor(now)
  // A tenth of all nodes renew their leases at the same moment.
  if (lastMicro.ms !== ms) lastMicro = { ms, text: new Date(EPOCH_MS + ms).toISOString().replace('Z', '000Z') }
  return lastMicro.text
}

let lastMicro = { ms: NaN, text: '' }

/** An API time as virtual ms. NaN for what is no time. */
export const virtualMs = (time: Time): number => Date.parse(time) - EPOCH_MS
