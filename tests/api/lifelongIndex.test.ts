import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LifelongIndex } from '../../src/api/lifelongIndex'
import { keyIn, keyOf, splitKey, subjectOf, type KubeObject } from '../../src/api/meta'

const object = (kind: string, namespace: string, name: string): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace, uid: `${kind}-${namespace}-${name}`, resourceVersion: '1', creationTimestamp: '' },
})

const names = fc.constantFrom('a', 'b', 'c', 'd')
const spaces = fc.constantFrom('x', 'y', '')
const step = fc.record({ op: fc.constantFrom('add', 'add', 'remove', 'ask', 'forget'), name: names, namespace: spaces })

test('members stand in the order of creation, whenever somebody first asks', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
      const objects = new Map<string, KubeObject>()
      const index = new LifelongIndex(
        () => objects.values(),
        ({ metadata }) => metadata.namespace ?? '',
      )
      const scan = (namespace: string) =>
        [...objects.values()].filter(({ metadata }) => metadata.namespace === namespace).map(keyOf)
      for (const { op, name, namespace } of steps) {
        const one = object('Pod', namespace, name)
        const key = keyOf(one)
        if (op === 'add' && !objects.has(key)) {
          objects.set(key, one)
          index.added(key, one)
        } else if (op === 'remove' && objects.delete(key)) index.removed(key, one)
        else if (op === 'ask') expect([...index.members('Pod', namespace)]).toEqual(scan(namespace))
        else if (op === 'forget') index.forget()
      }
      for (const namespace of ['x', 'y', '']) expect([...index.members('Pod', namespace)]).toEqual(scan(namespace))
    }),
  )
})

test('keys and subjects are those of the object that is asked about, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('Pod', 'Node'), spaces, names)), (asked) => {
      for (const [kind, namespace, name] of asked) {
        expect(splitKey(keyIn(namespace, name))).toEqual({ namespace, name })
        expect(subjectOf(object(kind, namespace, name))).toBe(`${kind} ${namespace ? `${namespace}/` : ''}${name}`)
      }
    }),
  )
})
