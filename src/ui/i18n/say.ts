import { stagePhrases, type StagePhraseKey } from '../../scene/phrases'
import { fillText } from '../../scene/say'
import { worldPhrases } from '../../world/phrases'
import { en } from './en'

export type Language = 'en' | 'ko'

/** Keys of the page's own texts; the stage brings its own. */
export type TextKey = keyof typeof en
export type Texts = Readonly<Record<TextKey, string>>
export type Dictionary = Readonly<Record<string, string>>

export const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'ko'

/** Korean for a reader whose browser asks for it, English for everybody else. */
export const preferredLanguage = (asked: readonly string[]): Language =>
  asked
    .find((tag) => /^(ko|en)\b/i.test(tag))
    ?.toLowerCase()
    .startsWith('ko')
    ? 'ko'
    : 'en'

/** World and stage bring their own words; the page adds its own. */
function withStage(texts: Texts, language: Language): Dictionary {
  const stage = Object.entries(stagePhrases).map(([key, phrase]) => [key as StagePhraseKey, phrase[language]])
  return { ...worldPhrases[language], ...Object.fromEntries(stage), ...texts }
}

/** How much of a language: what the first picture says, or also what the inspector and the narration say, which come after it. */
export type Reach = 'first' | 'all'

/** English as far as the first picture says it: at hand at once. */
export const firstEnglish: Dictionary = withStage(en, 'en')

/** The texts of a language; what is not at hand arrives on first use. */
export async function dictionaryOf(language: Language, reach: Reach = 'all'): Promise<Dictionary> {
  const [first, later] = await Promise.all([firstOf(language), reach === 'all' && laterOf(language)])
  return later ? { ...first, ...later } : first
}

const firstOf = async (language: Language): Promise<Dictionary> =>
  language === 'en' ? firstEnglish : withStage((await import('./ko')).ko, 'ko')

const laterOf = async (language: Language): Promise<Dictionary> =>
  (await (language === 'en' ? import('./laterEn') : import('./laterKo'))).later

/** Says a text with its values filled in. A key that nobody translated is shown as it is, so that it is seen and mended. */
export const say = (dictionary: Dictionary, key: string, values: Readonly<Record<string, string | number>> = {}): string =>
  fillText(Object.hasOwn(dictionary, key) ? dictionary[key]! : key, values)
