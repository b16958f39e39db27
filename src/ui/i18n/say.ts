import { stagePhrases, type StagePhraseKey } from '../../scene/phrases'
import { fillText } from '../../scene/say'
import { worldPhrases } from '../../world/phrases'
import { en } from './en'
import { narrationEn } from './narrationEn'

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

/** World, stage and narration bring their own words; the page adds its own. */
function withStage(texts: Texts, narration: Dictionary, language: Language): Dictionary {
  const stage = Object.entries(stagePhrases).map(([key, phrase]) => [key as StagePhraseKey, phrase[language]])
  return { ...worldPhrases[language], ...Object.fromEntries(stage), ...narration, ...texts }
}

export const english: Dictionary = withStage(en, narrationEn, 'en')

/** All texts of a language; Korean arrives on first use. */
export async function dictionaryOf(language: Language): Promise<Dictionary> {
  if (language === 'en') return english
  const { ko, narrationKo } = await import('./korean')
  return withStage(ko, narrationKo, 'ko')
}

/** Says a text with its values filled in. A key that nobody translated is shown as it is, so that it is seen and mended. */
export const say = (dictionary: Dictionary, key: string, values: Readonly<Record<string, string | number>> = {}): string =>
  fillText(Object.hasOwn(dictionary, key) ? dictionary[key]! : key, values)
