import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { narrationEn } from '../../src/ui/i18n/narrationEn'
import { narrationKo } from '../../src/ui/i18n/narrationKo'

const places = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name!))].sort()

const folder = resolve('src/scene/narrate')
const code = readdirSync(folder)
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n')

describe('words of the narration', () => {
  test('both languages have every key, with the same values in it', () => {
    expect(Object.keys(narrationKo).sort()).toEqual(Object.keys(narrationEn).sort())
    const valuesOf = (texts: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, places(text).join()]))
    expect(valuesOf(narrationKo)).toEqual(valuesOf(narrationEn))
  })

  test('every key that the code names has its words', () => {
    const named = [...code.matchAll(/told\(\s*'([\w.]+)'/g)].map(([, key]) => `narrate.${key}`)
    expect(named.length).toBeGreaterThan(80)
    expect(named.filter((key) => !Object.hasOwn(narrationEn, key))).toEqual([])
  })

  test('every sentence ends, and in Korean formally', () => {
    expect(Object.entries(narrationEn).filter(([, text]) => !/^(?:[A-Z{]|etcd )[^\n]*\.$/.test(text))).toEqual([])
    expect(Object.entries(narrationKo).filter(([, text]) => !/(다|\{status\}|\{code\}|#개\})\.$/.test(text))).toEqual([])
  })

  test('Korean joins no particle to a name by hand', () => {
    const byHand =
      /\{(?:pod|app|name|node|kind|service|image|user|by|policy|from|to|tag|metric|status)\}(?:이|가|은|는|을|를|과|와|으로|로)(?![가-힣])/
    expect(Object.entries(narrationKo).filter(([, text]) => byHand.test(text))).toEqual([])
  })
})
