import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hexadecimal } from '../../src/kernel/hexadecimal'

test('writes 32-bit numbers, signed or not, as eight digits each', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (words) => {
      expect(hexadecimal(words)).toBe(words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join(''))
    }),
  )
})
