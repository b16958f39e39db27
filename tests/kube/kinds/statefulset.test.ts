import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../../src/api/meta'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { isReady } from '../../../src/kube/workload/pods'
import { controlPlane, draft, type ControlPlane } from '../../support/controlPlane'

const template = (image = 'nginx:1.27') => ({
  metadata: { labels: { app: 'db' } },
  spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image }] },
})

const set = (spec: object = {}) =>
  draft({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'default' },
    spec: { replicas: 3, serviceName: 'db', selector: { matchLabels: { app: 'db' } }, template: template(), ...spec },
  })

const names = ({ client }: ControlPlane) => client.list('Pod').map(({ metadata }) => metadata.name)
const pod = ({ client }: ControlPlane, name: string) => client.get('Pod', name, 'default')!
const images = ({ client }: ControlPlane) =>
  Object.fromEntries(client.list('Pod').map(({ metadata, spec }) => [metadata.name, spec.containers[0]!.image]))
const live = ({ client }: ControlPlane) => client.get('StatefulSet', 'db', 'default')!
const change = (plane: ControlPlane, spec: object) => plane.client.patch('StatefulSet', live(plane), 'merge', { spec })
const setImage = (plane: ControlPlane, image: string) => change(plane, { template: template(image) })
const revisions = ({ client }: ControlPlane) =>
  client
    .list('ControllerRevision')
    .map(({ revision }) => revision)
    .sort((a, b) => a - b)

/** A set that has settled. */
function settled(spec: object = {}, seconds = 10): ControlPlane {
  const plane = controlPlane()
  plane.client.create(set(spec))
  plane.run(seconds * 1000)
  return plane
}

describe('statefulset', () => {
  test('makes pods in order, each when the one before is ready, with names that last', () => {
    const plane = controlPlane()
    plane.client.create(set())
    plane.run(200)
    expect(names(plane)).toEqual(['db-0'])
    plane.run(700)
    expect(names(plane)).toEqual(['db-0', 'db-1'])
    plane.run(5_000)
    expect(names(plane)).toEqual(['db-0', 'db-1', 'db-2'])
    const { metadata, spec } = pod(plane, 'db-2')
    const revision = live(plane).status.updateRevision!
    expect(metadata.labels).toEqual({
      app: 'db',
      'statefulset.kubernetes.io/pod-name': 'db-2',
      'apps.kubernetes.io/pod-index': '2',
      'controller-revision-hash': revision,
    })
    expect(revision).toMatch(/^db-[bcdfghjklmnpqrstvwxz2456789]+$/)
    expect([spec.hostname, spec.subdomain]).toEqual(['db-2', 'db'])
    expect(plane.events('db')).toEqual([0, 1, 2].map((i) => `SuccessfulCreate: create Pod db-${i} in StatefulSet db successful`))
    expect(live(plane).status).toEqual({
      observedGeneration: 1,
      replicas: 3,
      readyReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      availableReplicas: 3,
      currentRevision: revision,
      updateRevision: revision,
      collisionCount: 0,
    })
  })

  test('in parallel it waits for none', () => {
    const plane = controlPlane()
    plane.kubelets.readyAfter = Infinity
    plane.client.create(set({ podManagementPolicy: 'Parallel' }))
    plane.run(200)
    expect(names(plane)).toEqual(['db-0', 'db-1', 'db-2'])
    change(plane, { replicas: 1 })
    plane.run(1_000)
    expect(names(plane)).toEqual(['db-0'])
  })

  test('counts from ordinals.start', () => {
    const plane = settled({ ordinals: { start: 5 }, replicas: 2 })
    expect(names(plane)).toEqual(['db-5', 'db-6'])
    change(plane, { ordinals: { start: 6 } })
    plane.run(5_000)
    expect(names(plane).sort()).toEqual(['db-6', 'db-7'])
  })

  test('scales down from the last place, one at a time', () => {
    const plane = settled()
    change(plane, { replicas: 0 })
    plane.run(150)
    expect(plane.client.list('Pod').filter(({ metadata }) => metadata.deletionTimestamp)).toHaveLength(1)
    plane.run(5_000)
    expect(names(plane)).toEqual([])
    expect(plane.events('db').slice(3)).toEqual(
      [2, 1, 0].map((i) => `SuccessfulDelete: delete Pod db-${i} in StatefulSet db successful`),
    )
  })

  test('makes again what is deleted or over', () => {
    const plane = settled()
    const before = pod(plane, 'db-1')
    plane.client.updateStatus<Pod>({ ...before, status: { ...before.status, phase: 'Failed' } })
    plane.run(3_000)
    expect(pod(plane, 'db-1').metadata.uid).not.toBe(before.metadata.uid)
    expect(isReady(pod(plane, 'db-1'))).toBe(true)
    expect(plane.events('db').slice(3)).toEqual(['SuccessfulDelete: delete Pod db-1 in StatefulSet db successful'])
  })

  test('waits minReadySeconds between two pods', () => {
    const plane = settled({ minReadySeconds: 10 }, 5)
    expect(names(plane)).toEqual(['db-0'])
    expect(live(plane).status).toMatchObject({ readyReplicas: 1, availableReplicas: 0 })
    plane.run(7_000)
    expect(names(plane)).toEqual(['db-0', 'db-1'])
    expect(live(plane).status).toMatchObject({ availableReplicas: 1 })
  })
})

