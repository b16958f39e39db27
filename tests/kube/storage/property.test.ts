import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PersistentVolume } from '../../../src/kube/kinds/persistentvolume/api'
import type { PersistentVolumeClaim } from '../../../src/kube/kinds/persistentvolumeclaim/api'
import { apply, claim, get, pod, remove, run, storageClass, storageWorld, volume } from './support'

const deed = fc.oneof(
  fc.record({
    do: fc.constant('claim' as const),
    n: fc.nat(3),
    size: fc.nat(2),
    kind: fc.constantFrom('manual', 'standard', 'now'),
  }),
  fc.record({ do: fc.constant('volume' as const), n: fc.nat(3), size: fc.nat(2), meant: fc.boolean() }),
  fc.record({ do: fc.constant('pod' as const), n: fc.nat(3) }),
  fc.record({ do: fc.constantFrom('unclaim' as const, 'unvolume' as const, 'unpod' as const), n: fc.nat(3) }),
)
const sizes = ['1Gi', '2Gi', '3Gi']

/** Two volumes of one claim, or two claims of one volume. */
function double(volumes: readonly PersistentVolume[], claims: readonly PersistentVolumeClaim[]): string | undefined {
  const owners = new Map<string, string>()
  for (const { metadata, spec } of volumes) {
    const uid = spec.claimRef?.uid
    if (!uid) continue
    if (owners.has(uid)) return `claim of ${metadata.name} and ${owners.get(uid)}`
    owners.set(uid, metadata.name)
  }
  const taken = new Map<string, string>()
  for (const { metadata, spec, status } of claims) {
    if (status.phase !== 'Bound') continue
    if (taken.has(spec.volumeName!)) return `${spec.volumeName} of ${metadata.name} and ${taken.get(spec.volumeName!)}`
    taken.set(spec.volumeName!, metadata.name)
  }
  return undefined
}

test('whatever is made and deleted, no claim ever has two volumes and no volume two claims', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(deed, fc.constantFrom(0, 30, 200, 3_000)), { minLength: 3, maxLength: 25 }), (deeds) => {
      const world = storageWorld()
      apply(world, storageClass('now', { provisioner: 'disk.csi.kubarium.dev' }))
      const { store } = world.cluster
      const watched = new Set(['PersistentVolume', 'PersistentVolumeClaim'])
      const all = <T>(kind: string) => [...store.all(kind)] as never as T[]
      store.onChange(({ object }) => {
        if (!watched.has(object.kind)) return
        expect(
          double(all<PersistentVolume>('PersistentVolume'), all<PersistentVolumeClaim>('PersistentVolumeClaim')),
        ).toBeUndefined()
      })
      for (const [step, pause] of deeds) {
        const name = `${step.do.replace(/^un/, '')}-${step.n}`
        const kind = { claim: 'PersistentVolumeClaim', volume: 'PersistentVolume', pod: 'Pod' }[
          step.do.replace(/^un/, '') as 'pod'
        ]
        const there = get(world, kind, name)
        if (step.do.startsWith('un')) {
          if (there) remove(world, kind, name)
        } else if (!there) {
          const storage = sizes[(step as { size?: number }).size ?? 0]!
          if (step.do === 'claim')
            apply(world, claim(name, { storageClassName: step.kind, resources: { requests: { storage } } }))
          else if (step.do === 'volume') {
            const claimRef = step.meant ? { claimRef: { namespace: 'default', name: `claim-${step.n}` } } : {}
            apply(world, volume(name, { storageClassName: 'manual', capacity: { storage }, ...claimRef }))
          } else {
            const volumes = [{ name: 'd', persistentVolumeClaim: { claimName: `claim-${step.n}` } }]
            apply(world, pod(name, 'sleep 1000', { volumes }))
          }
        }
        run(world, pause)
      }
      run(world, 30_000)
    }),
    { numRuns: 40 },
  )
})
