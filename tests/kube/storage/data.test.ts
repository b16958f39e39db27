import { describe, expect, test } from 'vitest'
import { apply, claim, claimOf, events, lines, pod, podOf, remove, run, storageClass, storageWorld, volume } from './support'
import type { VolumeAttachment } from '../../../src/kube/kinds/volumeattachment/api'
import type { World } from '../../../src/world/world'

const attachments = (world: World) => [...world.cluster.store.all('VolumeAttachment')] as VolumeAttachment[]
const sh = (world: World, name: string, script: string) => world.cluster.exec('default', name, 'c', ['sh', '-c', script])!

describe('what is written stays', () => {
  test('on a volume: over restarts, pods and nodes; in the container only until it restarts', () => {
    const world = storageWorld()
    apply(world, claim('data'))
    apply(world, pod('p', 'echo first >> /data/log; echo x > /tmp/layer; sleep 10000'))
    run(world, 20_000)
    expect(sh(world, 'p', 'cat /data/log; ls /tmp; ls -l /data')).toMatchObject({
      code: 0,
      out: 'first\nlayer\ntotal 1\n-rw-r--r--    1 root     root             6 log',
    })
    world.cluster.killContainer('default', 'p', 'c')
    run(world, 20_000)
    expect(podOf(world, 'p')!.status.containerStatuses![0]!.restartCount).toBe(1)
    expect(sh(world, 'p', 'wc -l /data/log').out).toBe('2 /data/log')
    expect(sh(world, 'p', 'echo more >> /tmp/layer; cat /tmp/layer').out).toBe('x\nmore')
    expect(sh(world, 'p', 'cat /tmp/layer').out).toBe('x\nmore')
    const { node } = world.cluster.volumesOf(podOf(world, 'p')!.metadata.uid)[0]!
    remove(world, 'Pod', 'p')
    run(world, 15_000)
    expect(attachments(world)).toEqual([])
    const elsewhere = ['node-1', 'node-2', 'node-3'].find((each) => each !== node)!
    apply(world, pod('q', 'cat /data/log; sleep 10000', { nodeSelector: { 'kubernetes.io/hostname': elsewhere } }))
    run(world, 20_000)
    expect(lines(world, 'q')).toEqual(['first', 'first'])
    expect(world.cluster.volumesOf(podOf(world, 'q')!.metadata.uid)).toMatchObject([
      {
        name: 'd',
        claim: 'data',
        storageClass: 'standard',
        node: elsewhere,
        size: '1Gi',
        phase: 'Bound',
        files: 1,
        lasting: true,
      },
    ])
  })

  test('two containers share an emptyDir, which goes with the pod; a folder of the node stays', () => {
    const world = storageWorld()
    const two = (name: string) => ({
      ...pod(name, ''),
      spec: {
        ...pod(name, '').spec,
        nodeName: 'node-1',
        volumes: [
          { name: 'd', emptyDir: {} },
          { name: 'h', hostPath: { path: '/srv' } },
        ],
        containers: [
          {
            name: 'c',
            image: 'busybox',
            command: ['sh', '-c', 'cd /data; echo a > out; echo b >> out; echo $HOSTNAME >> /host/seen; sleep 10000'],
            volumeMounts: [
              { name: 'd', mountPath: '/data' },
              { name: 'h', mountPath: '/host' },
            ],
          },
          {
            name: 'reader',
            image: 'busybox',
            command: ['sh', '-c', 'until [ -f /in/out ]; do sleep 1; done; sleep 1; cat /in/out; echo no > /in/x; sleep 10000'],
            volumeMounts: [{ name: 'd', mountPath: '/in', readOnly: true }],
          },
        ],
      },
    })
    apply(world, two('p'))
    run(world, 15_000)
    expect(lines(world, 'p', 'reader')).toEqual(['a', 'b', "sh: can't create /in/x: Read-only file system"])
    remove(world, 'Pod', 'p')
    run(world, 5_000)
    apply(world, two('q'))
    run(world, 15_000)
    expect(sh(world, 'q', 'cat /host/seen; ls /data').out).toBe('p\nq\nout')
  })

  test('databases keep a record a request, on a volume or not at all', () => {
    const world = storageWorld()
    apply(world, claim('data'))
    const db = (name: string, on: boolean) => ({
      ...pod(name, ''),
      metadata: { name, labels: { app: name } },
      spec: {
        ...pod(name, '').spec,
        volumes: on ? pod(name, '').spec.volumes : [],
        containers: [
          {
            name: 'c',
            image: 'redis',
            ports: [{ containerPort: 6379 }],
            volumeMounts: on ? [{ name: 'd', mountPath: '/data' }] : [],
          },
        ],
      },
    })
    const service = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { selector: { app: name }, ports: [{ port: 6379 }] },
    })
    for (const name of ['kept', 'lost']) {
      apply(world, db(name, name === 'kept'))
      apply(world, service(name))
    }
    run(world, 10_000)
    for (const service of ['kept', 'lost']) world.dispatch({ type: 'traffic', namespace: 'default', service, rate: 10 })
    run(world, 5_000)
    for (const service of ['kept', 'lost']) world.dispatch({ type: 'traffic', namespace: 'default', service, rate: 0 })
    const records = () => world.cluster.volumesOf(podOf(world, 'kept')!.metadata.uid)[0]!.records
    const before = records()
    expect(before).toBeGreaterThan(20)
    remove(world, 'Pod', 'kept')
    run(world, 5_000)
    apply(world, db('kept', true))
    run(world, 10_000)
    expect(records()).toBe(before)
  })
})

