import { describe, expect, test } from 'vitest'
import { controlPlane, draft } from '../../support/controlPlane'

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } }
const rc = (replicas: number) =>
  draft({
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas, template },
  })

describe('replication controller', () => {
  test('keeps a number of pods in being', () => {
    const plane = controlPlane()
    plane.client.create(rc(3))
    plane.run(2_000)
    const names = plane.client.list('Pod').map(({ metadata }) => metadata.name)
    expect(names).toHaveLength(3)
    expect(plane.events('web')).toEqual(names.map((name) => `SuccessfulCreate: Created pod: ${name}`))
    const { status, spec } = plane.client.get('ReplicationController', 'web', 'default')!
    expect(spec.selector).toEqual({ app: 'web' })
    expect(status).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      observedGeneration: 1,
    })
    plane.client.scale('ReplicationController', { metadata: { name: 'web', namespace: 'default' } }, 1)
    plane.run(2_000)
    expect(plane.client.list('Pod')).toHaveLength(1)
  })

  test('adopts what its selector matches, and nothing else', () => {
    const plane = controlPlane()
    const pod = (name: string, app: string) =>
      draft({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels: { app } }, spec: template.spec })
    plane.client.create(pod('a', 'web'))
    plane.client.create(pod('b', 'other'))
    plane.client.create(rc(1))
    plane.run(2_000)
    const owners = plane.client.list('Pod').map(({ metadata }) => [metadata.name, metadata.ownerReferences?.[0]?.kind])
    expect(owners).toEqual([
      ['a', 'ReplicationController'],
      ['b', undefined],
    ])
  })

  test('lets its pods live on when it is deleted without a policy', () => {
    const plane = controlPlane()
    plane.client.create(rc(2))
    plane.run(2_000)
    plane.client.delete('ReplicationController', { metadata: { name: 'web', namespace: 'default' } })
    plane.run(2_000)
    expect(plane.client.list('Pod').map(({ metadata }) => metadata.ownerReferences)).toEqual([undefined, undefined])
  })
})
