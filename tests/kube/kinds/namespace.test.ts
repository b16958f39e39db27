import { expect, test } from 'vitest'
import { controlPlane, draft } from '../../support/controlPlane'

const inShop = (kind: string, name: string, rest: object = {}, finalizers?: string[]) =>
  draft({ apiVersion: 'v1', kind, metadata: { name, namespace: 'shop', finalizers }, ...rest })

function shop() {
  const plane = controlPlane()
  plane.client.create(draft({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }))
  plane.run(100)
  return plane
}

test('every namespace has a default service account, again when it is deleted', () => {
  const plane = shop()
  expect(plane.client.get('ServiceAccount', 'default', 'shop')).toBeDefined()
  plane.client.delete('ServiceAccount', { metadata: { name: 'default', namespace: 'shop' } })
  plane.run(100)
  expect(plane.client.get('ServiceAccount', 'default', 'shop')).toBeDefined()
})

test('every namespace has the root certificate, as it was when somebody deletes or changes it', () => {
  const plane = shop()
  const certificate = () => plane.client.get('ConfigMap', 'kube-root-ca.crt', 'shop')?.data?.['ca.crt']
  const original = certificate()
  expect(original).toMatch(/^-----BEGIN CERTIFICATE-----/)
  const named = { metadata: { name: 'kube-root-ca.crt', namespace: 'shop' } }
  plane.client.delete('ConfigMap', named)
  plane.run(100)
  expect(certificate()).toBe(original)
  plane.client.patch('ConfigMap', named, 'merge', { data: { 'ca.crt': 'mine' } })
  plane.run(100)
  expect(certificate()).toBe(original)
})

test('a namespace takes all it holds with it', () => {
  const plane = shop()
  plane.client.create(inShop('ConfigMap', 'settings', { data: { a: '1' } }))
  plane.client.create(inShop('Pod', 'web', { spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } }))
  plane.run(2_000)
  plane.client.delete('Namespace', { metadata: { name: 'shop' } })
  expect(plane.client.get('Namespace', 'shop')!.status.phase).toBe('Terminating')
  plane.run(5_100)
  expect(plane.client.get('ConfigMap', 'settings', 'shop')).toBeUndefined()
  expect(plane.client.get('Namespace', 'shop')).toBeDefined()
  plane.run(30_000)
  expect(plane.client.get('Namespace', 'shop')).toBeUndefined()
  expect(plane.client.list('ServiceAccount', { namespace: 'shop' })).toEqual([])
})

test('what a finalizer holds, holds the namespace, which says so', () => {
  const plane = shop()
  plane.client.create(inShop('ConfigMap', 'settings', {}, ['kubarium.dev/hold']))
  plane.client.delete('Namespace', { metadata: { name: 'shop' } })
  plane.run(30_000)
  const conditions = plane.client.get('Namespace', 'shop')!.status.conditions!
  expect(conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`)).toEqual([
    'NamespaceDeletionDiscoveryFailure=False ResourcesDiscovered',
    'NamespaceDeletionGroupVersionParsingFailure=False ParsedGroupVersions',
    'NamespaceDeletionContentFailure=False ContentDeleted',
    'NamespaceContentRemaining=True SomeResourcesRemain',
    'NamespaceFinalizersRemaining=True SomeFinalizersRemain',
  ])
  expect(conditions.map(({ message }) => message)).toEqual([
    'All resources successfully discovered',
    'All legacy kube types successfully parsed',
    'All content successfully deleted, may be waiting on finalization',
    'Some resources are remaining: configmaps. has 1 resource instances',
    'Some content in the namespace has finalizers remaining: kubarium.dev/hold in 1 resource instances',
  ])
  plane.client.patch('ConfigMap', { metadata: { name: 'settings', namespace: 'shop' } }, 'merge', {
    metadata: { finalizers: null },
  })
  plane.run(30_000)
  expect(plane.client.get('Namespace', 'shop')).toBeUndefined()
})
