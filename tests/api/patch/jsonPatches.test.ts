import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PatchError, patchApiError } from '../../../src/api/patch/errors'
import { equalJson, type Json } from '../../../src/api/patch/json'
import { createJsonMergePatch, jsonMergePatch } from '../../../src/api/patch/jsonMergePatch'
import { jsonPatch, type JsonPatchOperation } from '../../../src/api/patch/jsonPatch'
import { anyObject, frozen } from './json'

describe('JSON merge patch', () => {
  test.each<[Json, Json, Json]>([
    // The test cases of RFC 7386, appendix A.
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (target, patch, result) => expect(jsonMergePatch(target, patch)).toEqual(result))

  test('twice is as once', () => {
    fc.assert(
      fc.property(anyObject, anyObject, (target, patch) => {
        const once = jsonMergePatch(frozen(target), frozen(patch))
        expect(equalJson(jsonMergePatch(once, patch), once)).toBe(true)
      }),
    )
  })

  test('a created patch leads from one object to the other, and is empty only between equals', () => {
    fc.assert(
      fc.property(anyObject, anyObject, (from, to) => {
        const patch = createJsonMergePatch(frozen(from), frozen(to))
        expect(equalJson(jsonMergePatch(from, patch), to)).toBe(true)
        expect(Object.keys(patch).length === 0).toBe(equalJson(from, to))
      }),
    )
  })

  test('cannot reach a prototype', () => {
    const result = jsonMergePatch(
      {},
      JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}') as Json,
    )
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
    expect(Object.keys(result as object)).toEqual(['__proto__', 'constructor'])
  })
})

describe('JSON patch', () => {
  const object: Json = frozen({ a: { 'b/c': 1, 'd~e': 2 }, list: [1, 2, 3], nothing: null })
  const run = (...operations: JsonPatchOperation[]) => jsonPatch(object, operations)

  test('escaped keys, dashes and indexes from the end', () => {
    expect(run({ op: 'replace', path: '/a/b~1c', value: 9 }, { op: 'remove', path: '/a/d~0e' })).toMatchObject({
      a: { 'b/c': 9 },
    })
    expect(run({ op: 'add', path: '/list/-', value: 4 }, { op: 'remove', path: '/list/-4' })).toMatchObject({ list: [2, 3, 4] })
    expect(run({ op: 'add', path: '/list/0', value: 0 })).toMatchObject({ list: [0, 1, 2, 3] })
  })

  test('move, copy and test', () => {
    expect(run({ op: 'move', from: '/list/0', path: '/a/moved' })).toMatchObject({ a: { moved: 1 }, list: [2, 3] })
    expect(run({ op: 'copy', from: '/a', path: '/b' })).toMatchObject({ a: { 'b/c': 1 }, b: { 'b/c': 1 } })
    expect(run({ op: 'test', path: '/list', value: [1, 2, 3] }, { op: 'test', path: '/absent', value: null })).toEqual(object)
  })

  test.each<[JsonPatchOperation, string]>([
    [{ op: 'add', path: '/no/x', value: 1 }, 'add operation does not apply: doc is missing path: "/no/x": missing value'],
    [{ op: 'add', path: '', value: {} }, 'add operation does not apply: doc is missing path: "": missing value'],
    [
      { op: 'add', path: '/list/9', value: 1 },
      "error in add for path: '/list/9': Unable to access invalid index: 9: invalid index referenced",
    ],
    [
      { op: 'add', path: '/list/x', value: 1 },
      "error in add for path: '/list/x': value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": invalid syntax",
    ],
    [{ op: 'remove', path: '/no' }, "error in remove for path: '/no': Unable to remove nonexistent key: no: missing value"],
    [{ op: 'remove', path: '/no/x' }, 'remove operation does not apply: doc is missing path: "/no/x": missing value'],
    [{ op: 'replace', path: '/no/x', value: 1 }, 'replace operation does not apply: doc is missing path: /no/x: missing value'],
    [
      { op: 'replace', path: '/list/7', value: 1 },
      'replace operation does not apply: doc is missing key: /list/7: missing value',
    ],
    [
      { op: 'move', from: '/no', path: '/x' },
      "error in move for path: 'no': Unable to remove nonexistent key: no: missing value",
    ],
    [{ op: 'copy', from: '/no/x', path: '/x' }, 'copy operation does not apply: doc is missing from path: /no/x: missing value'],
    [{ op: 'test', path: '/a/b~1c', value: 2 }, 'testing value /a/b~1c failed: test failed'],
    [
      { op: 'test', path: '/constructor/name', value: 'Object' },
      'test operation does not apply: is missing path: /constructor/name: missing value',
    ],
    [{ op: 'test', value: 2 }, 'test operation failed to decode path: missing value'],
    [{ op: 'merge', path: '/a' }, 'Unexpected kind: merge'],
  ])('%j fails as it does upstream', (operation, message) => expect(() => run(operation)).toThrow(new PatchError(message, 422)))

  test('what is no operation is refused before anything is done', () => {
    for (const junk of [null, 1, 'add', {}]) expect(() => run(junk as never)).toThrow(/^error decoding patch/)
  })

  test('after any add, a test of it passes and removing it restores the object', () => {
    fc.assert(
      fc.property(anyObject, anyObject, fc.constantFrom('/new', '/__proto__x', '/new~1er'), (document, value, path) => {
        const added = jsonPatch(frozen(document), [
          { op: 'add', path, value },
          { op: 'test', path, value },
        ])
        expect(equalJson(jsonPatch(added, [{ op: 'remove', path }]), document)).toBe(true)
      }),
    )
  })

  test('copies cannot double without end', () => {
    const doublings = Array.from({ length: 40 }, (): JsonPatchOperation => ({ op: 'copy', from: '/list', path: '/list/-' }))
    expect(() => run(...doublings)).toThrow(/^Unable to complete the copy, the accumulated size increase/)
  })

  test('the server keeps the reason of a 422 to itself', () => {
    expect(patchApiError(new PatchError('testing value /a failed: test failed', 422))).toMatchObject({
      code: 422,
      reason: 'Invalid',
      message: 'the server rejected our request due to an error in our request',
    })
    expect(patchApiError(new PatchError('invalid patch format of retainKeys', 400)).code).toBe(400)
  })
})
