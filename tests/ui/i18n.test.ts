import { describe, expect, test } from 'vitest'
import { stagePhrases } from '../../src/scene/phrases'
import { worldPhrases } from '../../src/world/phrases'
import { en } from '../../src/ui/i18n/en'
import { ko } from '../../src/ui/i18n/ko'
import { dictionaryOf, english, preferredLanguage, say } from '../../src/ui/i18n/say'

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
    expect(say(english, 'tree.service', { name: 'web', n: 1 })).toBe('Service web, 1 endpoint')
    expect(say(english, 'tree.service', { name: 'web', n: 3 })).toBe('Service web, 3 endpoints')
  })

  test('shows a key that has no text, and never a thing of the prototype', () => {
    expect(say(english, 'no.such.key')).toBe('no.such.key')
    expect(say(english, 'constructor')).toBe('constructor')
  })

  test('Korean brings the texts of the stage too', async () => {
    expect(say(await dictionaryOf('ko'), 'stage.users')).toBe('사용자')
  })

  test('a browser that prefers neither language gets English', () => {
    expect(preferredLanguage(['fr-FR', 'ko-KR', 'en'])).toBe('ko')
    expect(preferredLanguage(['fr-FR'])).toBe('en')
  })
})
