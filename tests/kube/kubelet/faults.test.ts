import { describe, expect, test } from 'vitest'
import { kubeletEvents, main, pod, podYaml, started, until } from './support'
import type { Lease } from '../../../src/kube/kinds/lease/api'
import type { Node } from '../../../src/kube/kinds/node/api'

const web = podYaml('web', '  containers: [{name: c, image: "nginx:1.27"}]')
const node = (world: ReturnType<typeof started>, name = 'node-1') =>
  ([...world.cluster.store.all('Node')] as Node[]).find((each) => each.metadata.name === name)
const ready = (world: ReturnType<typeof started>) => main(pod(world, 'web'))?.ready === true

describe('faults', () => {
  test('a killed process is run again at once', () => {
    const world = started(web)
    until(world, () => ready(world))
    world.dispatch({ type: 'kill-container', namespace: 'default', pod: 'web', container: 'c' })
    until(world, () => main(pod(world, 'web'))?.restartCount === 1 && ready(world))
    expect(main(pod(world, 'web'))?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'Error' })
  })

  test('after a loss of power containers are run again, with one restart more', () => {
    const world = started(web)
    until(world, () => ready(world))
    const before = main(pod(world, 'web'))?.containerID
    world.dispatch({ type: 'power-off', node: 'node-1' })
    world.advance(world.now + 5000)
    expect(main(pod(world, 'web'))?.containerID).toBe(before)
    world.dispatch({ type: 'power-on', node: 'node-1' })
    until(world, () => main(pod(world, 'web'))?.restartCount === 1 && ready(world), 60_000)
    expect(main(pod(world, 'web'))?.lastState?.terminated).toMatchObject({ exitCode: 255, reason: 'Unknown' })
    expect(kubeletEvents(world, 'web')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.')
    expect(kubeletEvents(world, 'node-1').join('\n')).toMatch(/Rebooted: Node node-1 has been rebooted, boot id: /)
  })

  test('after a loss of power a pod that is never to be restarted has failed, whenever the power went', () => {
    for (const after of [1000, 4321, 9990, 10_003, 14_000]) {
      const world = started(
        podYaml(
          'once',
          `  restartPolicy: Never\n  containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "sleep 60"]}]`,
        ),
      )
      until(world, () => main(pod(world, 'once'))?.state?.running !== undefined)
      world.advance(world.now + after)
      world.dispatch({ type: 'power-off', node: 'node-1' })
      world.advance(world.now + 1000)
      world.dispatch({ type: 'power-on', node: 'node-1' })
      until(world, () => pod(world, 'once')?.status.phase === 'Failed', 30_000)
      world.advance(world.now + 60_000)
      expect(main(pod(world, 'once'))).toMatchObject({
        restartCount: 0,
        state: { terminated: { exitCode: 255, reason: 'Unknown' } },
      })
      expect(kubeletEvents(world, 'once').join()).not.toContain('SandboxChanged')
    }
  })

  test('after a loss of power what never ran is run, and of what is restarted on failure only that which did not succeed', () => {
    const both = podYaml(
      'both',
      `  restartPolicy: OnFailure
  containers:
    - {name: short, image: "busybox:1.36", command: [sh, -c, "exit 0"]}
    - {name: long, image: "busybox:1.36", command: [sh, -c, "sleep 60"]}`,
    )
    const world = started(
      `${both}---\n${podYaml('later', `  restartPolicy: Never\n  containers: [{name: c, image: "nginx:1.27"}]`)}`,
    )
    const of = (name: string) => pod(world, 'both')?.status.containerStatuses?.find((each) => each.name === name)
    const runs = () => main(pod(world, 'later'))?.state?.running !== undefined
    world.dispatch({ type: 'image', image: 'nginx:1.27', known: false })
    until(world, () => of('short')?.state?.terminated !== undefined && of('long')?.state?.running !== undefined)
    expect(runs()).toBe(false)
    world.dispatch({ type: 'image', image: 'nginx:1.27', known: true })
    world.dispatch({ type: 'power-off', node: 'node-1' })
    world.advance(world.now + 1000)
    world.dispatch({ type: 'power-on', node: 'node-1' })
    until(world, () => of('long')?.restartCount === 1 && runs(), 60_000)
    expect(of('short')).toMatchObject({ restartCount: 0, state: { terminated: { exitCode: 0 } } })
    until(world, () => pod(world, 'both')?.status.phase === 'Succeeded', 90_000)
  })

  test('after a loss of power init containers run again, and a Job goes on to its end', () => {
    const world = started(
      podYaml(
        'job',
        `  restartPolicy: OnFailure
  initContainers: [{name: first, image: "busybox:1.36", command: [sh, -c, "sleep 2"]}]
  containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "sleep 30"]}]`,
      ),
    )
    until(world, () => main(pod(world, 'job'))?.state?.running !== undefined)
    world.dispatch({ type: 'power-off', node: 'node-1' })
    world.advance(world.now + 1000)
    world.dispatch({ type: 'power-on', node: 'node-1' })
    until(world, () => pod(world, 'job')?.status.phase === 'Succeeded', 90_000)
    expect(pod(world, 'job')?.status.initContainerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      state: { terminated: { exitCode: 0 } },
    })
    expect(main(pod(world, 'job'))).toMatchObject({ restartCount: 1, state: { terminated: { exitCode: 0 } } })
  })

  test('a container whose own rules want it run again is, though its pod is never to be restarted', () => {
    const world = started(
      podYaml(
        'ruled',
        `  restartPolicy: Never
  containers:
    - name: c
      image: "busybox:1.36"
      command: [sh, -c, "sleep 5; exit 42"]
      restartPolicy: Never
      restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [42]}}]`,
      ),
    )
    until(world, () => main(pod(world, 'ruled'))?.restartCount === 1)
    expect(pod(world, 'ruled')?.status.phase).toBe('Running')
  })

  test('a node on which nothing changes posts its status every five minutes, and its lease meanwhile', () => {
    const world = started(web, 2)
    world.advance(60_000)
    const { length } = world.kernel.trace
    world.advance(60_000 + 600_000)
    const since = Array.from({ length: world.kernel.trace.length - length }, (_, i) => world.kernel.trace.get(length + i + 1)!)
    const posts = since.filter(({ verb, subject }) => verb === 'status' && subject.startsWith('Node '))
    expect(posts.map(({ subject }) => subject).sort()).toEqual(['Node node-1', 'Node node-1', 'Node node-2', 'Node node-2'])
    const renewed = (world.cluster.store.get('Lease', 'kube-node-lease/node-1') as Lease).spec.renewTime
    expect(Date.parse(renewed!)).toBeGreaterThan(Date.parse('2026-01-01T00:10:45Z'))
  })

  test('a node that is cut off runs on, and catches up afterwards', () => {
    const world = started(web)
    until(world, () => ready(world))
    world.dispatch({ type: 'cut', node: 'node-1' })
    world.dispatch({ type: 'kill-container', namespace: 'default', pod: 'web', container: 'c' })
    world.advance(world.now + 10_000)
    expect(main(pod(world, 'web'))?.restartCount).toBe(0)
    world.dispatch({ type: 'mend', node: 'node-1' })
    until(world, () => main(pod(world, 'web'))?.restartCount === 1 && ready(world), 15_000)
  })

  test('what was said of a pod while its node was silent is put right when the node is back', () => {
    const world = started(web)
    until(world, () => ready(world))
    const condition = () => pod(world, 'web')?.status?.conditions?.find(({ type }) => type === 'Ready')?.status
    world.dispatch({ type: 'cut', node: 'node-1' })
    world.advance(world.now + 100_000)
    expect(condition()).toBe('False')
    world.dispatch({ type: 'mend', node: 'node-1' })
    until(world, () => condition() === 'True', 15_000)
    world.advance(world.now + 60_000)
    expect(condition()).toBe('True')
    expect(main(pod(world, 'web'))?.restartCount).toBe(0)
  })

  test('a pod deleted while its node was cut off is stopped when it is back', () => {
    const world = started(web)
    until(world, () => ready(world))
    world.dispatch({ type: 'cut', node: 'node-1' })
    world.dispatch({ type: 'kill-pod', namespace: 'default', pod: 'web' })
    world.advance(world.now + 60_000)
    expect(pod(world, 'web')?.metadata.deletionTimestamp).toBeDefined()
    world.dispatch({ type: 'mend', node: 'node-1' })
    until(world, () => pod(world, 'web') === undefined, 15_000)
  })

  test('without the API server crashed containers are run again, and it is told later', () => {
    const world = started(web)
    until(world, () => ready(world))
    world.dispatch({ type: 'stop', part: 'apiserver' })
    world.dispatch({ type: 'kill-container', namespace: 'default', pod: 'web', container: 'c' })
    world.advance(world.now + 15_000)
    expect(main(pod(world, 'web'))?.restartCount).toBe(0)
    world.dispatch({ type: 'start', part: 'apiserver' })
    until(world, () => main(pod(world, 'web'))?.restartCount === 1, 15_000)
  })

  test('a slow registry is slow, and one that cannot be reached is retried', () => {
    const world = started('')
    world.dispatch({ type: 'registry', speed: 0 })
    world.dispatch({ type: 'apply', file: 'b.yaml', text: web })
    until(world, () => main(pod(world, 'web'))?.state?.waiting?.reason === 'ErrImagePull', 30_000)
    expect(main(pod(world, 'web'))?.state?.waiting?.message).toContain('dial tcp: i/o timeout')
    world.dispatch({ type: 'registry', speed: 0.5 })
    until(world, () => ready(world), 60_000)
  })

  test('an image taken out of the registry is not found', () => {
    const world = started('')
    world.dispatch({ type: 'image', image: 'nginx:1.27', known: false })
    world.dispatch({ type: 'apply', file: 'b.yaml', text: web })
    until(world, () => main(pod(world, 'web'))?.state?.waiting?.reason === 'ImagePullBackOff', 30_000)
    world.dispatch({ type: 'image', image: 'nginx:1.27', known: true })
    until(world, () => ready(world), 60_000)
  })
})

