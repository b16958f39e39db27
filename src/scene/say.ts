import type { Phrase } from '../world/frame'
import type { StagePhraseKey } from './phrases'

/** Says a phrase in the reader's language. */
export type Say = (phrase: Phrase) => string

/** A phrase of the stage's own, with its key checked. */
export const phrase = (key: StagePhraseKey, values?: Readonly<Record<string, string | number>>): Phrase =>
  values ? { key, values } : { key }
