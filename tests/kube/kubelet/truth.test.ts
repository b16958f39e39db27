import { describe, expect, test } from 'vitest'
import { podStatusWord, type Pod } from '../../../src/kube/kinds/pod/api'
import type { World } from '../../../src/world/world'
import { kubeletEvents, main, pod, podYaml, started, until } from './support'

const kill = (world: World, name: string) => world.dispatch({ type: 'kill-pod', namespace: 'default', pod: name })
const word = (world: World, name: string) => podStatusWord(pod(world, name)!)
const isRunning = (of: Pod | undefined, container: string) =>
  [...(of?.status.initContainerStatuses ?? []), ...(of?.status.containerStatuses ?? [])].some(
    (each) => each.name === container && each.state?.running,
  )
/** STATUS words of a pod, each change once. */
function words(world: World, name: string, seconds: number): string[] {
  const seen: string[] = []
  for (const end = world.now + seconds * 1000; world.now < end; world.advance(world.now + 50)) {
    const now = pod(world, name) ? word(world, name) : 'gone'
    if (seen.at(-1) !== now) seen.push(now)
  }
  return seen
}

describe('a pod that is deleted', () => {
  test('ends its sidecars after its containers, the last of them first', () => {
    const world = started(
      podYaml(
        'p',
        `  terminationGracePeriodSeconds: 20
  initContainers:
    - { name: proxy, image: nginx:1.27, restartPolicy: Always }
    - { name: log, image: nginx:1.27, restartPolicy: Always }
  containers:
    - { name: main, image: nginx:1.27, lifecycle: { preStop: { sleep: { seconds: 5 } } } }`,
      ),
    )
    until(world, () => isRunning(pod(world, 'p'), 'main'))
    kill(world, 'p')
    const ends = new Map<string, number>()
    const from = world.now
    while (pod(world, 'p')) {
      for (const name of ['main', 'log', 'proxy'])
        if (!ends.has(name) && !isRunning(pod(world, 'p'), name)) ends.set(name, world.now - from)
      world.advance(world.now + 10)
    }
    expect(ends.get('main')).toBeGreaterThan(5000)
    expect(ends.get('log')).toBeGreaterThan(ends.get('main')!)
    expect(world.now - from).toBeLessThan(7000)
    expect(ends.get('proxy') ?? Infinity).toBeGreaterThan(ends.get('log')!)
  })

  test('gives sidecars two seconds when the grace is used up', () => {
    const world = started(
      podYaml(
        'p',
        `  terminationGracePeriodSeconds: 4
  initContainers:
    - { name: side, image: busybox:1.36, restartPolicy: Always, command: [sleep, '9999'] }
  containers:
    - { name: main, image: busybox:1.36, command: [sleep, '9999'] }`,
      ),
    )
    until(world, () => isRunning(pod(world, 'p'), 'main'))
    kill(world, 'p')
    const took = until(world, () => !pod(world, 'p'))
    expect(took).toBeGreaterThanOrEqual(6000)
    expect(took).toBeLessThan(6500)
  })

  test.each([
    [5, 60, 5000, 5500],
    [5, 4, 4000, 4500],
  ])('of %d s grace with a hook of %d s ends by SIGTERM after the hook or the grace', (grace, hook, least, most) => {
    const world = started(
      podYaml(
        'p',
        `  terminationGracePeriodSeconds: ${grace}
  containers:
    - { name: main, image: nginx:1.27, lifecycle: { preStop: { exec: { command: [sleep, '${hook}'] } } } }`,
      ),
    )
    until(world, () => isRunning(pod(world, 'p'), 'main'))
    kill(world, 'p')
    const took = until(world, () => !pod(world, 'p'))
    expect(took).toBeGreaterThanOrEqual(least)
    expect(took).toBeLessThan(most)
  })
})

test('a pod whose sidecar still runs is not over', () => {
  const world = started(
    podYaml(
      'p',
      `  restartPolicy: Never
  terminationGracePeriodSeconds: 3
  initContainers:
    - { name: side, image: busybox:1.36, restartPolicy: Always, command: [sleep, '9999'] }
  containers:
    - { name: main, image: busybox:1.36, command: [sleep, '2'] }`,
    ),
  )
  until(world, () => main(pod(world, 'p'))?.state?.terminated !== undefined)
  expect(pod(world, 'p')!.status.phase).toBe('Running')
  expect(until(world, () => pod(world, 'p')!.status.phase === 'Succeeded')).toBeGreaterThan(2500)
})

describe('a container that fails', () => {
  test('shows how before it says CrashLoopBackOff', () => {
    const world = started(
      podYaml('p', `  containers: [{ name: main, image: busybox:1.36, command: [sh, -c, 'sleep 3; exit 1'] }]`),
    )
    expect(words(world, 'p', 30).slice(0, 6)).toEqual(['Pending', 'ContainerCreating', 'Running', 'Error', 'Running', 'Error'])
    expect(words(world, 'p', 40)).toEqual(['CrashLoopBackOff', 'Running', 'Error', 'CrashLoopBackOff'])
  })

  test('for want of memory says OOMKilled first', () => {
    const world = started(
      podYaml(
        'p',
        `  containers: [{ name: main, image: nginx:1.27, resources: { limits: { memory: 64Mi } } }]`,
        '  annotations: { kubarium.dev/memory: 200Mi }\n',
      ),
    )
    expect(words(world, 'p', 12).slice(-3)).toEqual(['Running', 'OOMKilled', 'CrashLoopBackOff'])
  })

  test('because there is no such program says RunContainerError, then backs off', () => {
    const world = started(podYaml('p', `  containers: [{ name: main, image: nginx:1.27, command: [/app/none] }]`))
    expect(words(world, 'p', 12).slice(-2)).toEqual(['RunContainerError', 'CrashLoopBackOff'])
    expect(main(pod(world, 'p'))?.lastState?.terminated).toMatchObject({ exitCode: 128, reason: 'StartError' })
  })

  test('and is not run again shows why it could not start', () => {
    const world = started(
      podYaml('p', `  restartPolicy: Never\n  containers: [{ name: main, image: nginx:1.27, command: [/app/none] }]`),
    )
    expect(words(world, 'p', 12).at(-1)).toBe('StartError')
  })
})

