import type { Random } from '../kernel/random'

/** Requests beyond which they are no longer rolled for one by one: the mean does, with chance for the remainder. */
const ROLLED = 256

/** How many of `count` requests each of `over` endpoints gets when each goes to one by chance; only those that get any. */
export function spread(count: number, over: number, random: Random): (readonly [index: number, requests: number])[] {
  if (over === 0) return []
  const even = count > ROLLED ? Math.floor(count / over) : 0
  const shares = new Array<number>(over).fill(even)
  for (let left = count - even * over; left > 0; left--) {
    const i = random.int(over)
    shares[i] = shares[i]! + 1
  }
  return shares.map((share, i) => [i, share] as const).filter(([, share]) => share > 0)
}
