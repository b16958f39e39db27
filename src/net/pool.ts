import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Random } from '../kernel/random'

/** Why a wanted number could not be had. */
export type Refusal = 'taken' | 'outside'

/** Numbers handed out one by one. */
export interface Pool {
  /** Takes this very number, or says why not. */
  take(number: number): Refusal | undefined
  /** Takes a free one; undefined when there is none left. */
  next(): number | undefined
  free(number: number): void
  has(number: number): boolean
  save(): SavedMap<number, true>
  load(state: SavedMap<number, true>): void
}

/** Bounds of a pool, both inside. What nobody asks for by number comes from `dynamic` upwards, as long as there is any. */
export interface PoolRange {
  readonly from: number
  readonly to: number
  readonly dynamic: number
}

/**
 * A pool from which numbers are drawn by chance, so that a number given back is not soon given to another; upstream: the service IP and
 * port allocators. The lower band is kept for those who ask for a number of their own.
 */
export function createPool({ from, to, dynamic }: PoolRange, random: Random): Pool {
  const taken = new CowMap<number, true>()

  const freeIn = (low: number, high: number): number | undefined => {
    const size = high - low + 1
    if (size <= 0) return undefined
    const start = random.int(size)
    for (let i = 0; i < size; i++) {
      const number = low + ((start + i) % size)
      if (!taken.has(number)) return number
    }
    return undefined
  }

  return {
    take(number) {
      if (number < from || number > to) return 'outside'
      if (taken.has(number)) return 'taken'
      taken.set(number, true)
      return undefined
    },
    next() {
      if (taken.size > to - from) return undefined
      const number = freeIn(dynamic, to) ?? freeIn(from, dynamic - 1)
      if (number !== undefined) taken.set(number, true)
      return number
    },
    free: (number) => void taken.delete(number),
    has: (number) => taken.has(number),
    save: () => taken.save(),
    load: (state) => taken.load(state),
  }
}