describe('rolling update', () => {
  test('goes down from the last place to the partition', () => {
    const plane = settled({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } })
    setImage(plane, 'nginx:1.28')
    plane.run(5_000)
    expect(images(plane)).toEqual({ 'db-0': 'nginx:1.27', 'db-1': 'nginx:1.27', 'db-2': 'nginx:1.28' })
    expect(live(plane).status).toMatchObject({ currentReplicas: 2, updatedReplicas: 1 })
    // What is below the partition comes back as it was.
    plane.client.delete('Pod', pod(plane, 'db-0'))
    plane.run(3_000)
    expect(images(plane)['db-0']).toBe('nginx:1.27')
    change(plane, { updateStrategy: { rollingUpdate: { partition: 0 } } })
    plane.run(10_000)
    expect(new Set(Object.values(images(plane)))).toEqual(new Set(['nginx:1.28']))
    const { currentRevision, updateRevision } = live(plane).status
    expect(currentRevision).toBe(updateRevision)
  })

  test('stays stuck at a pod that does not come up, even when the template is put right', () => {
    const plane = settled()
    plane.kubelets.readyAfter = Infinity
    setImage(plane, 'nginx:broken')
    plane.run(10_000)
    expect(images(plane)).toEqual({ 'db-0': 'nginx:1.27', 'db-1': 'nginx:1.27', 'db-2': 'nginx:broken' })
    plane.kubelets.readyAfter = 500
    setImage(plane, 'nginx:1.28')
    plane.run(10_000)
    expect(images(plane)['db-2']).toBe('nginx:broken')
    plane.client.delete('Pod', pod(plane, 'db-2'))
    plane.run(10_000)
    expect(new Set(Object.values(images(plane)))).toEqual(new Set(['nginx:1.28']))
  })

  test('several at a time when maxUnavailable says so', () => {
    const plane = settled({
      replicas: 5,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '40%' } },
    })
    setImage(plane, 'nginx:1.28')
    plane.run(150)
    const going = plane.client.list('Pod').filter(({ metadata }) => metadata.deletionTimestamp)
    expect(going.map(({ metadata }) => metadata.name).sort()).toEqual(['db-3', 'db-4'])
    plane.run(10_000)
    expect(new Set(Object.values(images(plane)))).toEqual(new Set(['nginx:1.28']))
  })

  test('OnDelete leaves it to people', () => {
    const plane = settled({ updateStrategy: { type: 'OnDelete' } })
    setImage(plane, 'nginx:1.28')
    plane.run(5_000)
    expect(new Set(Object.values(images(plane)))).toEqual(new Set(['nginx:1.27']))
    plane.client.delete('Pod', pod(plane, 'db-1'))
    plane.run(3_000)
    expect(images(plane)).toEqual({ 'db-0': 'nginx:1.27', 'db-1': 'nginx:1.28', 'db-2': 'nginx:1.27' })
  })

  test('keeps a history of revisions, and going back makes an old one the newest', () => {
    const plane = settled({ replicas: 1, revisionHistoryLimit: 1 })
    for (const image of ['nginx:1', 'nginx:2', 'nginx:3']) {
      setImage(plane, image)
      plane.run(5_000)
    }
    expect(revisions(plane)).toEqual([3, 4])
    setImage(plane, 'nginx:2')
    plane.run(5_000)
    expect(revisions(plane)).toEqual([4, 5])
    expect(images(plane)).toEqual({ 'db-0': 'nginx:2' })
  })

  test('a revision whose name is taken gets another one', () => {
    const plane = settled({ replicas: 1 })
    setImage(plane, 'nginx:1')
    plane.run(5_000)
    const [first, second] = plane.client.list('ControllerRevision').toSorted((a, b) => a.revision - b.revision)
    setImage(plane, 'nginx:1.27')
    plane.run(5_000)
    plane.client.delete('ControllerRevision', second!)
    const { metadata } = second!
    plane.client.create(
      draft({
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata: { name: metadata.name, namespace: 'default' },
        data: { spec: 'else' },
        revision: 1,
      }),
    )
    setImage(plane, 'nginx:1')
    plane.run(5_000)
    expect(live(plane).status.collisionCount).toBe(1)
    expect([first!.metadata.name, metadata.name]).not.toContain(live(plane).status.updateRevision)
  })
})

