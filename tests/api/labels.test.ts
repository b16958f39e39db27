import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compileRequirements,
  compileSelector,
  formatLabelSelector,
  formatRequirements,
  matchLabels,
  matchLabelSelector,
  requirementErrors,
  requirementsOf,
  type Requirement,
} from '../../src/api/labels'
import type { LabelSelector } from '../../src/api/meta'
import { parseSelector, SelectorError } from '../../src/api/parseSelector'

const word = fc.stringMatching(/^[a-z]([a-z0-9.-]{0,4}[a-z0-9])?$/)
const values = fc.uniqueArray(word, { minLength: 1, maxLength: 3 }).map((list) => list.sort())
const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({
    key: word,
    operator: fc.constantFrom('=' as const, '==' as const, '!=' as const),
    values: word.map((value) => [value]),
  }),
  fc.record({ key: word, operator: fc.constantFrom('in' as const, 'notin' as const), values }),
  fc.record({ key: word, operator: fc.constantFrom('exists' as const, '!' as const), values: fc.constant([]) }),
  fc.record({ key: word, operator: fc.constantFrom('gt' as const, 'lt' as const), values: fc.nat().map((n) => [String(n)]) }),
)

describe('selectors of the API', () => {
  test('no selector matches nothing, an empty one everything', () => {
    expect(compileSelector(undefined)({})).toBe(false)
    expect(compileSelector({})(undefined)).toBe(true)
    expect(matchLabels({}, undefined)).toBe(true)
  })

  test('pairs and expressions must all hold', () => {
    const selector: LabelSelector = {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['front', 'back'] },
        { key: 'env', operator: 'NotIn', values: ['test'] },
        { key: 'track', operator: 'Exists' },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    }
    const good = { app: 'web', tier: 'back', track: '' }
    expect(matchLabelSelector(selector, good)).toBe(true)
    const flaws: Record<string, string>[] = [{ app: 'api' }, { tier: 'side' }, { env: 'test' }, { old: '' }]
    for (const bad of flaws) {
      expect(matchLabelSelector(selector, { ...good, ...bad })).toBe(false)
    }
    expect(formatLabelSelector(selector)).toBe('app=web,env notin (test),!old,tier in (back,front),track')
    expect([undefined, {}].map(formatLabelSelector)).toEqual(['<none>', '<none>'])
  })

  test('labels that every object inherits are not labels', () => {
    for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(compileRequirements([{ key, operator: 'exists', values: [] }])({ app: 'web' })).toBe(false)
      expect(compileRequirements([{ key, operator: 'notin', values: ['x'] }])({ app: 'web' })).toBe(true)
    }
  })
})

describe('selectors of kubectl -l', () => {
  test('what is printed is read back as the same', () => {
    fc.assert(
      fc.property(fc.array(requirement, { maxLength: 4 }), (requirements) => {
        const sorted = requirementsOf({}).concat([...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)))
        expect(parseSelector(formatRequirements(requirements))).toEqual(sorted)
        expect(requirements.flatMap(requirementErrors)).toEqual([])
      }),
    )
  })

  test('each operator and its opposite divide the world', () => {
    const opposite = { '=': '!=', '==': '!=', '!=': '=', in: 'notin', notin: 'in', exists: '!', '!': 'exists' } as const
    fc.assert(
      fc.property(requirement, fc.dictionary(word, word), ({ key, operator, values }, labels) => {
        fc.pre(operator !== 'gt' && operator !== 'lt')
        const [yes, no] = [operator, opposite[operator as keyof typeof opposite]].map((op) =>
          compileRequirements([{ key, operator: op, values }]),
        )
        expect(yes!(labels)).toBe(!no!(labels))
      }),
    )
  })

  test.each([
    ['a in (xyz abc)', "unable to parse requirement: found 'abc', expected: ',' or ')'"],
    ['a in x', "unable to parse requirement: found 'x' expected: '('"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a,', "found '', expected: identifier after ','"],
    [',a', "found ',', expected: !, identifier, or 'end of string'"],
    ['!a=b', "found '=', expected: ',' or 'end of string'"],
    [
      'x>y',
      "unable to parse requirement: values[0]: Invalid value: \"y\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
  ])('%j is refused as upstream refuses it', (given, message) => {
    expect(() => parseSelector(given)).toThrow(new SelectorError(message))
  })

  test('a bad key is quoted with the rule it breaks', () => {
    expect(() => parseSelector('-a=b')).toThrow(
      /^unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of/,
    )
  })

  test('any text either parses or is refused, never hangs or breaks', () => {
    fc.assert(
      fc.property(fc.string(), (given) => {
        try {
          parseSelector(given)
        } catch (error) {
          expect(error).toBeInstanceOf(SelectorError)
        }
      }),
    )
  })
})
