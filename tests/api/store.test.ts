import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../src/api/meta'
import { Store } from '../../src/api/store'
import { Kernel } from '../../src/kernel/kernel'

interface PodLike extends KubeObject {
  readonly spec: { readonly nodeName?: string }
}

const pod = (name: string, namespace: string, app: string, owner: string, nodeName: string): PodLike => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace,
    uid: `uid-${namespace}-${name}`,
    resourceVersion: '',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app },
    ...(owner && { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: owner, controller: true }] }),
  },
  spec: nodeName ? { nodeName } : {},
})

const letters = fc.constantFrom('a', 'b', 'c')
const write = fc.record({
  op: fc.constantFrom('put', 'put', 'put', 'remove', 'save', 'load'),
  name: letters,
  namespace: fc.constantFrom('x', 'y'),
  app: letters,
  owner: fc.constantFrom('', 'o1', 'o2'),
  node: fc.constantFrom('', 'n1', 'n2'),
})

describe('store', () => {
  test('indexes say what a scan of all objects says, also after going back', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 60 }), (writes) => {
        const kernel = new Kernel(1)
        const store = new Store(kernel)
        const frames: ReturnType<typeof kernel.save>[] = []
        for (const { op, name, namespace, app, owner, node } of writes) {
          const old = store.get('Pod', `${namespace}/${name}`)
          if (op === 'put') store.put(pod(name, namespace, app, owner, node), 0)
          else if (op === 'remove' && old) store.remove(old, 0)
          else if (op === 'save') frames.push(kernel.save())
          else if (op === 'load' && frames.length) kernel.load(frames[app.charCodeAt(0) % frames.length]!)
          const all = [...store.all('Pod')] as PodLike[]
          const names = (pods: readonly KubeObject[]) => pods.map((one) => one.metadata.uid).sort()
          for (const where of ['x', 'y']) {
            expect(names(store.inNamespace('Pod', where))).toEqual(names(all.filter((one) => one.metadata.namespace === where)))
            for (const label of ['a', 'b', 'c']) {
              const expected = all.filter((one) => one.metadata.namespace === where && one.metadata.labels?.['app'] === label)
              expect(names(store.labelled('Pod', where, 'app', label))).toEqual(names(expected))
            }
          }
          for (const uid of ['o1', 'o2']) {
            const expected = all.filter((one) => one.metadata.ownerReferences?.some((ref) => ref.uid === uid))
            expect(names(store.owned('Pod', uid))).toEqual(names(expected))
            expect(names(store.dependents(uid))).toEqual(names(expected))
          }
          for (const on of ['n1', 'n2'])
            expect(names(store.podsOn(on))).toEqual(names(all.filter((one) => one.spec.nodeName === on)))
        }
      }),
    )
  })

  test('what is stored is frozen all the way down, and every write has a revision of its own', () => {
    const store = new Store(new Kernel(1))
    const first = store.put(pod('a', 'x', 'a', 'o1', ''), 0)
    const second = store.put(pod('b', 'x', 'a', 'o1', ''), 0)
    expect(Number(second.metadata.resourceVersion)).toBeGreaterThan(Number(first.metadata.resourceVersion))
    expect(() => Object.assign(first.metadata.labels!, { app: 'z' })).toThrow(TypeError)
  })

  test('listeners hear each write once, in order, with what was before', () => {
    const store = new Store(new Kernel(1))
    const heard: string[] = []
    store.onChange(({ type, object, old }) => heard.push(`${type} ${object.metadata.name} ${old ? 'had' : 'new'}`))
    const one = store.put(pod('a', 'x', 'a', '', ''), 0)
    store.put({ ...one, spec: { nodeName: 'n1' } } as KubeObject, 0)
    store.remove(store.get('Pod', 'x/a')!, 0)
    expect(heard).toEqual(['ADDED a new', 'MODIFIED a had', 'DELETED a had'])
  })
})