describe('files that the API server has', () => {
  test('ConfigMap, Secret and the pod itself, with chosen keys and a single file', () => {
    const world = storageWorld()
    apply(world, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1', b: '2\n' } })
    apply(world, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key' }, data: { token: 'aHVzaA==' } })
    apply(world, {
      ...pod('p', ''),
      spec: {
        ...pod('p', '').spec,
        containers: [
          {
            name: 'c',
            image: 'busybox',
            command: ['sh', '-c', 'ls /all /some; cat /all/a /one.txt /key/token /me/name; sleep 10000'],
            volumeMounts: [
              { name: 'all', mountPath: '/all' },
              { name: 'some', mountPath: '/some' },
              { name: 'all', mountPath: '/one.txt', subPath: 'b' },
              { name: 'key', mountPath: '/key' },
              { name: 'me', mountPath: '/me' },
            ],
          },
        ],
        volumes: [
          { name: 'all', configMap: { name: 'settings' } },
          { name: 'some', configMap: { name: 'settings', items: [{ key: 'b', path: 'deep/c' }] } },
          { name: 'key', secret: { secretName: 'key' } },
          { name: 'me', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
        ],
      },
    })
    run(world, 8_000)
    expect(lines(world, 'p')).toEqual(['/all:', 'a', 'b', '/some:', 'deep', '12', 'hushp'])
  })

  test('what is missing keeps the pod from starting, and says so', () => {
    const world = storageWorld()
    apply(world, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'there' }, data: { a: '1' } })
    apply(world, pod('p', 'sleep 1', { volumes: [{ name: 'd', configMap: { name: 'absent' } }] }))
    apply(
      world,
      pod('q', 'sleep 1', { volumes: [{ name: 'd', configMap: { name: 'there', items: [{ key: 'z', path: 'z' }] } }] }),
    )
    apply(world, claim('data', { storageClassName: '' }))
    apply(world, pod('r', 'sleep 1', { nodeName: 'node-1' }))
    run(world, 5_000)
    expect(events(world, 'p')).toContain('FailedMount: MountVolume.SetUp failed for volume "d" : configmap "absent" not found')
    expect(events(world, 'q')).toContain(
      'FailedMount: MountVolume.SetUp failed for volume "d" : configmap references non-existent config key: z',
    )
    expect(events(world, 'r')).toContain(
      'FailedMount: Unable to attach or mount volumes: unmounted volumes=[d], unattached volumes=[d], failed to process volumes=[d]: error processing PVC default/data: PVC is not bound',
    )
  })
})

describe('a disk on a dead node', () => {
  const dead = () => {
    const world = storageWorld()
    apply(world, claim('data'))
    const spec = pod('', 'echo here >> /data/log; cat /data/log; sleep 10000').spec
    apply(world, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'w' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'w' } },
        template: { metadata: { labels: { app: 'w' } }, spec },
      },
    })
    run(world, 15_000)
    const first = ([...world.cluster.store.all('Pod')] as never as ReturnType<typeof podOf>[])[0]!
    world.cluster.powerOff(first.spec.nodeName!)
    run(world, 420_000)
    const second = ([...world.cluster.store.all('Pod')] as never as NonNullable<ReturnType<typeof podOf>>[]).find(
      ({ metadata }) => metadata.uid !== first.metadata.uid,
    )!
    return { world, first, second }
  }

  test('is held by the pod that never ends', () => {
    const { world, first, second } = dead()
    expect(events(world, second.metadata.name)).toContain(
      `FailedAttachVolume: Multi-Attach error for volume "pvc-*" Volume is already used by pod(s) ${first.metadata.name}`,
    )
    run(world, 600_000)
    expect(podOf(world, second.metadata.name)!.status.phase).toBe('Pending')
    expect(events(world, second.metadata.name)).toContain(
      'FailedMount: Unable to attach or mount volumes: unmounted volumes=[d], unattached volumes=[], failed to process volumes=[]: context deadline exceeded',
    )
  })

  test('comes free six minutes after that pod is deleted by force', () => {
    const { world, first, second } = dead()
    remove(world, 'Pod', first.metadata.name, 0)
    run(world, 350_000)
    expect(podOf(world, second.metadata.name)!.status.phase).toBe('Pending')
    run(world, 20_000)
    expect(podOf(world, second.metadata.name)!.status.phase).toBe('Running')
    expect(lines(world, second.metadata.name)).toEqual(['here', 'here'])
  })

  test('comes free at once when the node is said to be out of service', () => {
    const { world, first, second } = dead()
    const taint = { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }
    const node = world.cluster.store.get('Node', first.spec.nodeName!) as never as { spec: { taints?: object[] } }
    world.cluster.server.patch('you', 'Node', { metadata: { name: first.spec.nodeName! } }, 'merge', {
      spec: { taints: [...(node.spec.taints ?? []), taint] },
    })
    run(world, 40_000)
    expect(podOf(world, first.metadata.name)).toBeUndefined()
    expect(podOf(world, second.metadata.name)!.status.phase).toBe('Running')
  })
})

