import { describe, expect, test } from 'vitest'
import type { PersistentVolume } from '../../../src/kube/kinds/persistentvolume/api'
import {
  apply,
  claim,
  claimOf,
  events,
  get,
  pod,
  podOf,
  remove,
  run,
  storageClass,
  storageWorld,
  volume,
  volumes,
} from './support'

const immediate = { provisioner: 'disk.csi.kubarium.dev', volumeBindingMode: 'Immediate' } as const

describe('a claim finds a volume', () => {
  test('the smallest that is large enough, of its class', () => {
    const world = storageWorld()
    for (const [name, storage] of [
      ['small', '1Gi'],
      ['large', '9Gi'],
      ['right', '5Gi'],
    ] as const)
      apply(world, volume(name, { capacity: { storage }, storageClassName: 'manual' }))
    apply(world, volume('other', { capacity: { storage: '4Gi' }, storageClassName: 'other' }))
    apply(world, claim('data', { storageClassName: 'manual', resources: { requests: { storage: '3Gi' } } }))
    run(world, 2_000)
    const bound = claimOf(world)!
    expect(bound.spec.volumeName).toBe('right')
    expect(bound.status).toMatchObject({ phase: 'Bound', capacity: { storage: '5Gi' }, accessModes: ['ReadWriteOnce'] })
    expect(bound.metadata.annotations).toEqual({
      'pv.kubernetes.io/bind-completed': 'yes',
      'pv.kubernetes.io/bound-by-controller': 'yes',
    })
    const right = get<PersistentVolume>(world, 'PersistentVolume', 'right')!
    expect(right.spec.claimRef).toMatchObject({ namespace: 'default', name: 'data', uid: bound.metadata.uid })
    expect(right.status.phase).toBe('Bound')
  })

  test('by selector, by mode, by name, and one that names it first', () => {
    const world = storageWorld()
    apply(world, { ...volume('plain', { storageClassName: 'm' }), metadata: { name: 'plain', namespace: undefined } })
    apply(world, {
      ...volume('gold', { storageClassName: 'm' }),
      metadata: { name: 'gold', namespace: undefined, labels: { tier: 'gold' } },
    })
    apply(world, volume('meant', { storageClassName: 'm', claimRef: { namespace: 'default', name: 'b' } }))
    apply(world, volume('block', { storageClassName: 'm', volumeMode: 'Block' }))
    run(world, 1_000)
    apply(world, claim('a', { storageClassName: 'm', selector: { matchLabels: { tier: 'gold' } } }))
    apply(world, claim('b', { storageClassName: 'm' }))
    apply(world, claim('c', { storageClassName: 'm', volumeMode: 'Block' }))
    apply(world, claim('d', { storageClassName: 'm', volumeName: 'plain' }))
    run(world, 2_000)
    expect(['a', 'b', 'c', 'd'].map((name) => claimOf(world, name)!.spec.volumeName)).toEqual(['gold', 'meant', 'block', 'plain'])
  })

  test('and says what it waits for when there is none', () => {
    const world = storageWorld()
    apply(world, claim('none', { storageClassName: '' }))
    apply(world, claim('unknown', { storageClassName: 'nope' }))
    apply(world, volume('tiny', { capacity: { storage: '1Mi' }, storageClassName: '' }))
    apply(world, claim('named', { storageClassName: '', volumeName: 'tiny' }))
    apply(world, storageClass('abroad', { provisioner: 'ebs.csi.aws.com' }))
    apply(world, claim('asking', { storageClassName: 'abroad' }))
    run(world, 2_000)
    expect(events(world, 'none')).toEqual([
      'FailedBinding: no persistent volumes available for this claim and no storage class is set',
    ])
    expect(events(world, 'unknown')).toEqual(['ProvisioningFailed: storageclass.storage.k8s.io "nope" not found'])
    expect(events(world, 'named')).toEqual(['VolumeMismatch: Cannot bind to requested volume "tiny": requested PV is too small'])
    expect(events(world, 'asking')).toEqual([
      "ExternalProvisioning: Waiting for a volume to be created either by the external provisioner 'ebs.csi.aws.com' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
    ])
    expect(claimOf(world, 'asking')!.metadata.annotations).toMatchObject({
      'volume.kubernetes.io/storage-provisioner': 'ebs.csi.aws.com',
      'volume.beta.kubernetes.io/storage-provisioner': 'ebs.csi.aws.com',
    })
    apply(world, volume('by-hand', { storageClassName: 'abroad' }))
    run(world, 1_000)
    expect(claimOf(world, 'asking')!.status.phase).toBe('Bound')
  })

  test('a claim whose volume is deleted is lost', () => {
    const world = storageWorld()
    apply(world, volume('v', { storageClassName: 'm' }))
    apply(world, claim('data', { storageClassName: 'm' }))
    run(world, 2_000)
    remove(world, 'PersistentVolume', 'v')
    run(world, 1_000)
    expect(get<PersistentVolume>(world, 'PersistentVolume', 'v')!.status.phase).toBe('Bound')
    const held = get<PersistentVolume>(world, 'PersistentVolume', 'v')!
    world.cluster.server.update('you', { ...held, metadata: { ...held.metadata, finalizers: [] } })
    run(world, 1_000)
    expect(claimOf(world)!.status.phase).toBe('Lost')
    expect(events(world, 'data')).toContain('ClaimLost: Bound claim has lost its PersistentVolume. Data on the volume is lost!')
  })
})

