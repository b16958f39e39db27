import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Store } from '../../src/api/store'
import type { KubeObject } from '../../src/api/meta'
import { Kernel } from '../../src/kernel/kernel'

const OWNERS = ['a', 'b']
const step = fc.record({
  act: fc.constantFrom('put', 'touch', 'remove', 'look', 'save', 'load'),
  name: fc.integer({ min: 0, max: 5 }).map((i) => `pod-${i}`),
  owners: fc.subarray(OWNERS),
})

const podOf = (name: string, owners: readonly string[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'default',
    uid: `uid-${name}`,
    resourceVersion: '',
    creationTimestamp: '2026-01-01T00:00:00Z',
    ownerReferences: owners.map((uid) => ({ apiVersion: 'v1', kind: 'Owner', name: uid, uid, controller: uid === 'a' })),
  },
})

test('what an owner owns, and what nobody manages, is what the objects say, whatever is written or taken back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const kernel = new Kernel(1)
      const store = new Store(kernel)
      let saved = kernel.save()
      for (const { act, name, owners } of steps) {
        const old = store.get('Pod', `default/${name}`)
        if (act === 'put') store.put(podOf(name, owners), 0)
        else if (act === 'touch' && old) store.put({ ...old, metadata: { ...old.metadata, generation: 1 } }, 0)
        else if (act === 'remove' && old) store.remove(old, 0)
        else if (act === 'save') saved = kernel.save()
        else if (act === 'load') kernel.load(saved)
        else for (const owner of OWNERS) expect(Object.isFrozen(store.owned('Pod', owner)[0] ?? Object.freeze({}))).toBe(true)
        const all = [...store.all('Pod')]
        const names = (objects: Iterable<KubeObject>) =>
          [...objects].map(({ metadata }) => metadata).sort((a, b) => (a.name < b.name ? -1 : 1))
        for (const owner of OWNERS) {
          const before = store.owned('Pod', owner)
          expect(names(before)).toEqual(
            names(all.filter((pod) => pod.metadata.ownerReferences?.some(({ uid }) => uid === owner))),
          )
          expect(store.dependents(owner)).toEqual(before)
        }
        const free = all.filter((pod) => !pod.metadata.ownerReferences?.some(({ controller }) => controller))
        expect(names(store.unowned('Pod', 'default'))).toEqual(names(free))
      }
    }),
  )
})

test('a list once handed out stays as it was', () => {
  const store = new Store(new Kernel(1))
  const first = store.put(podOf('pod-0', ['a']), 0)
  const list = store.owned('Pod', 'a')
  store.put({ ...first, metadata: { ...first.metadata, generation: 2 } }, 0)
  expect(list).toEqual([first])
  expect(store.owned('Pod', 'a')[0]?.metadata.generation).toBe(2)
})
