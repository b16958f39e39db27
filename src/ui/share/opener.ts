import { createContext } from 'svelte'
import type { Opened } from './opening'

/** Shows another run in place of the present one. `hash` is its link, or '' when it is too long for an address. */
export type Opener = (opened: Opened, hash: string) => Promise<void>

/** How the page opens another run, for what is below App. */
export const [useOpener, provideOpener] = createContext<Opener>()
