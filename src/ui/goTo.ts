import type { Client } from './client'

/** Real ms until something is shown of the way to a moment, and then between two sights of it. */
const patience = 800
const step = 200

/** Goes to a moment, in steps that the page shows when it is far off; `goesOn` is asked after each whether there is more to go. */
export async function goTo(client: Client, moment: number, goesOn: () => boolean): Promise<void> {
  await client.seek(moment, patience)
  while (goesOn()) await client.tick(moment, step)
}
