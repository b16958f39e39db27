import fc from 'fast-check'
import { expect } from 'vitest'
import type { PersistentVolumeClaim } from '../../../../src/kube/kinds/persistentvolumeclaim/api'
import { file } from '../act'
import type { Family } from '../family'
import { template, workload } from '../manifests'
import { imagesOf, one, readyOf } from '../read'

const keeping = file('keeping', {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'keeping' },
  provisioner: 'disk.csi.kubarium.dev',
  reclaimPolicy: 'Retain',
  volumeBindingMode: 'Immediate',
})
const claim = (storage: string, storageClassName = 'standard') =>
  file('books', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'books' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage } } },
  })
const library = (replicas: number, image: string, type = 'RollingUpdate') =>
  file(
    'library',
    workload('Deployment', 'library', {
      replicas,
      // Without the null an apply cannot turn the one into the other: what was filled in stays, and is forbidden.
      strategy: { type, ...(type === 'Recreate' && { rollingUpdate: null }) },
      template: template(
        'library',
        image,
        { volumes: [{ name: 'books', persistentVolumeClaim: { claimName: 'books' } }] },
        { volumeMounts: [{ name: 'books', mountPath: '/books' }] },
      ),
    }),
  )

/** A disk of one node that several pods want. */
export const disks: Family = {
  name: 'disks',
  begin: [keeping, claim('1Gi'), library(1, 'nginx:1.27')],
  acts: fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.integer({ min: 0, max: 3 }),
          fc.constantFrom('nginx:1.27', 'nginx:1.28'),
          fc.constantFrom('RollingUpdate', 'Recreate'),
        )
        .map((parts) => library(...parts)),
    },
    fc.tuple(fc.constantFrom('1Gi', '2Gi', '5Gi'), fc.constantFrom('standard', 'keeping')).map((parts) => claim(...parts)),
    fc.constantFrom('PersistentVolumeClaim', 'Deployment').map((kind) => ({
      type: 'delete' as const,
      kind,
      namespace: 'default',
      name: kind === 'Deployment' ? 'library' : 'books',
    })),
    {
      weight: 2,
      arbitrary: fc.record({ pod: fc.constantFrom('kill', 'force', 'evict'), place: fc.nat(9), app: fc.constant('library') }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        machine: fc.constantFrom('cordon', 'uncordon', 'power-off', 'power-on', 'drain'),
        place: fc.nat(2),
      }),
    },
  ),
  // A claim on its way out goes with the last pod that uses it; only then it can be made anew. It has to roll: upstream, a Deployment that
  // becomes Recreate in the middle of a rollout and is scaled as well does nothing any more.
  calm: [library(0, 'nginx:1.29')],
  then: [claim('5Gi'), library(1, 'nginx:1.29')],
  rests(world) {
    expect(imagesOf(readyOf(world, 'library')), 'images of library').toEqual(['nginx:1.29'])
    const books = one<PersistentVolumeClaim>(world, 'PersistentVolumeClaim', 'default/books')!
    expect(books.status?.phase, 'the claim').toBe('Bound')
    // Only a bound claim may ask for more, and only of a class that lets it grow.
    expect(books.status?.capacity, 'the claim').toEqual(books.spec.resources?.requests)
  },
}
