import fc from 'fast-check'
import { expect, test } from 'vitest'
import { goJsonError } from '../../src/api/goJson'

const said: Record<string, string> = {
  '': 'unexpected end of JSON input',
  '{"auths": ': 'unexpected end of JSON input',
  '{auths}': "invalid character 'a' looking for beginning of object key string",
  '{"a" 1}': "invalid character '1' after object key",
  '{"a":1 "b"}': `invalid character '"' after object key:value pair`,
  '{"a":1,}': "invalid character '}' looking for beginning of object key string",
  '[1 2]': "invalid character '2' after array element",
  '[1,]': "invalid character ']' looking for beginning of value",
  '{} x': "invalid character 'x' after top-level value",
  "'a'": "invalid character '\\'' looking for beginning of value",
  '"a\nb"': "invalid character '\\n' in string literal",
  '"\\x"': "invalid character 'x' in string escape code",
  '"\\u00g0"': "invalid character 'g' in \\u hexadecimal character escape",
  trux: "invalid character 'x' in literal true (expecting 'e')",
  '-a': "invalid character 'a' in numeric literal",
  '1.x': "invalid character 'x' after decimal point in numeric literal",
  '1ex': "invalid character 'x' in exponent of numeric literal",
  '01': "invalid character '1' after top-level value",
  '\u0000': "invalid character '\\x00' looking for beginning of value",
}
for (const [text, why] of Object.entries(said)) test(JSON.stringify(text), () => expect(goJsonError(text)).toBe(why))

test('agrees with the platform on what is sound', () => {
  const sound = (text: string) => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  const texts = fc.oneof(fc.json(), fc.string(), fc.string({ unit: fc.constantFrom(...'{}[]",:0123-.eEtrufalsn \\') }))
  fc.assert(
    fc.property(texts, (text) => (goJsonError(text) === undefined) === sound(text)),
    { numRuns: 2000 },
  )
})
