import type { Client } from './client'

/** A moment that is further off than this is gone to in steps that the page shows; nearer ones are there before anybody looks. Virtual ms. */
export const farOff = 600_000

/** Real ms of one step. */
const step = 60

/** Runs on to a far moment, and gives up when somebody goes back on the way. */
export async function reach(client: Client, now: () => number, to: number): Promise<void> {
  for (let last = -1; last < now() && now() < to;) {
    last = now()
    await client.tick(to, step)
  }
}
