import type { MessageView, Span } from '../world/frame'

/** How far a span has come at a moment, 0 to 1. */
export function spanPart(span: Span, time: number): number {
  if (span.still !== undefined) return span.still
  if (span.until <= span.from) return 1
  return Math.min(1, Math.max(0, (time - span.from) / (span.until - span.from)))
}

/** Whole seconds that are left of a span, rounded up. */
export const secondsLeft = (span: Span, time: number): number => Math.max(0, Math.ceil((span.until - time) / 1000))

/** y of a CSS cubic-bezier at x. Newton's steps; the curves used here are all monotone in x. */
export function bezierEase(x1: number, y1: number, x2: number, y2: number): (x: number) => number {
  const at = (a: number, b: number, t: number) => ((1 - 3 * b + 3 * a) * t + (3 * b - 6 * a)) * t * t + 3 * a * t
  const slope = (a: number, b: number, t: number) => 3 * (1 - 3 * b + 3 * a) * t * t + 2 * (3 * b - 6 * a) * t + 3 * a
  return (x) => {
    if (x <= 0) return 0
    if (x >= 1) return 1
    let t = x
    for (let i = 0; i < 6; i++) {
      const s = slope(x1, x2, t)
      if (s < 1e-4) break
      t = Math.min(1, Math.max(0, t - (at(x1, x2, t) - x) / s))
    }
    return at(y1, y2, t)
  }
}

export const messageEase = bezierEase(0.3, 0, 0.2, 1)
export const bindEase = bezierEase(0.4, 0, 0.1, 1)
export const lensEase = bezierEase(0.5, 0, 0.1, 1)
export const easeOut = bezierEase(0, 0, 0.58, 1)
export const easeIn = bezierEase(0.42, 0, 1, 1)

/** Virtual ms that each change of a pod is shown for. */
export const changeTime = { born: 220, bound: 520, ready: 260, unready: 160, state: 180, gone: 200 } as const

/** Real ms for which a path flashes when messages are too fast to travel, and for which it shows under reduced motion. */
const flashTime = 150
const stillTime = 600

/** Above these speeds messages become flashes, then nothing. */
const flashAbove = 8
const noneAbove = 32

/** Where a message is on its path: 0.9 px per virtual ms, within 420 to 900 ms. */
export interface Flight {
  readonly kind: 'comet' | 'flash' | 'still'
  /** Head's place on the path, 0 to 1. */
  readonly head: number
  /** Tail's place. */
  readonly tail: number
  readonly alpha: number
}

/** Virtual ms that a message takes over a path of `length` px at 1x. */
export const flightTime = (length: number): number => Math.min(900, Math.max(420, length / 0.9))

/**
 * How a message looks at a moment, or null when it is not on stage. A pure function of the message and the time, so that a paused or
 * rewound picture is the same as the one that played. `speed` is virtual ms per real ms; a pause keeps the look of 1x.
 */
export function flight(message: MessageView, length: number, time: number, speed: number, reduced: boolean): Flight | null {
  const since = time - message.at
  if (since < 0 || speed > noneAbove) return null
  if (reduced) return since < stillTime * Math.max(1, speed) ? { kind: 'still', head: 1, tail: 0, alpha: 1 } : null
  if (speed > flashAbove) {
    const part = since / (flashTime * speed)
    return part < 1 ? { kind: 'flash', head: 1, tail: 0, alpha: 1 - part } : null
  }
  const part = since / flightTime(length)
  if (part >= 1) return null
  const head = messageEase(part)
  // 30 to 60% of the path, shorter while it sets out.
  const long = message.head === 'lease' ? 0.2 : Math.min(0.6, Math.max(0.3, 60 / length))
  return { kind: 'comet', head, tail: Math.max(0, head - long), alpha: 1 }
}

/** Real ms for a dot of traffic to go up a path or back. */
const trafficTime = 1400

/**
 * Dots on a traffic path: [place 0..1 from its beginning, what flies]. At most three, evenly spread, the same for the same moment.
 * Of those that come back a share of `lost` (0..1) are failures.
 */
export function trafficDots(
  rate: number,
  seed: number,
  time: number,
  lost = 0,
): (readonly [number, 'request' | 'response' | 'failure'])[] {
  if (rate <= 0) return []
  const count = rate < 2 ? 1 : rate < 8 ? 2 : 3
  const failing = Math.ceil(lost * count)
  const dots: ReturnType<typeof trafficDots> = []
  for (let i = 0; i < count; i++) {
    const phase = (time / (2 * trafficTime) + i / count + seed * 0.37) % 1
    dots.push(phase < 0.5 ? [phase * 2, 'request'] : [2 - phase * 2, i < failing ? 'failure' : 'response'])
  }
  return dots
}
