import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Endpoint } from '../../../src/kube/kinds/endpointslice/api'
import { packAll, type Slice } from '../../../src/kube/kinds/endpointslice/packing'

const MOST = 100
const ports = [{ name: '', port: 80, protocol: 'TCP' as const }]
const endpoint = (n: number, ready: boolean): Endpoint => ({
  addresses: [`10.244.${n >> 8}.${n & 255}`],
  conditions: { ready },
  targetRef: { kind: 'Pod', name: `pod-${n}`, uid: `u${n}` },
})

test('whatever slices there were, afterwards every endpoint is in exactly one, and none holds more than 100', () => {
  const existing = fc.array(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: MOST }), { maxLength: 5 })
  const wanted = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 350 })
  fc.assert(
    fc.property(existing, wanted, fc.boolean(), (old, numbers, ready) => {
      const slices: Slice[] = old.map((list, i) => ({
        name: `s${i}`,
        ports,
        endpoints: [...new Set(list)].map((n) => endpoint(n, true)),
      }))
      const { create, update, remove } = packAll([{ ports, wanted: numbers.map((n) => endpoint(n, ready)), slices }], MOST)
      const after = new Map(slices.map((slice) => [slice.name, slice]))
      for (const slice of update) after.set(slice.name, slice)
      for (const name of remove) after.delete(name)
      const all = [...after.values(), ...create]
      const found = all.flatMap(({ endpoints }) => endpoints.map(({ targetRef }) => targetRef!.uid!))
      expect(found.sort()).toEqual(numbers.map((n) => `u${n}`).sort())
      expect(Math.max(0, ...all.map(({ endpoints }) => endpoints.length))).toBeLessThanOrEqual(MOST)
      expect(all.length).toBeGreaterThan(0)
    }),
    { numRuns: 200 },
  )
})
