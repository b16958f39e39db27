import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addQuantity,
  bytes,
  canonicalQuantity,
  compareQuantity,
  exactDecimal,
  formatBytes,
  formatMilli,
  formatQuantity,
  isQuantity,
  milli,
  parseQuantity,
  QuantityError,
  roundUpQuantity,
  scaledValue,
  subtractQuantity,
  toQuantity,
} from '../../src/api/quantity'

const suffixes = ['', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'e3', 'E-3', 'e0', 'e+7']
const text = fc
  .tuple(fc.constantFrom('', '-', '+'), fc.nat(999_999), fc.option(fc.nat(99_999)), fc.constantFrom(...suffixes))
  .map(([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${suffix}`)

describe('parse and format', () => {
  test('the canonical text says exactly the same amount', () => {
    fc.assert(
      fc.property(text, (given) => {
        const amount = parseQuantity(given)
        const canonical = formatQuantity(amount)
        expect(compareQuantity(parseQuantity(canonical), amount)).toBe(0)
        expect(formatQuantity(parseQuantity(canonical))).toBe(canonical)
      }),
    )
  })

  test.each(['', ' 1', '1 ', 'abc', '1.2.3', '1Kim', '0x10', '1e', '1e+', '٣', '1,5', '--1'])('%j is no quantity', (given) => {
    expect(() => parseQuantity(given)).toThrow(QuantityError)
    expect(isQuantity(given)).toBe(false)
  })

  test('says what the API server says', () => {
    expect(() => parseQuantity('lots')).toThrow(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    )
    expect(() => parseQuantity('1Kii')).toThrow("unable to parse quantity's suffix")
  })

  test('takes the numbers that YAML makes of unquoted quantities', () => {
    expect(canonicalQuantity(2)).toBe('2')
    expect(canonicalQuantity(0.5)).toBe('500m')
    expect(formatQuantity(toQuantity(1e21))).toBe('1e+21')
    expect(bytes(1e21)).toBe(1e21)
  })

  test('does not multiply out what nobody could hold', () => {
    const huge = parseQuantity('1e999999999')
    expect(formatQuantity(huge)).toBe('1e999999999')
    expect(compareQuantity(huge, parseQuantity('9Ei'))).toBe(1)
    expect(scaledValue(parseQuantity('1e-999999999'), 0)).toBe(1n)
    expect(bytes('1e999999999')).toBe(Infinity)
    expect(canonicalQuantity('0e-999999999')).toBe('0')
    expect(formatQuantity(parseQuantity('1e-999999999'))).toBe('1e-9')
    expect(compareQuantity(addQuantity(huge, parseQuantity('1')), huge)).toBe(0)
    expect(compareQuantity(addQuantity(parseQuantity('1'), huge), huge)).toBe(0)
  })
})

describe('order and sums', () => {
  test('the order is that of the exact values', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [parseQuantity(a), parseQuantity(b)]
        const nano = (quantity: typeof x) => scaledValue(quantity, -9)
        expect(compareQuantity(x, y)).toBe(nano(x) < nano(y) ? -1 : nano(x) > nano(y) ? 1 : 0)
        expect(compareQuantity(y, x)).toBe(-compareQuantity(x, y) || 0)
      }),
    )
  })

  test('what was added can be taken away again', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [parseQuantity(a), parseQuantity(b)]
        expect(compareQuantity(subtractQuantity(addQuantity(x, y), y), x)).toBe(0)
      }),
    )
  })

  test('a sum keeps the format of its first non-zero part', () => {
    const sum = (...parts: string[]) => formatQuantity(parts.map(parseQuantity).reduce(addQuantity))
    expect(sum('1Gi', '512Mi')).toBe('1536Mi')
    expect(sum('0', '1Gi', '1Gi')).toBe('2Gi')
    expect(sum('500m', '1500m')).toBe('2')
  })

  test('rounding up goes away from zero and never below', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: -9, max: 6 }), (given, scale) => {
        const amount = parseQuantity(given)
        const { quantity, exact } = roundUpQuantity(amount, scale)
        const moved = compareQuantity(quantity, amount)
        expect(exact).toBe(moved === 0)
        if (moved !== 0) expect(moved).toBe(amount.digits < 0n ? -1 : 1)
      }),
    )
  })

  test('exact decimals', () => {
    expect(['1Ki', '50m', '-1.5', '0', '100n'].map((given) => exactDecimal(parseQuantity(given)))).toEqual(['1024', '0.05', '-1.5', '0', '0.0000001']) // prettier-ignore
  })
})

describe('plain numbers for the hot path', () => {
  test('millicores and bytes, rounded up', () => {
    expect(['1', '1.5', '250m', '100u', 2, 0.1].map(milli)).toEqual([1000, 1500, 250, 1, 2000, 100])
    expect(['1Ki', '1k', '1.5Gi', '128974848', '1500m', 10].map(bytes)).toEqual([1024, 1000, 1610612736, 128974848, 2, 10])
  })

  test('agree with the exact arithmetic, also when asked again', () => {
    fc.assert(
      fc.property(text, (given) => {
        const amount = parseQuantity(given)
        for (let i = 0; i < 2; i++) {
          expect(milli(given)).toBe(Number(scaledValue(amount, -3)))
          expect(bytes(given)).toBe(Number(scaledValue(amount, 0)))
        }
      }),
    )
  })

  test('numbers are written canonically', () => {
    expect([500, 2000, 0, 1].map(formatMilli)).toEqual(['500m', '2', '0', '1m'])
    expect([1024, 2 ** 30, 1500, 1000, 0, 3 * 2 ** 20].map(formatBytes)).toEqual(['1Ki', '1Gi', '1500', '1k', '0', '3Mi'])
    fc.assert(fc.property(fc.nat(), (count) => bytes(formatBytes(count)) === count && milli(formatMilli(count)) === count))
  })

  test('refuses what is no quantity', () => {
    expect(() => milli('much')).toThrow(QuantityError)
  })
})
