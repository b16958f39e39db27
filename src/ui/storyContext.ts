import { createContext } from 'svelte'
import type { Story } from './story.svelte'

/** What happened in the run, for what is below App; null until somebody has begun to listen. */
export const [useStory, provideStory] = createContext<() => Story | null>()
