import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64Text, encodeBase64 } from '../../src/api/base64'

test('agrees with the platform, and comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(encodeBase64(text)).toBe(Buffer.from(text, 'utf8').toString('base64'))
      expect(decodeBase64Text(encodeBase64(text))).toBe(text)
    }),
  )
})
