import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PatchConflict } from '../../../src/api/patch/errors'
import { isList, isObject, type Json, type JsonObject } from '../../../src/api/patch/json'
import { jsonMergePatch } from '../../../src/api/patch/jsonMergePatch'
import { patchTypeOf } from '../../../src/api/patch/patchSchema'
import { strategicMergePatch } from '../../../src/api/patch/strategicMerge'
import { carryOut, createThreeWayJsonMergePatch, createThreeWayMergePatch, lastAppliedAnnotation, lastAppliedOf, manifestPatch, withLastApplied } from '../../../src/api/patch/threeWay' // prettier-ignore
import { anyObject, frozen } from './json'
import { anyPod, unordered } from './pods'

const pod = patchTypeOf('v1', 'Pod')!
const keys = ['name', 'containerPort']

/** Whether all that `part` says stands in `whole`: keyed list items by their key, other lists as they are, sets as sets. */
function contains(whole: Json | undefined, part: Json): boolean {
  if (isObject(part))
    return (
      isObject(whole) &&
      Object.keys(part).every((key) => contains(Object.hasOwn(whole, key) ? whole[key] : undefined, part[key]!))
    )
  if (!isList(part)) return whole === part
  if (!isList(whole)) return false
  const key = keys.find((name) => part.every((item) => isObject(item) && Object.hasOwn(item, name)))
  if (key)
    return part.every((item) =>
      contains(
        whole.find((other) => isObject(other) && other[key] === (item as JsonObject)[key]),
        item,
      ),
    )
  return part.every((item) => whole.some((other) => contains(other, item)))
}

describe('three-way merge', () => {
  test('what the manifest says is so afterwards, and applying it again changes nothing', () => {
    fc.assert(
      fc.property(anyPod, anyPod, anyPod, (last, manifest, live) => {
        const patch = createThreeWayMergePatch(frozen(last), frozen(manifest), frozen(live), pod)
        const result = strategicMergePatch(live, frozen(patch), pod)
        expect(contains(result, manifest)).toBe(true)
        const again = strategicMergePatch(result, createThreeWayMergePatch(manifest, manifest, frozen(result), pod), pod)
        expect(again).toEqual(result)
      }),
    )
  })

  test('what the last manifest had and this one has not is gone', () => {
    fc.assert(
      fc.property(anyPod, anyPod, (last, manifest) => {
        const result = strategicMergePatch(last, createThreeWayMergePatch(last, manifest, last, pod), pod)
        expect(unordered(result)).toEqual(unordered(manifest))
      }),
    )
  })

  test('the same holds for custom kinds, by JSON merge patch', () => {
    fc.assert(
      fc.property(anyObject, anyObject, anyObject, (last, manifest, live) => {
        const result = jsonMergePatch(live, createThreeWayJsonMergePatch(frozen(last), frozen(manifest), frozen(live)))
        expect(contains(result, manifest)).toBe(true)
        for (const key of Object.keys(last))
          if (!Object.hasOwn(manifest, key)) expect(Object.hasOwn(result as object, key)).toBe(false)
        const alone = Object.keys(live).filter((key) => !Object.hasOwn(last, key) && !Object.hasOwn(manifest, key))
        for (const key of alone) expect((result as JsonObject)[key]).toEqual(live[key])
      }),
    )
  })

  test('without leave to overwrite, a field that both changed is a conflict', () => {
    const at = (image: string): JsonObject => ({ spec: { containers: [{ name: 'a', image }] } })
    const options = { overwrite: false }
    expect(() => createThreeWayMergePatch(at('1'), at('2'), at('3'), pod, options)).toThrow(PatchConflict)
    expect(createThreeWayMergePatch(at('1'), at('2'), at('1'), pod, options)).toMatchObject(at('2'))
  })
})

describe('kubectl apply', () => {
  const manifest: JsonObject = {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: { name: 'c' },
    data: { html: '<b>&</b>', a: '1' },
  }
  const { metadata, ...body } = manifest

  test('keeps the manifest in its annotation, as kubectl writes it', () => {
    const sent = withLastApplied(withLastApplied(frozen(manifest)))
    expect((sent['metadata'] as JsonObject)['annotations']).toEqual({
      [lastAppliedAnnotation]:
        '{"apiVersion":"v1","data":{"a":"1","html":"\\u003cb\\u003e\\u0026\\u003c/b\\u003e"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"c"}}\n',
    })
    expect(lastAppliedOf(sent)).toEqual({ ...manifest, metadata: { annotations: {}, name: 'c' } })
    expect(body['data']).toEqual({ html: '<b>&</b>', a: '1' })
  })

  test('an unchanged manifest sends nothing', () => {
    expect(manifestPatch(manifest, withLastApplied(manifest))).toEqual({
      type: 'strategic',
      patch: {},
    })
  })

  test('a key taken out of the manifest is taken out, one added by others stays', () => {
    const live = jsonMergePatch(withLastApplied(manifest), { data: { z: '9' } }) as JsonObject
    const next: JsonObject = { ...manifest, data: { html: '' } }
    const result = carryOut(manifestPatch(next, frozen(live)), live)
    expect(result['data']).toEqual({ html: '', z: '9' })
    expect(lastAppliedOf(result)?.['data']).toEqual({ html: '' })
  })

  test('custom kinds are merged as JSON', () => {
    const custom: JsonObject = {
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      metadata,
      spec: { containers: [{ name: 'a' }] },
    } as JsonObject
    const live = jsonMergePatch(withLastApplied(custom), { spec: { containers: [{ name: 'a' }, { name: 'b' }] } }) as JsonObject
    const sent = manifestPatch(custom, live)
    expect(sent).toEqual({ type: 'merge', patch: { spec: { containers: [{ name: 'a' }] } } })
    expect(carryOut(sent, live)).toEqual(withLastApplied(custom))
  })

  test('a manifest about another object is refused', () => {
    const other = { ...manifest, metadata: { name: 'd' } }
    expect(() => manifestPatch(other, withLastApplied(manifest))).toThrow('At least one of apiVersion, kind and name was changed')
  })
})