describe('a volume is made', () => {
  test('at once, where the class says so', () => {
    const world = storageWorld({ standardClass: immediate })
    apply(world, claim('data'))
    run(world, 3_000)
    expect(claimOf(world)!.status.phase).toBe('Bound')
    expect(events(world, 'data').map((event) => event.split(':')[0])).toEqual([
      'ExternalProvisioning',
      'Provisioning',
      'ProvisioningSucceeded',
    ])
    const made = volumes(world)[0]!
    expect(made.metadata.name).toBe(`pvc-${claimOf(world)!.metadata.uid}`)
    expect(made.metadata.annotations).toMatchObject({ 'pv.kubernetes.io/provisioned-by': 'disk.csi.kubarium.dev' })
    expect(made.spec).toMatchObject({
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'standard',
      capacity: { storage: '1Gi' },
    })
    remove(world, 'PersistentVolumeClaim', 'data')
    run(world, 3_000)
    expect(claimOf(world)).toBeUndefined()
    expect(volumes(world)).toEqual([])
  })

  test('when its first pod has a node, where the class says so; the pod is bound only after its claim', () => {
    const world = storageWorld()
    apply(world, claim('data'))
    run(world, 5_000)
    expect(events(world, 'data')).toEqual(['WaitForFirstConsumer: waiting for first consumer to be created before binding'])
    const bindings: string[] = []
    world.cluster.store.onChange(({ object, old }) => {
      const node = (object as { spec?: { nodeName?: string } }).spec?.nodeName
      if (object.kind === 'Pod' && node && !(old as typeof object & { spec?: { nodeName?: string } })?.spec?.nodeName)
        bindings.push(claimOf(world)!.status.phase!)
    })
    apply(world, pod('p', 'sleep 1000'))
    run(world, 8_000)
    expect(bindings).toEqual(['Bound'])
    expect(podOf(world, 'p')!.status.phase).toBe('Running')
    expect(claimOf(world)!.metadata.annotations!['volume.kubernetes.io/selected-node']).toBe(podOf(world, 'p')!.spec.nodeName)
  })

  test('what a disk cannot do is refused again and again', () => {
    const world = storageWorld({ standardClass: immediate })
    apply(world, claim('data', { accessModes: ['ReadWriteMany'] }))
    run(world, 10_000)
    expect(claimOf(world)!.status.phase).toBe('Pending')
    expect(
      events(world, 'data').some((event) =>
        event.startsWith('ProvisioningFailed: failed to provision volume with StorageClass "standard"'),
      ),
    ).toBe(true)
  })
})