test('containers start in order, each after the one before', () => {
  const world = started(
    podYaml(
      'p',
      `  containers: [{ name: a, image: nginx:1.27 }, { name: b, image: nginx:nope }, { name: c, image: nginx:1.27 }]`,
    ),
  )
  world.advance(world.now + 8000)
  const reasons = kubeletEvents(world, 'p').map((line) => line.split(':')[0])
  expect(reasons.slice(0, 6)).toEqual(['Pulling', 'Pulled', 'Created', 'Started', 'Pulling', 'Failed'])
  expect(isRunning(pod(world, 'p'), 'c')).toBe(true)
})

test('an image that cannot even be asked for is complained about once a try', () => {
  const world = started(podYaml('p', `  containers: [{ name: main, image: 'nginx:1.27', imagePullPolicy: Never }]`))
  world.advance(world.now + 8000)
  expect(kubeletEvents(world, 'p')).toEqual([
    'ErrImageNeverPull: Container image "nginx:1.27" is not present with pull policy of Never',
    'Failed: Error: ErrImageNeverPull',
  ])
  const events = [...world.cluster.store.all('Event')] as unknown as { reason: string; count?: number }[]
  expect(events.find((event) => event.reason === 'Failed')?.count).toBe(1)
})

test('a failed hook does not tell why', () => {
  const world = started(
    podYaml(
      'p',
      `  containers: [{ name: main, image: nginx:1.27, lifecycle: { postStart: { exec: { command: [sh, -c, 'exit 2'] } } } }]`,
    ),
  )
  world.advance(world.now + 8000)
  expect(kubeletEvents(world, 'p')).toContain('FailedPostStartHook: PostStartHook failed')
})

describe('a new image for a pod that is there', () => {
  const of = (image: string) => podYaml('p', `  containers: [{ name: main, image: '${image}' }]`)

  test('restarts the container in its place', () => {
    const world = started(of('nginx:1.27'))
    until(world, () => isRunning(pod(world, 'p'), 'main'))
    const { uid } = pod(world, 'p')!.metadata
    world.dispatch({ type: 'apply', file: 'a.yaml', text: of('nginx:1.28') })
    until(world, () => main(pod(world, 'p'))?.restartCount === 1)
    expect(pod(world, 'p')!.metadata.uid).toBe(uid)
    expect(main(pod(world, 'p'))).toMatchObject({ image: 'docker.io/library/nginx:1.28', state: { running: {} } })
    expect(kubeletEvents(world, 'p')).toContain('Killing: Container main definition changed, will be restarted')
  })

  test('mends one that could not be pulled, at once', () => {
    const world = started(of('nginx:nope'))
    until(world, () => word(world, 'p') === 'ImagePullBackOff')
    world.dispatch({ type: 'apply', file: 'a.yaml', text: of('nginx:1.28') })
    expect(until(world, () => isRunning(pod(world, 'p'), 'main'))).toBeLessThan(6000)
    expect(main(pod(world, 'p'))?.restartCount).toBe(0)
  })
})

describe('a script', () => {
  const run = (script: string, seconds = 60) => {
    const world = started(
      podYaml(
        'p',
        `  containers: [{ name: main, image: busybox:1.36, command: [sh, -c, ${JSON.stringify(script)}], resources: { limits: { cpu: 250m } } }]`,
      ),
    )
    world.advance(world.now + seconds * 1000)
    return world
  }
  const used = (world: World) => world.frame(true, null).nodes![0]!.cpuUsed

  test.each([
    'while true; do :; done',
    'while true; do echo hello; done',
    'x=a; while true; do x=$x$x; done',
    'echo aaaaaaaa > /f; while true; do cat /f /f > /g; cat /g /g > /f; done',
    'while true; do x=$(while true; do y=$(while true; do :; done); done); done',
    'while true; do echo $(seq 1 10000) >> /f; done',
  ])('that never rests takes all the CPU it may have, and nothing else: %s', (script) => {
    const world = run(script)
    expect(word(world, 'p')).toBe('Running')
    expect(used(world)).toBe(250)
    expect(world.kernel.steps).toBeLessThan(2000)
  })

  test.each(['while true; do echo hi; sleep 0; done', 'while true; do echo hi; sleep 0.00001; done'])(
    'cannot have time stand still: %s',
    (script) => {
      const world = run(script, 20)
      expect(word(world, 'p')).toBe('Running')
      expect(world.kernel.steps).toBeLessThan(2000)
    },
  )

  test('keeps its text within bounds', () => {
    const world = run('x=a; while true; do x=$x$x; echo $x; sleep 1; done')
    const [{ lines }] = world.frame(true, pod(world, 'p')!.metadata.uid).detail!.logs as unknown as [{ lines: string[] }]
    expect(Math.max(...lines.map((line) => line.length))).toBe(16 * 1024)
  })
})
