import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isForUs, readOrder } from '../../../src/ui/embed/messages'

/** How many random messages: more by hand, `MESSAGES=10000`. */
const numRuns = Number(process.env['MESSAGES']) || 1000

describe('messages to an embed', () => {
  test.each([
    [{ command: 'play' }, { command: 'play' }],
    [
      { command: 'play', speed: 4, id: 7 },
      { command: 'play', speed: 4, id: 7 },
    ],
    [
      { command: 'seek', at: 12000, junk: 1 },
      { command: 'seek', at: 12000 },
    ],
    [
      { command: 'apply', file: 'web.yaml', text: 'a: 1', id: 'x' },
      { command: 'apply', file: 'web.yaml', text: 'a: 1', id: 'x' },
    ],
    [
      { command: 'lens', lens: 'owns' },
      { command: 'lens', lens: 'owns' },
    ],
  ])('%j', (data, order) => expect(readOrder({ type: 'kubarium', ...data })).toEqual(order))

  test.each([
    [{ command: 'seek', at: '1' }, /^at must be a number/],
    [{ command: 'seek', at: Infinity }, /^at must be a number/],
    [{ command: 'play', speed: 1e9 }, /^speed must be/],
    [{ command: 'apply', file: '../x.yaml', text: '' }, /^file must be/],
    [{ command: 'apply', file: 'x.yaml', text: 'a'.repeat(200_001) }, /^text must be/],
    [{ command: 'eval', text: 'alert(1)' }, /^command must be one of/],
  ])('%j is refused with what would be right', (data, why) => expect(readOrder({ type: 'kubarium', ...data })).toMatch(why))

  test('of others are passed by', () => {
    for (const data of [null, 1, 'x', [], {}, { type: 'other', command: 'play' }, { type: 'kubarium' }])
      expect(isForUs(data)).toBe(false)
    expect(isForUs(Object.create({ type: 'kubarium', command: 'play' }))).toBe(false)
  })

  test('whatever comes is read or refused, and nothing unknown gets through', () => {
    const some = fc.record(
      {
        type: fc.constantFrom('kubarium', 'x'),
        command: fc.oneof(
          fc.constantFrom('play', 'pause', 'seek', 'apply', 'reset', 'lens', 'theme', 'language', 'state'),
          fc.anything(),
        ),
        speed: fc.anything(),
        at: fc.oneof(fc.double(), fc.anything()),
        file: fc.oneof(fc.string(), fc.constantFrom('a.yaml', '__proto__.yaml'), fc.anything()),
        text: fc.oneof(fc.string(), fc.anything()),
        lens: fc.anything(),
        theme: fc.anything(),
        language: fc.anything(),
        id: fc.anything(),
        ['__proto__']: fc.anything(),
      },
      { requiredKeys: [] },
    )
    const known = ['command', 'speed', 'at', 'file', 'text', 'lens', 'theme', 'language', 'id']
    fc.assert(
      fc.property(some, (data: unknown) => {
        if (!isForUs(data)) return
        const order = readOrder(data)
        if (typeof order === 'string') expect(order).toMatch(/ must be /)
        else for (const name of Object.keys(order)) expect(known).toContain(name)
      }),
      { numRuns },
    )
  })
})