describe('the scheduler looks at volumes', () => {
  const reason = (world: World, name: string) => events(world, name).find((event) => event.startsWith('FailedScheduling')) ?? ''

  test('and says what is wrong with a claim', () => {
    const world = storageWorld()
    apply(world, pod('p', 'sleep 1'))
    run(world, 1_000)
    expect(reason(world, 'p')).toBe(
      'FailedScheduling: 0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    )
    apply(world, claim('data', { storageClassName: '' }))
    run(world, 12_000)
    expect(
      events(world, 'p').some((event) =>
        event.includes('0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.'),
      ),
    ).toBe(true)
    apply(world, volume('v', { storageClassName: '' }))
    run(world, 15_000)
    expect(podOf(world, 'p')!.spec.nodeName).toBeDefined()
  })

  test('gives up after ten minutes when nobody makes the volume, at whatever fraction of a millisecond it began', () => {
    for (const fraction of [0.11, 0.36]) {
      const world = storageWorld()
      apply(world, storageClass('slow', { provisioner: 'example.com/nobody', volumeBindingMode: 'WaitForFirstConsumer' }))
      world.advance(500_000 + fraction)
      apply(world, claim('data', { storageClassName: 'slow' }))
      apply(world, pod('p', 'sleep 1'))
      run(world, 590_000)
      expect(reason(world, 'p')).toBe('')
      run(world, 20_000)
      expect(reason(world, 'p')).toContain('running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded')
    }
  })

  test('goes where a local volume is, and nowhere when there is none', () => {
    const world = storageWorld()
    const on = (node: string) => ({
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In' as const, values: [node] }] }],
      },
    })
    apply(
      world,
      storageClass('local', { provisioner: 'kubernetes.io/no-provisioner', volumeBindingMode: 'WaitForFirstConsumer' }),
    )
    const local = { local: { path: '/mnt' }, storageClassName: 'local', nodeAffinity: on('node-3') }
    apply(world, { ...volume('v'), spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, ...local } })
    apply(world, claim('data', { storageClassName: 'local' }))
    apply(world, claim('more', { storageClassName: 'local' }))
    apply(world, pod('p', 'sleep 10000'))
    run(world, 8_000)
    expect(podOf(world, 'p')!.spec.nodeName).toBe('node-3')
    apply(world, pod('q', 'sleep 10000', { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'more' } }] }))
    apply(world, pod('r', 'sleep 10000', { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } }))
    run(world, 2_000)
    expect(reason(world, 'q')).toContain("3 node(s) didn't find available persistent volumes to bind")
    expect(reason(world, 'r')).toContain(
      "1 node(s) didn't match PersistentVolume's node affinity, 2 node(s) didn't match Pod's node affinity/selector",
    )
  })

  test('one pod at a time where the claim says so; only so many disks a node', () => {
    const world = storageWorld({ nodes: 1 })
    apply(world, claim('data', { accessModes: ['ReadWriteOncePod'] }))
    apply(world, pod('p', 'sleep 10000'))
    run(world, 8_000)
    apply(world, pod('q', 'sleep 10000'))
    run(world, 2_000)
    expect(reason(world, 'q')).toContain(
      '1 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode',
    )
    const csi = world.cluster.store.get('CSINode', 'node-1') as never as { spec: { drivers: { name: string; nodeID: string }[] } }
    const drivers = csi.spec.drivers.map((driver) => ({ ...driver, allocatable: { count: 1 } }))
    world.cluster.server.patch('you', 'CSINode', { metadata: { name: 'node-1' } }, 'merge', { spec: { drivers } })
    apply(world, claim('more'))
    apply(world, pod('r', 'sleep 10000', { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'more' } }] }))
    run(world, 2_000)
    expect(reason(world, 'r')).toContain('1 node(s) exceed max volume count')
    remove(world, 'Pod', 'p')
    run(world, 15_000)
    expect(podOf(world, 'q')!.status.phase).toBe('Running')
  })
})

