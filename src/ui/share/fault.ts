import { fillText } from '../../scene/say'
import type { Language } from '../i18n/say'
import { shareTexts, type ShareKey } from './texts'

type Values = Readonly<Record<string, string | number>>

/** Why something that was handed in cannot be shown; for a person to read. */
export class Fault extends Error {
  constructor(
    readonly key: ShareKey,
    readonly values: Values = {},
  ) {
    super(key)
  }

  /** The whole sentence. */
  said(language: Language): string {
    return sayShare(language, this.key, this.values)
  }

  /** The same, when the opening scenario is shown in its place. */
  insteadSaid(language: Language): string {
    return sayShare(language, 'share.instead', { why: this.said(language) })
  }
}

/** Says a text of sharing in a language. */
export const sayShare = (language: Language, key: ShareKey, values: Values = {}): string =>
  fillText(shareTexts[key][language], values)

/** What was made, or why it could not be made. Anything but a Fault is thrown on: it is a fault of the program. */
export async function orFault<T>(made: Promise<T>): Promise<T | Fault> {
  try {
    return await made
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
}
