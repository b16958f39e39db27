import { describe, expect, test } from 'vitest'
import { stagePhrases } from '../../src/scene/phrases'
import { worldPhrases } from '../../src/world/phrases'
import { addressEn } from '../../src/ui/i18n/addressEn'
import { addressKo } from '../../src/ui/i18n/addressKo'
import { en as firstEn } from '../../src/ui/i18n/en'
import { inspectorEn } from '../../src/ui/i18n/inspectorEn'
import { inspectorKo } from '../../src/ui/i18n/inspectorKo'
import { ko as firstKo } from '../../src/ui/i18n/ko'
import { dictionaryOf, firstEnglish, preferredLanguage, say, type Language } from '../../src/ui/i18n/say'
import { Words } from '../../src/ui/i18n/words.svelte'

const en = { ...firstEn, ...addressEn, ...inspectorEn }
const ko = { ...firstKo, ...addressKo, ...inspectorKo }

const places = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name!)

describe('texts', () => {
  test('Korean and English have the same keys', () => {
    expect(Object.keys(ko).toSorted()).toEqual(Object.keys(en).toSorted())
  })

  test('a text names no value in Korean that English does not get', () => {
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      const given = new Set(places(en[key]))
      expect({ key, foreign: places(ko[key]).filter((name) => !given.has(name)) }).toEqual({ key, foreign: [] })
    }
  })

  test('page, stage and world do not claim the same key', () => {
    const keys = [...Object.keys(en), ...Object.keys(stagePhrases), ...Object.keys(worldPhrases.en)]
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
  })

  test('the world says everything in both languages', () => {
    expect(Object.keys(worldPhrases.ko).toSorted()).toEqual(Object.keys(worldPhrases.en).toSorted())
  })

  test('sentences are not left in English', () => {
    const korean = /[가-힣]/
    const left = Object.entries(ko).filter(
      ([key, text]) => text === en[key as keyof typeof en] && / \w+ /.test(text) && !korean.test(text),
    )
    expect(left).toEqual([])
  })
})

describe('say', () => {
  test('fills values and picks the word for one or many', () => {
    expect(say(firstEnglish, 'tree.service', { name: 'web', n: 1 })).toBe('Service web, 1 endpoint')
    expect(say(firstEnglish, 'tree.service', { name: 'web', n: 3 })).toBe('Service web, 3 endpoints')
  })

  test('shows a key that has no text, and never a thing of the prototype', () => {
    expect(say(firstEnglish, 'no.such.key')).toBe('no.such.key')
    expect(say(firstEnglish, 'constructor')).toBe('constructor')
  })

  test('Korean brings the texts of the stage too', async () => {
    expect(say(await dictionaryOf('ko'), 'stage.users')).toBe('사용자')
  })

  test('a browser that prefers neither language gets English', () => {
    expect(preferredLanguage(['fr-FR', 'ko-KR', 'en'])).toBe('ko')
    expect(preferredLanguage(['fr-FR'])).toBe('en')
  })
})

describe('words of a page', () => {
  const titles: Record<Language, string> = { en: inspectorEn['inspect.title'], ko: inspectorKo['inspect.title'] }

  test('those of later parts come when they are asked for, and stay with the language', async () => {
    const words = new Words('en')
    expect(words.say('top.help')).toBe(firstEn['top.help'])
    expect(words.say('inspect.title')).toBe('inspect.title')
    await words.bringAll()
    expect(words.say('inspect.title')).toBe(titles.en)
    await words.speak('ko')
    expect([words.say('inspect.title'), words.say('top.help')]).toEqual([titles.ko, firstKo['top.help']])
  })

  test.each(['en', 'ko'] as const)('whichever comes first, language or later words: %s', async (language) => {
    const words = new Words(language === 'en' ? 'ko' : 'en')
    await Promise.all([words.speak(language), words.bringAll()])
    expect([words.language, words.say('inspect.title')]).toEqual([language, titles[language]])
    await Promise.all([words.bringAll(), words.speak('en')])
    expect([words.language, words.say('inspect.title')]).toEqual(['en', titles.en])
  })
})
