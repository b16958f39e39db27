import type { PoolView } from '../world/frame'
import type { PoolSpot } from './poolBand'
import { phrase, type Say } from './say'
import { rect, text, type Shape } from './shape'
import { clip, textWidth } from './textWidth'

/** More machines than this are told by their number alone. */
const mostSlots = 8

/** What one machine costs in an hour; '' when it costs nothing. */
export const poolPrice = ({ price }: PoolView, say: Say): string =>
  price > 0 ? say(phrase('stage.price', { price: price.toFixed(2) })) : ''

/** How large a pool is and may be: `2 of 1 to 3`. */
export const poolSize = ({ size, min, max, elastic }: PoolView, say: Say): string =>
  elastic ? say(phrase('stage.pool.size', { size, min, max })) : say(phrase('stage.pool.fixed', { size }))

/** What a pool costs now and has cost. */
export const poolCost = ({ price, size, cost }: PoolView, say: Say): string =>
  say(phrase('stage.pool.cost', { hourly: (price * size).toFixed(2), cost: cost.toFixed(2) }))

/** A pool: one slot for each machine that there is, that is on its way, and that could be had. */
export function poolCard(pool: PoolView, { x, y, w, h }: PoolSpot, say: Say): Shape[] {
  const size = poolSize(pool, say)
  const room = w - 28 - textWidth(size, 12.5)
  return [
    rect(x, y, w, h, 10, { fill: 'card', stroke: 'line2', width: 1.25 }),
    text(x + 12, y + 19, clip(pool.name, room - 10, 13.5, true), { size: 13.5, bold: true }),
    text(x + w - 12, y + 19, size, { size: 12.5, fill: 'ink2', anchor: 'end' }),
    ...slots(pool, x + 12, y + 28),
    text(x + w - 12, y + 38, clip(poolCost(pool, say), w - 24 - slotsWidth(pool), 12.5), {
      size: 12.5,
      fill: 'ink3',
      anchor: 'end',
    }),
  ]
}

const shownSlots = ({ max, size }: PoolView): number => Math.min(mostSlots, Math.max(max, size))

const slotsWidth = (pool: PoolView): number => shownSlots(pool) * 17 + 6

function slots(pool: PoolView, x: number, y: number): Shape[] {
  const there = pool.size - pool.joining
  return Array.from({ length: shownSlots(pool) }, (_, i) => {
    const look =
      i < there
        ? ({ fill: 'mute', stroke: 'mute' } as const)
        : i < pool.size
          ? ({ stroke: 'ink2', dash: [0.1, 3], cap: 'round' } as const)
          : ({ stroke: 'line2' } as const)
    return rect(x + i * 17, y, 13, 10, 3, { width: i < pool.size ? 1.5 : 1, ...look })
  })
}

/** How wide a pool's card has to be. */
export const poolWidth = (pool: PoolView): number => Math.max(236, 184 + slotsWidth(pool))
