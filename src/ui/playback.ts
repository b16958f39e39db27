/** Simulated seconds per second; Infinity is as fast as the machine goes. */
export const speeds = [0.1, 0.25, 1, 4, 16, 60, Infinity] as const

/** What the speed buttons say. */
export const speedLabel = (speed: number): string => (speed === 0.25 ? '¼×' : speed === Infinity ? 'max' : `${speed}×`)

/** The next slower or faster speed of the list; stays at the ends. */
export function speedBeside(speed: number, steps: -1 | 1): number {
  const at = speeds.findIndex((other) => other >= speed)
  return speeds[Math.min(speeds.length - 1, Math.max(0, (at < 0 ? 2 : at) + steps))]!
}

/** Real ms of work the world may do for one animation frame; it runs beside the page, so this bounds lag and nothing else. */
const frameBudget = 12
const fullBudget = 24
/** A page that was hidden or hung does not owe the time it missed. */
const longestFrame = 100

/** What to ask of the world next: run to `to`, taking at most `budgetMs`. */
export interface TickOrder {
  readonly to: number
  readonly budgetMs: number
}

/**
 * Turns real time into simulated time. When the world cannot keep up, the debt is forgiven, so that going back to a lower speed
 * takes effect at once.
 */
export function createPacer(): { order(now: number, speed: number, realMs: number): TickOrder; reset(now: number): void } {
  let target = 0
  return {
    order(now, speed, realMs) {
      if (speed === Infinity) return { to: Infinity, budgetMs: fullBudget }
      const step = Math.min(realMs, longestFrame) * speed
      if (now < target - 2 * longestFrame * speed || now > target + step) target = now
      target += step
      return { to: target, budgetMs: frameBudget }
    },
    reset(now) {
      target = now
    },
  }
}

/** `0:48.2` or `1:02:03.4`, as a clock that ticks in tenths. */
export function clockText(ms: number): string {
  const tenths = Math.floor(ms / 100)
  return `${wholeClock(Math.floor(tenths / 10))}.${tenths % 10}`
}

/** `0:48`, `1:02:03`. */
export function wholeClock(seconds: number): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
