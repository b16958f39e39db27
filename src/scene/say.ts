import type { Phrase } from '../world/frame'
import type { StagePhraseKey } from './phrases'

/** Fills a text: `{name}` is the value, `{n|pod|pods}` the first word for one and the second for any other number. */
export const fillText = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
  text.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name]
    if (one !== undefined) return (Number(value) === 1 ? one : many) ?? ''
    return value === undefined ? whole : String(value)
  })

/** Says a phrase in the reader's language. */
export type Say = (phrase: Phrase) => string

/** A phrase of the stage's own, with its key checked. */
export const phrase = (key: StagePhraseKey, values?: Readonly<Record<string, string | number>>): Phrase =>
  values ? { key, values } : { key }
