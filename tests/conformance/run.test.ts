import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { same, sameSet, sameWhereGiven } from './adapter'
import { runFile, vectorNames } from './run'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'vectors-'))))
afterEach(() => rmSync(folder, { recursive: true }))

describe('the runner', () => {
  test('counts, and tells what it expected and got', () => {
    const compare = (b: string, cmp: number) => ({ name: `1 against ${b}`, in: { op: 'compare', a: '1', b }, out: { cmp } })
    writeFileSync(join(folder, 'quantity.json'), JSON.stringify({ cases: [compare('2', -1), compare('1', 7), compare('?', 0)] }))
    expect(vectorNames(folder)).toEqual(['quantity'])
    const result = runFile(folder, 'quantity')
    expect(result).toMatchObject({
      passed: 1,
      failures: [{ name: '1 against 1', expected: { cmp: 7 }, got: { cmp: 0 } }, { name: '1 against ?' }],
    })
    expect(result.failures[1]?.got).toMatch(/quantities must match/)
  })

  test('fails what it does not know, by its name', () => {
    const odd = { name: 'odd', in: { op: 'halve', a: '1' }, out: {} }
    writeFileSync(join(folder, 'quantity.json'), JSON.stringify({ cases: [odd] }))
    writeFileSync(
      join(folder, 'validation.json'),
      JSON.stringify({ cases: [{ ...odd, in: { fn: 'ValidateX', kind: 'X', object: {} } }] }),
    )
    writeFileSync(join(folder, 'unheard-of.json'), JSON.stringify({ cases: [odd] }))
    writeFileSync(join(folder, 'list.json'), '[]')
    const told = (name: string) => runFile(folder, name).failures.map(({ got }) => String(got))
    expect(told('quantity')).toEqual([expect.stringContaining('no operation halve')])
    expect(told('validation')).toEqual([expect.stringContaining('no kind X')])
    expect(told('unheard-of')).toEqual([expect.stringContaining('no adapter for unheard-of.json')])
    expect(told('list')).toHaveLength(1)
  })

  test('compares by value: undefined is absent, order counts only where it should', () => {
    expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true)
    expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false)
    expect(sameSet([{ a: 1, b: 2 }, 'x'], ['x', { b: 2, a: 1 }])).toBe(true)
    expect(sameSet(['x', 'x'], ['x'])).toBe(false)
    expect(sameWhereGiven({ a: 1 }, { a: 1, b: 2 })).toBe(true)
    expect(sameWhereGiven({ a: 1, b: 2 }, { a: 1 })).toBe(false)
  })
})
