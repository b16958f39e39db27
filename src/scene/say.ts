import type { Phrase } from '../world/frame'
import { withParticle } from './particle'
import type { StagePhraseKey } from './phrases'

/**
 * Fills a text: `{name}` is the value, `{n|pod|# pods}` the first word for one and the second for any other number (`#` being it),
 * `{name~이}` the value and the form of a Korean particle that fits it.
 */
export const fillText = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
  text.replace(
    /\{(\w+)(?:~([가-힣]+))?(?:\|([^|{}]*)\|([^|{}]*))?\}/g,
    (whole, name: string, particle?: string, one?: string, many?: string) => {
      const value = values[name]
      if (one !== undefined) return (Number(value) === 1 ? one : many!).replaceAll('#', String(value))
      if (value === undefined) return whole
      return particle === undefined ? String(value) : withParticle(String(value), particle)
    },
  )

/** Says a phrase in the reader's language. */
export type Say = (phrase: Phrase) => string

/** A phrase of the stage's own, with its key checked. */
export const phrase = (key: StagePhraseKey, values?: Readonly<Record<string, string | number>>): Phrase =>
  values ? { key, values } : { key }