describe('what becomes of a volume whose claim is gone', () => {
  const released = (policy: 'Retain' | 'Delete' | 'Recycle', path = '/tmp/v') => {
    const world = storageWorld()
    apply(world, volume('v', { storageClassName: 'm', persistentVolumeReclaimPolicy: policy, hostPath: { path } }))
    apply(world, claim('data', { storageClassName: 'm' }))
    run(world, 2_000)
    remove(world, 'PersistentVolumeClaim', 'data')
    run(world, 2_000)
    return world
  }
  const phase = (world: ReturnType<typeof released>) => get<PersistentVolume>(world, 'PersistentVolume', 'v')?.status.phase

  test('Retain keeps it, for nobody', () => {
    const world = released('Retain')
    expect(phase(world)).toBe('Released')
    apply(world, claim('data', { storageClassName: 'm' }))
    run(world, 2_000)
    expect(claimOf(world)!.status.phase).toBe('Pending')
  })
  test('Delete deletes it', () => expect(phase(released('Delete'))).toBeUndefined())
  test('Delete fails for folders that are not to be deleted', () => {
    const world = released('Delete', '/srv/v')
    expect(phase(world)).toBe('Failed')
    expect(events(world, 'v')).toEqual([
      'VolumeFailedDelete: host_path deleter only supports /tmp/.+ but received provided /srv/v',
    ])
  })
  test('Recycle empties it for the next', () => {
    const world = released('Recycle')
    run(world, 6_000)
    expect(phase(world)).toBe('Available')
    expect(events(world, 'v')).toEqual(['VolumeRecycled: Volume recycled'])
  })
})

describe('a bound claim may grow', () => {
  test('the disk first, then the file system under a running pod', () => {
    const world = storageWorld()
    apply(world, claim('data'))
    apply(world, pod('p', 'sleep 1000'))
    run(world, 10_000)
    const resize = (storage: string) =>
      world.cluster.server.patch('you', 'PersistentVolumeClaim', claimOf(world)!, 'merge', {
        spec: { resources: { requests: { storage } } },
      })
    resize('2Gi')
    run(world, 200)
    expect(claimOf(world)!.status.conditions?.map(({ type }) => type)).toEqual(['Resizing'])
    run(world, 2_000)
    expect(claimOf(world)!.status.conditions?.map(({ type }) => type)).toEqual(['FileSystemResizePending'])
    expect(volumes(world)[0]!.spec.capacity).toEqual({ storage: '2Gi' })
    run(world, 2_000)
    expect(claimOf(world)!.status).toMatchObject({ capacity: { storage: '2Gi' } })
    expect(claimOf(world)!.status.conditions).toBeUndefined()
    expect(() => resize('1Gi')).toThrow('field can not be less than status.capacity')
  })

  test('only where the class allows it', () => {
    const world = storageWorld({ standardClass: { provisioner: 'kubernetes.io/host-path', volumeBindingMode: 'Immediate' } })
    apply(world, claim('data'))
    run(world, 2_000)
    const patch = { spec: { resources: { requests: { storage: '2Gi' } } } }
    expect(() => world.cluster.server.patch('you', 'PersistentVolumeClaim', claimOf(world)!, 'merge', patch)).toThrow(
      'persistentvolumeclaims "data" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    )
  })
})

test('a claim in use stays until its last pod is gone', () => {
  const world = storageWorld()
  apply(world, claim('data'))
  apply(world, pod('p', 'sleep 1000'))
  run(world, 8_000)
  remove(world, 'PersistentVolumeClaim', 'data')
  run(world, 5_000)
  expect(claimOf(world)!.metadata.deletionTimestamp).toBeDefined()
  remove(world, 'Pod', 'p', 0)
  run(world, 8_000)
  expect(claimOf(world)).toBeUndefined()
  // The volume goes when it is attached no more, and its node says only with its next status that it does not use it.
  run(world, 10_000)
  expect(volumes(world)).toEqual([])
})

test('a pod gets a claim of its own, which goes with it', () => {
  const world = storageWorld()
  const template = { spec: { accessModes: ['ReadWriteOnce' as const], resources: { requests: { storage: '1Gi' } } } }
  apply(world, pod('p', 'sleep 1000', { volumes: [{ name: 'd', ephemeral: { volumeClaimTemplate: template } }] }))
  run(world, 20_000)
  expect(podOf(world, 'p')!.status.phase).toBe('Running')
  expect(claimOf(world, 'p-d')!.metadata.ownerReferences![0]).toMatchObject({ kind: 'Pod', name: 'p', controller: true })
  remove(world, 'Pod', 'p')
  run(world, 20_000)
  expect(claimOf(world, 'p-d')).toBeUndefined()
  expect(volumes(world)).toEqual([])
})
