import { describe, expect, test } from 'vitest'
import type { Event } from '../../../src/kube/kinds/event/api'
import { condition, kubeletEvents, main, pod, podYaml, started, until } from './support'

describe('a pod that runs', () => {
  test('is pulled, started, ready, and says so in order', () => {
    const world = started(
      podYaml(
        'web',
        '  containers: [{name: web, image: "nginx:1.27", ports: [{containerPort: 80}], readinessProbe: {httpGet: {port: 80}}}]',
      ),
    )
    until(world, () => main(pod(world, 'web'))?.state?.running !== undefined)
    expect(condition(pod(world, 'web'), 'Ready')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [web]',
    })
    until(world, () => condition(pod(world, 'web'), 'Ready')?.status === 'True')
    const { status } = pod(world, 'web')!
    expect(status).toMatchObject({
      phase: 'Running',
      hostIP: '10.0.1.1',
      podIP: expect.stringMatching(/^10\.244\.0\./),
      qosClass: 'BestEffort',
    })
    expect(main(pod(world, 'web'))).toMatchObject({
      ready: true,
      started: true,
      restartCount: 0,
      image: 'docker.io/library/nginx:1.27',
      imageID: expect.stringMatching(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/),
      containerID: expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/),
      lastState: {},
    })
    expect(status.conditions!.map((each) => each.type)).toEqual([
      'PodReadyToStartContainers',
      'Initialized',
      'Ready',
      'ContainersReady',
      'PodScheduled',
    ])
    expect(kubeletEvents(world, 'web').map((text) => text.replace(/\d\S*s/g, 'T'))).toEqual([
      'Pulling: Pulling image "nginx:1.27"',
      'Pulled: Successfully pulled image "nginx:1.27" in T (T including waiting). Image size: 71303168 bytes.',
      'Created: Container created',
      'Started: Container started',
    ])
  })

  test('finds the image of the one before', () => {
    const spec = '  containers: [{name: c, image: "nginx:1.27"}]'
    const world = started(`${podYaml('a', spec)}`)
    until(world, () => main(pod(world, 'a'))?.ready === true)
    world.dispatch({ type: 'apply', file: 'b.yaml', text: podYaml('b', spec) })
    expect(until(world, () => main(pod(world, 'b'))?.ready === true)).toBeLessThan(1000)
    expect(kubeletEvents(world, 'b')[0]).toBe(
      'Pulled: Container image "nginx:1.27" already present on machine and can be accessed by the pod',
    )
  })

  test('few writes bring it to life', () => {
    const world = started(
      podYaml('web', '  containers: [{name: web, image: "nginx:1.27", readinessProbe: {httpGet: {port: 80}}}]'),
    )
    until(world, () => main(pod(world, 'web'))?.ready === true)
    const { uid } = pod(world, 'web')!.metadata
    const writes = world.kernel.trace
      .since(0)
      .filter((each) => each.about === uid && each.from === 'kubelet:node-1' && each.verb === 'status')
    expect(writes.length).toBeLessThanOrEqual(4)
  })
})

