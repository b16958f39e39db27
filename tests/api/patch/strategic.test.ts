import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { equalJson, type Json, type JsonObject } from '../../../src/api/patch/json'
import { patchTypeOf } from '../../../src/api/patch/patchSchema'
import { createTwoWayMergePatch } from '../../../src/api/patch/strategicDiff'
import { strategicMergePatch } from '../../../src/api/patch/strategicMerge'
import { anyObject, frozen } from './json'
import { anyPod, unordered } from './pods'

const pod = patchTypeOf('v1', 'Pod')!
const merge = (original: JsonObject, patch: JsonObject) => strategicMergePatch(frozen(original), frozen(patch), pod)
const spec = (value: JsonObject): JsonObject => ({ spec: value })

describe('strategic merge patch', () => {
  test('lists merge by the keys of their types, to any depth', () => {
    const original = spec({
      containers: [{ name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }], args: ['x'] }, { name: 'b' }],
    })
    const patch = spec({ containers: [{ name: 'a', image: 'a:2', env: [{ name: 'Y', value: '2' }], args: ['y'] }] })
    expect(merge(original, patch)).toEqual(
      spec({
        containers: [
          {
            name: 'a',
            image: 'a:2',
            env: [
              { name: 'Y', value: '2' },
              { name: 'X', value: '1' },
            ],
            args: ['y'],
          },
          { name: 'b' },
        ],
      }),
    )
  })

  test('tolerations are atomic, finalizers a set, taints atomic', () => {
    expect(merge(spec({ tolerations: [{ key: 'a' }] }), spec({ tolerations: [{ key: 'b' }] }))).toEqual(
      spec({ tolerations: [{ key: 'b' }] }),
    )
    expect(merge({ metadata: { finalizers: ['a'] } }, { metadata: { finalizers: ['b', 'a'] } })).toEqual({
      metadata: { finalizers: ['b', 'a'] },
    })
    const node = patchTypeOf('v1', 'Node')!
    expect(strategicMergePatch(spec({ taints: [{ key: 'a' }] }), spec({ taints: [] }), node)).toEqual(spec({ taints: [] }))
  })

  test('a whole list or object can be replaced or emptied', () => {
    const original = spec({ nodeSelector: { a: '1' }, containers: [{ name: 'a' }, { name: 'b' }] })
    expect(merge(original, spec({ containers: [{ name: 'c' }, { $patch: 'replace' }] }))).toMatchObject(
      spec({ containers: [{ name: 'c' }] }),
    )
    expect(merge(original, spec({ nodeSelector: { $patch: 'replace', b: '2' } }))).toMatchObject(
      spec({ nodeSelector: { b: '2' } }),
    )
    expect(merge(original, spec({ nodeSelector: { $patch: 'delete' } }))).toMatchObject(spec({ nodeSelector: {} }))
    expect(merge(original, spec({ $patch: 'delete' }))).toEqual(spec({}))
  })

  test('directives and nulls in what is new leave no trace', () => {
    const patch = spec({ containers: [{ name: 'a', image: null, $retainKeys: ['name'] }, { name: 'b', $patch: 'delete' }], '$setElementOrder/containers': [{ name: 'a' }], nodeSelector: { x: null } }) // prettier-ignore
    expect(merge({}, patch)).toEqual(spec({ containers: [{ name: 'a' }], nodeSelector: {} }))
  })

  test.each<[JsonObject, string, number]>([
    [spec({ containers: [{ image: 'x' }] }), 'map: map[image:x] does not contain declared merge key: name', 500],
    [spec({ $patch: 'upsert' }), 'unknown patch type: upsert in map: map[$patch:upsert]', 500],
    [spec({ $retainKeys: ['a'], b: 1 }), 'invalid patch format of retainKeys', 400],
    [spec({ $setElementOrder: [] }), 'invalid patch format of setElementOrder list', 400],
    [spec({ $deleteFromPrimitiveList: [] }), 'invalid patch format of primitive list', 400],
    [spec({ containers: ['a'] }), 'list element types are not identical: [[map[name:a]] [a]]', 500],
  ])('%j is refused', (patch, message, code) => {
    expect(() => merge(spec({ containers: [{ name: 'a' }] }), patch)).toThrow(expect.objectContaining({ message, code }))
  })

  test('merges plain objects without ever touching a prototype', () => {
    fc.assert(
      fc.property(anyObject, anyObject, (original, patch) => {
        const once = merge(original, patch)
        expect(equalJson(merge(once, patch), once)).toBe(true)
        expect(Object.getPrototypeOf(once)).toBe(Object.prototype)
      }),
    )
    expect(({} as Record<string, Json>)['a']).toBeUndefined()
  })

  test('a created patch leads from one pod to another', () => {
    fc.assert(
      fc.property(anyPod, anyPod, (from, to) => {
        const patch = createTwoWayMergePatch(frozen(from), frozen(to), pod)
        expect(unordered(merge(from, patch))).toEqual(unordered(to))
      }),
    )
  })
})

describe('patch types', () => {
  test('custom kinds have none, built-in kinds at least their metadata', () => {
    expect(patchTypeOf('example.com/v1', 'Pod')).toBeUndefined()
    expect(patchTypeOf('gateway.networking.k8s.io/v1', 'Gateway')).toBeUndefined()
    expect(Object.keys(patchTypeOf('v1', 'ConfigMap')!)).toEqual(['metadata'])
    expect(Object.keys(patchTypeOf('v1', 'constructor')!)).toEqual(['metadata'])
  })

  test('pods are patched alike wherever they are described', () => {
    const [deployment, cronJob] = [patchTypeOf('apps/v1', 'Deployment'), patchTypeOf('batch/v1', 'CronJob')]
    const podSpec = pod['spec']!.of
    expect(deployment!['spec']!.of!['template']!.of!['spec']!.of).toBe(podSpec)
    expect(cronJob!['spec']!.of!['jobTemplate']!.of!['spec']!.of!['template']!.of!['spec']!.of).toBe(podSpec)
  })
})
