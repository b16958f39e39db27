import { describe, expect, test } from 'vitest'
import { fieldErrorText } from '../../src/api/errors'
import { freeze } from '../../src/api/freeze'
import { dns1123Subdomain } from '../../src/api/names'
import { validateMeta, validateMetaUpdate } from '../../src/api/validateMeta'

const texts = (meta: object, namespaced = true) =>
  validateMeta({ name: 'a', namespace: 'n', ...meta }, namespaced, dns1123Subdomain).map(fieldErrorText)

describe('metadata', () => {
  test.each<[string, object]>([
    ['metadata.name: Required value: name or generateName is required', { name: '' }],
    ['metadata.namespace: Required value', { namespace: '' }],
    ['metadata.labels: Invalid value: "x y"', { labels: { a: 'x y' } }],
    ['metadata.annotations: Too long', { annotations: { a: 'x'.repeat(262_144) } }],
    [
      'metadata.finalizers[0]: Invalid value: "foo": name is neither a standard finalizer name nor is it fully qualified',
      { finalizers: ['foo'] },
    ],
    ['metadata.finalizers: Invalid value', { finalizers: ['orphan', 'foregroundDeletion'] }],
    ['metadata.ownerReferences.uid: Invalid value', { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '' }] }],
  ])('%s', (message, meta) => {
    expect(texts(meta)).toHaveLength(1)
    expect(texts(meta)[0]).toContain(message)
  })

  test('may end in a dash where letters follow', () => {
    expect(texts({ generateName: 'web-' })).toEqual([])
    expect(texts({ generateName: 'Web-' })).toHaveLength(1)
  })

  test('has no namespace in kinds without', () => {
    expect(texts({}, false)).toEqual(['metadata.namespace: Forbidden: not allowed on this type'])
  })

  test('remembers only what was right', () => {
    const wrong = freeze({ a: 'x y' })
    expect([texts({ labels: wrong }), texts({ labels: wrong })].map((list) => list.length)).toEqual([1, 1])
    const right = freeze({ a: 'b' })
    expect([texts({ labels: right }), texts({ labels: right })]).toEqual([[], []])
  })

  test('stays what it is on updates', () => {
    const meta = { name: 'a', namespace: 'n', uid: 'u', resourceVersion: '1' }
    expect(validateMetaUpdate({ ...meta, uid: 'v' }, meta).map(fieldErrorText)).toEqual([
      'metadata.uid: Invalid value: "v": field is immutable',
    ])
    const dying = { ...meta, deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 30 }
    expect(validateMetaUpdate({ ...dying, deletionGracePeriodSeconds: 0 }, dying).map(fieldErrorText)).toEqual([
      'metadata.deletionGracePeriodSeconds: Invalid value: 0: field is immutable',
    ])
    expect(validateMetaUpdate({ ...dying, finalizers: ['a.b/c'] }, dying).map(fieldErrorText)).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}',
    ])
  })
})