describe('a pod that ends', () => {
  test.each([
    ['exit 0', 'Succeeded', { exitCode: 0, reason: 'Completed' }, { status: 'False', reason: 'PodCompleted' }],
    ['exit 3', 'Failed', { exitCode: 3, reason: 'Error' }, { status: 'False', reason: 'ContainersNotReady' }],
    ['false && echo no; true', 'Succeeded', { exitCode: 0 }, { status: 'False' }],
  ])('by %s is %s', (script, phase, terminated, ready) => {
    const world = started(
      podYaml('p', `  restartPolicy: Never\n  containers: [{name: c, image: busybox, command: [sh, -c, "${script}"]}]`),
    )
    until(world, () => pod(world, 'p')?.status.phase === phase)
    expect(main(pod(world, 'p'))?.state?.terminated).toMatchObject(terminated)
    expect(condition(pod(world, 'p'), 'Ready')).toMatchObject(ready)
    world.advance(world.now + 60_000)
    expect(main(pod(world, 'p'))?.restartCount).toBe(0)
  })

  test('OnFailure tries again until it works', () => {
    const script = 'if [ -f /tmp/x ]; then exit 0; fi; sleep 2; exit 1'
    const world = started(
      podYaml('p', `  restartPolicy: OnFailure\n  containers: [{name: c, image: busybox, command: [sh, -c, "${script}"]}]`),
    )
    world.advance(20_000)
    expect(pod(world, 'p')?.status.phase).toBe('Running')
    expect(main(pod(world, 'p'))?.restartCount).toBeGreaterThan(0)
  })

  test('crashes wait 10 s, 20 s, 40 s, after a first restart at once', () => {
    const world = started(podYaml('p', '  containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "echo no; exit 1"]}]'))
    const waits: string[] = []
    for (let i = 0; i < 1200; i++) {
      world.advance(world.now + 100)
      const message = main(pod(world, 'p'))?.state?.waiting?.message ?? ''
      if (message.startsWith('back-off') && message !== waits.at(-1)) waits.push(message)
    }
    expect(waits.map((text) => text.split(' ')[1])).toEqual(['10s', '20s', '40s', '1m20s'])
    const { uid } = pod(world, 'p')!.metadata
    expect(waits[0]).toBe(`back-off 10s restarting failed container=c pod=p_default(${uid})`)
    expect(kubeletEvents(world, 'p')).toContain(`BackOff: Back-off restarting failed container c in pod p_default(${uid})`)
    expect(main(pod(world, 'p'))?.lastState?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' })
  })

  test('memory above the limit ends in OOMKilled', () => {
    const world = started(
      podYaml(
        'p',
        '  restartPolicy: Never\n  containers: [{name: c, image: polinux/stress, command: [stress], args: [--vm, "1", --vm-bytes, 250M], resources: {limits: {memory: 100Mi}}}]',
      ),
    )
    until(world, () => pod(world, 'p')?.status.phase === 'Failed')
    expect(main(pod(world, 'p'))?.state?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
  })

  test('a command that is not there is a StartError', () => {
    const world = started(podYaml('p', '  containers: [{name: c, image: busybox, command: [nosuch]}]'))
    until(
      world,
      () => main(pod(world, 'p'))?.lastState?.terminated !== undefined || main(pod(world, 'p'))?.state?.terminated !== undefined,
    )
    expect(main(pod(world, 'p'))?.state?.terminated ?? main(pod(world, 'p'))?.lastState?.terminated).toMatchObject({
      exitCode: 128,
      reason: 'StartError',
    })
    expect(kubeletEvents(world, 'p').join()).toContain('exec: "nosuch": executable file not found in $PATH')
  })
})

describe('deletion', () => {
  const sleeping = (grace: number) =>
    podYaml(
      'p',
      `  terminationGracePeriodSeconds: ${grace}\n  containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]`,
    )
  const gone = (world: ReturnType<typeof started>) => pod(world, 'p') === undefined

  test('what ignores SIGTERM is killed when its grace is over', () => {
    const world = started(sleeping(6))
    until(world, () => main(pod(world, 'p'))?.ready === true)
    world.dispatch({ type: 'kill-pod', namespace: 'default', pod: 'p' })
    world.advance(world.now + 1500)
    expect(pod(world, 'p')?.metadata.deletionTimestamp).toBeDefined()
    expect(condition(pod(world, 'p'), 'Ready')?.status).toBe('True')
    const took = until(world, () => gone(world))
    expect(took).toBeGreaterThan(4000)
    expect(took).toBeLessThan(6000)
    expect(kubeletEvents(world, 'p')).toContain('Killing: Stopping container c')
  })

  test('what hears SIGTERM goes soon; preStop comes first', () => {
    const world = started(
      podYaml('p', '  containers: [{name: c, image: "nginx:1.27", lifecycle: {preStop: {sleep: {seconds: 3}}}}]'),
    )
    until(world, () => main(pod(world, 'p'))?.ready === true)
    world.dispatch({ type: 'kill-pod', namespace: 'default', pod: 'p' })
    const took = until(world, () => gone(world))
    expect(took).toBeGreaterThan(3000)
    expect(took).toBeLessThan(4500)
  })

  test('a pod that waits for its image goes at once', () => {
    const world = started(podYaml('p', '  containers: [{name: c, image: "nginx:nope"}]'))
    until(world, () => main(pod(world, 'p'))?.state?.waiting?.reason === 'ImagePullBackOff')
    expect(main(pod(world, 'p'))?.state?.waiting?.message).toBe(
      'Back-off pulling image "nginx:nope": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:nope": failed to resolve reference "docker.io/library/nginx:nope": docker.io/library/nginx:nope: not found',
    )
    world.dispatch({ type: 'kill-pod', namespace: 'default', pod: 'p' })
    expect(until(world, () => gone(world))).toBeLessThan(1000)
  })
})

describe('init containers', () => {
  test('run one after the other, before the rest', () => {
    const world = started(
      podYaml(
        'p',
        '  initContainers: [{name: a, image: busybox, command: [sleep, "2"]}, {name: b, image: busybox, command: [sleep, "3"]}]\n  containers: [{name: c, image: "nginx:1.27"}]',
      ),
    )
    until(world, () => pod(world, 'p')?.status.initContainerStatuses?.[0]?.state?.running !== undefined)
    expect(pod(world, 'p')?.status.initContainerStatuses?.[1]?.state?.waiting?.reason).toBe('PodInitializing')
    expect(main(pod(world, 'p'))?.state?.waiting?.reason).toBe('PodInitializing')
    expect(condition(pod(world, 'p'), 'Initialized')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotInitialized',
      message: 'containers with incomplete status: [a b]',
    })
    expect(pod(world, 'p')?.status.phase).toBe('Pending')
    until(world, () => main(pod(world, 'p'))?.ready === true)
    expect(pod(world, 'p')?.status.initContainerStatuses?.map((each) => [each.ready, each.state?.terminated?.reason])).toEqual([
      [true, 'Completed'],
      [true, 'Completed'],
    ])
  })

  test('one that fails under Never fails the pod', () => {
    const world = started(
      podYaml(
        'p',
        '  restartPolicy: Never\n  initContainers: [{name: a, image: busybox, command: ["false"]}]\n  containers: [{name: c, image: nginx}]',
      ),
    )
    until(world, () => pod(world, 'p')?.status.phase === 'Failed')
    expect(main(pod(world, 'p'))?.state?.waiting?.reason).toBe('PodInitializing')
  })

  test('a sidecar runs along and ends with the pod', () => {
    const world = started(
      podYaml(
        'p',
        '  restartPolicy: Never\n  initContainers: [{name: s, image: "nginx:1.27", restartPolicy: Always}]\n  containers: [{name: c, image: busybox, command: [sleep, "5"]}]',
      ),
    )
    until(world, () => main(pod(world, 'p'))?.state?.running !== undefined)
    expect(pod(world, 'p')?.status.initContainerStatuses?.[0]).toMatchObject({
      ready: true,
      started: true,
      state: { running: {} },
    })
    until(world, () => pod(world, 'p')?.status.phase === 'Succeeded')
    until(world, () => pod(world, 'p')?.status.initContainerStatuses?.[0]?.state?.terminated !== undefined)
  })
})

test('a pod with a deadline is ended when it is over', () => {
  const world = started(podYaml('p', '  activeDeadlineSeconds: 5\n  containers: [{name: c, image: "nginx:1.27"}]'))
  until(world, () => pod(world, 'p')?.status.phase === 'Failed', 10_000)
  expect(pod(world, 'p')?.status).toMatchObject({
    reason: 'DeadlineExceeded',
    message: 'Pod was active on the node longer than the specified deadline',
  })
})

test('addresses of ended pods are handed out again, once', () => {
  const world = started(podYaml('a', '  restartPolicy: Never\n  containers: [{name: c, image: busybox, command: ["true"]}]'))
  until(world, () => pod(world, 'a')?.status.phase === 'Succeeded')
  const ips = new Set<string | undefined>()
  for (let i = 0; i < 3; i++) {
    world.dispatch({ type: 'apply', file: `${i}.yaml`, text: podYaml(`b${i}`, '  containers: [{name: c, image: "nginx:1.27"}]') })
    until(world, () => pod(world, `b${i}`)?.status.podIP !== undefined)
    if (i === 0) world.dispatch({ type: 'kill-pod', namespace: 'default', pod: 'a' })
    ips.add(pod(world, `b${i}`)?.status.podIP)
    world.advance(world.now + 1000)
  }
  expect(ips.size).toBe(3)
})

test('two containers of one pod have events of their own', () => {
  const world = started(podYaml('p', '  containers: [{name: a, image: "nginx:1.27"}, {name: b, image: "redis:7"}]'))
  until(world, () => pod(world, 'p')?.status.containerStatuses?.every((each) => each.ready) === true)
  const events = ([...world.cluster.store.all('Event')] as Event[]).filter((event) => event.reason === 'Started')
  expect(events.map((event) => event.involvedObject.fieldPath)).toEqual(['spec.containers{a}', 'spec.containers{b}'])
})