describe('claims', () => {
  const withClaims = (policy?: object) => ({
    replicas: 2,
    volumeClaimTemplates: [
      {
        metadata: { name: 'data', labels: { tier: 'disk' } },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ],
    ...(policy && { persistentVolumeClaimRetentionPolicy: policy }),
  })
  const claims = ({ client }: ControlPlane) => client.listAny('PersistentVolumeClaim', 'default')
  const owners = (claim: KubeObject | undefined) =>
    claim?.metadata.ownerReferences?.map(({ kind, name }) => `${kind}/${name}`) ?? []

  test('are made before their pods and stay when those go', () => {
    const plane = settled(withClaims())
    expect(claims(plane).map(({ metadata }) => [metadata.name, metadata.labels])).toEqual([
      ['data-db-0', { tier: 'disk', app: 'db' }],
      ['data-db-1', { tier: 'disk', app: 'db' }],
    ])
    expect(plane.events('db').slice(0, 2)).toEqual([
      'SuccessfulCreate: create Claim data-db-0 Pod db-0 in StatefulSet db success',
      'SuccessfulCreate: create Pod db-0 in StatefulSet db successful',
    ])
    expect(pod(plane, 'db-1').spec.volumes).toContainEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'data-db-1' },
    })
    plane.client.delete('StatefulSet', live(plane))
    plane.run(5_000)
    expect(claims(plane)).toHaveLength(2)
  })

  test('go with the set when the policy says so', () => {
    const plane = settled(withClaims({ whenDeleted: 'Delete' }))
    expect(claims(plane).map(owners)).toEqual([['StatefulSet/db'], ['StatefulSet/db']])
    change(plane, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain' } })
    plane.run(1_000)
    expect(claims(plane).map(owners)).toEqual([[], []])
    expect(plane.events('db')).toContain('SuccessfulUpdate: update Pod db-1 in StatefulSet db successful')
  })

  test('are tied to the pod that is scaled away', () => {
    const plane = settled(withClaims({ whenScaled: 'Delete' }))
    expect(claims(plane).map(owners)).toEqual([[], []])
    plane.kubelets.silent.add(pod(plane, 'db-1').spec.nodeName!)
    change(plane, { replicas: 1 })
    plane.run(1_000)
    expect(claims(plane).map(owners)).toEqual([[], ['Pod/db-1']])
  })
})

test('what is fixed stays', () => {
  const plane = settled()
  expect(() => change(plane, { serviceName: 'other' })).toThrow(
    expect.objectContaining({
      code: 422,
      message: `StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
    }),
  )
})