describe('nodes', () => {
  test('register with labels, addresses, amounts and conditions', () => {
    const world = started('')
    expect(node(world)).toMatchObject({
      metadata: {
        labels: {
          'kubernetes.io/hostname': 'node-1',
          'kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'topology.kubernetes.io/zone': 'zone-a',
        },
      },
      spec: { podCIDR: '10.244.0.0/24' },
      status: {
        capacity: { cpu: '4', memory: '8Gi', pods: '110' },
        addresses: [
          { type: 'InternalIP', address: '10.0.1.1' },
          { type: 'Hostname', address: 'node-1' },
        ],
        nodeInfo: { kubeletVersion: 'v1.36.0', operatingSystem: 'linux' },
      },
    })
    expect(node(world)!.status.conditions!.map(({ type, status, reason }) => `${type} ${status} ${reason}`)).toEqual([
      'MemoryPressure False KubeletHasSufficientMemory',
      'DiskPressure False KubeletHasNoDiskPressure',
      'PIDPressure False KubeletHasSufficientPID',
      'Ready True KubeletReady',
    ])
  })

  test('renew their leases every ten seconds, and not when they have no power', () => {
    const world = started('')
    const lease = () =>
      ([...world.cluster.store.all('Lease')] as Lease[]).find((each) => each.metadata.name === 'node-1')!.spec.renewTime
    const times = new Set<string | undefined>()
    while (world.now < 61_000) {
      world.advance(world.now + 500)
      times.add(lease())
    }
    expect(times.size).toBeGreaterThanOrEqual(6)
    world.dispatch({ type: 'power-off', node: 'node-1' })
    const last = lease()
    world.advance(world.now + 30_000)
    expect(lease()).toBe(last)
  })

  test('one that joins becomes Ready after a moment', () => {
    const world = started('')
    world.dispatch({ type: 'add-node', name: 'late' })
    expect(node(world, 'late')).toBeUndefined()
    until(world, () => node(world, 'late') !== undefined, 10_000)
    until(
      world,
      () => node(world, 'late')!.status.conditions!.some((each) => each.type === 'Ready' && each.status === 'True'),
      10_000,
    )
  })
})

test('a run from a keyframe is the run itself', () => {
  const play = (back: boolean) => {
    const world = started(web, 2)
    world.dispatch({
      type: 'apply',
      file: 'c.yaml',
      text: podYaml('crash', '  containers: [{name: c, image: busybox, command: [sh, -c, "sleep 3; exit 1"]}]'),
    })
    world.advance(20_000)
    if (back) {
      world.advance(50_000)
      world.seek(9_000)
    }
    world.advance(70_000)
    return JSON.stringify([[...world.cluster.store.all('Pod')], [...world.cluster.store.all('Event')], world.kernel.trace.length])
  }
  expect(play(true)).toBe(play(false))
})
