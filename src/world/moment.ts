/** Moments in a virtual ms: a power of two, so that a double holds each of them. */
const PER_MS = 64

/**
 * The first moment at or after a time, in virtual ms, that the world can stand at. A page asks for times such as 32768.016666 ms; a wait of
 * whole ms counted from there would end at a sum that was rounded, and whoever then compares by a difference finds some waits not over at
 * their very end. Between these moments sums and differences are exact. Never before the time, so that whoever waits for it gets there.
 */
export const momentFrom = (ms: number): number => Math.ceil(ms * PER_MS) / PER_MS