test('time can be turned back: files, attachments and all are as they were', () => {
  const world = storageWorld()
  const file = (name: string, object: object) =>
    world.dispatch({ type: 'apply', file: `${name}.yaml`, text: JSON.stringify(object) })
  file('claim', claim('data'))
  file('pod', pod('p', 'while true; do echo x >> /data/log; wc -l /data/log; sleep 1; done'))
  run(world, 40_000)
  const end = world.now
  const seen = () =>
    JSON.stringify([lines(world, 'p'), world.cluster.volumesOf(podOf(world, 'p')!.metadata.uid), attachments(world)])
  const before = seen()
  expect(lines(world, 'p').length).toBeGreaterThan(20)
  world.seek(end - 9_500)
  expect(seen()).not.toBe(before)
  world.seek(end)
  expect(seen()).toBe(before)
})

test('a StatefulSet whose claims name their class by annotation comes up, with the class and its provisioner', () => {
  const world = storageWorld()
  const template = {
    metadata: { name: 'd', annotations: { 'volume.beta.kubernetes.io/storage-class': 'fast' } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }
  const { containers } = pod('', 'hostname >> /data/who; cat /data/who; sleep 10000').spec
  apply(world, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: {
      replicas: 3,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers, terminationGracePeriodSeconds: 1 } },
      volumeClaimTemplates: [template],
    },
  })
  run(world, 20_000)
  expect(claimOf(world, 'd-db-0')!.status.phase).toBe('Pending')
  expect(events(world, 'd-db-0')).toContain('ProvisioningFailed: storageclass.storage.k8s.io "fast" not found')
  apply(world, storageClass('fast', { provisioner: 'k8s.io/minikube-hostpath', parameters: { type: 'pd-ssd' } }))
  run(world, 60_000)
  for (const n of [0, 1, 2]) {
    expect(claimOf(world, `d-db-${n}`)!.status.phase).toBe('Bound')
    expect(lines(world, `db-${n}`)).toEqual([`db-${n}`])
  }
})
