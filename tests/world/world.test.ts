import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiError } from '../../src/api/errors'
import { CommandError } from '../../src/world/execute'
import type { Command } from '../../src/world/command'
import { digest, pods, readyPods, seconds, webYaml, worldWith } from '../support/world'

describe('convergence', () => {
  test('what the file asks for comes to be', () => {
    const world = worldWith(webYaml(3))
    world.advance(seconds(60))
    expect(readyPods(world)).toHaveLength(3)
    expect(new Set(pods(world).map((pod) => pod.spec.nodeName)).size).toBe(3)
    const [deployment] = [...world.cluster.store.all('Deployment')]
    expect(deployment).toMatchObject({
      status: { replicas: 3, readyReplicas: 3, availableReplicas: 3, updatedReplicas: 3, observedGeneration: 1 },
    })
    const [slice] = [...world.cluster.store.all('EndpointSlice')].filter(
      (one) => one.metadata.labels?.['kubernetes.io/service-name'] === 'web',
    )
    expect(
      (slice as unknown as { endpoints: { conditions: { ready: boolean } }[] }).endpoints.map((one) => one.conditions.ready),
    ).toEqual([true, true, true])
  })

  test('three become six, six become two', () => {
    const world = worldWith(webYaml(3))
    world.advance(seconds(60))
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(6) })
    world.advance(seconds(120))
    expect(readyPods(world)).toHaveLength(6)
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(2) })
    world.advance(seconds(240))
    expect(pods(world)).toHaveLength(2)
  })

  test('a bad image keeps the old pods serving and says what is wrong at its line', () => {
    const world = worldWith(webYaml(3))
    world.advance(seconds(60))
    const before = readyPods(world).map((pod) => pod.metadata.uid)
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(3, 'nginx:nope') })
    world.advance(seconds(120))
    expect(readyPods(world).map((pod) => pod.metadata.uid)).toEqual(expect.arrayContaining(before))
    const { diagnostics, documents } = world.frame(true, null)
    expect(diagnostics).toHaveLength(1)
    expect(diagnostics![0]).toMatchObject({ file: 'web.yaml', line: 17, severity: 'warning' })
    expect(diagnostics![0]!.message).toMatch(/nginx:nope/)
    expect(documents![0]).toMatchObject({ kind: 'Deployment', name: 'web', state: 'crash' })
  })
})

test('what is refused of a log when its time comes changes nothing, and time goes on', () => {
  const world = worldWith(webYaml(1))
  world.schedule([
    { at: 5000, command: { type: 'cut', node: 'node-9' } },
    { at: 6000, command: { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'none', replicas: 3 } },
    { at: 7000, command: { type: 'cut', node: 'node-1' } },
  ])
  world.advance(seconds(20))
  expect([...world.refused.values()]).toEqual(['there is no node node-9', 'deployments.apps "none" not found'])
  expect(
    world
      .frame(true, null)
      .nodes!.filter(({ connected }) => !connected)
      .map(({ name }) => name),
  ).toEqual(['node-1'])
  const after = digest(world)
  world.seek(0)
  world.seek(seconds(20))
  expect(digest(world)).toEqual(after)
  expect(world.refused.size).toBe(2)
})

describe('determinism', () => {
  const script: Command[] = [
    { type: 'apply', file: 'web.yaml', text: webYaml(3) },
    { type: 'traffic', namespace: 'default', service: 'web', rate: 20 },
    { type: 'apply', file: 'web.yaml', text: webYaml(5, 'nginx:1.28') },
    { type: 'power-off', node: 'node-2' },
    { type: 'stop', part: 'scheduler' },
    { type: 'start', part: 'scheduler' },
    { type: 'power-on', node: 'node-2' },
    { type: 'apply', file: 'web.yaml', text: webYaml(1, 'nginx:nope') },
  ]
  const play = (seed: number, gap = 40) => {
    const world = worldWith(webYaml(1), { seed })
    script.forEach((command, i) => {
      world.advance(seconds(gap * (i + 1)))
      world.dispatch(command)
    })
    world.advance(seconds(gap * (script.length + 2)))
    return world
  }

  test('same seed and commands, same run, byte for byte; another seed, another', () => {
    expect(digest(play(1))).toBe(digest(play(1)))
    expect(digest(play(1))).not.toBe(digest(play(2)))
  })

  test('any moment that is gone back to is what it was, and leads to the same end', () => {
    const world = play(3)
    const end = world.now
    const last = digest(world)
    const length = world.kernel.trace.length
    const moments = new Map<number, string>()
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Math.floor(end) }), (moment) => {
        world.seek(moment)
        const seen = digest(world)
        moments.set(moment, moments.get(moment) ?? seen)
        expect(seen).toBe(moments.get(moment))
        const straight = playTo(moment)
        expect(seen).toBe(straight)
      }),
      { numRuns: 12 },
    )
    world.seek(end)
    expect(digest(world)).toBe(last)
    expect(world.kernel.trace.length).toBe(length)
  })

  const playTo = (moment: number) => {
    const world = worldWith(webYaml(1), { seed: 3 })
    world.schedule(script.map((command, i) => ({ at: seconds(40 * (i + 1)), command })))
    world.advance(moment)
    return digest(world)
  }

  test('how the time is cut into slices does not matter', () => {
    const whole = worldWith(webYaml(4))
    whole.advance(seconds(90))
    const sliced = worldWith(webYaml(4))
    let left = 3
    while (!sliced.advance(seconds(90), () => left-- > 0)) left = 3
    expect(digest(sliced)).toBe(digest(whole))
  })
})

describe('branches', () => {
  test('a command in the past drops what was to come, and only that', () => {
    const world = worldWith(webYaml(2))
    world.advance(seconds(30))
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(5) })
    world.advance(seconds(80))
    expect(readyPods(world)).toHaveLength(5)
    world.seek(seconds(20))
    expect(readyPods(world)).toHaveLength(2)
    expect(world.log).toHaveLength(2)
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(3) })
    expect(world.log.map(({ at }) => at)).toEqual([0, seconds(20)])
    expect(world.branches).toBe(1)
    world.advance(seconds(80))
    expect(readyPods(world)).toHaveLength(3)
  })

  test('playing on from the past without a command carries the old commands out again', () => {
    const world = worldWith(webYaml(2))
    world.advance(seconds(30))
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(5) })
    world.advance(seconds(80))
    const last = digest(world)
    world.seek(seconds(5))
    world.advance(seconds(80))
    expect(digest(world)).toBe(last)
  })
})

describe('refusals', () => {
  test('a command that is refused changes nothing and is not logged', () => {
    const world = worldWith(webYaml(2))
    world.advance(seconds(30))
    const before = digest(world)
    const trace = world.kernel.trace.length
    expect(() => world.dispatch({ type: 'power-off', node: 'node-9' })).toThrow(CommandError)
    expect(() => world.dispatch({ type: 'kill-pod', namespace: 'default', pod: 'nobody' })).toThrow(ApiError)
    expect(digest(world)).toBe(before)
    expect(world.kernel.trace.length).toBe(trace)
    expect(world.log).toHaveLength(1)
  })

  test('a file the parser refuses changes nothing; a refused document does not hold up the others', () => {
    const world = worldWith(webYaml(2))
    world.advance(seconds(30))
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(9).replace('spec:', 'spec: [') })
    expect(world.frame(true, null).diagnostics![0]).toMatchObject({ source: 'parser', severity: 'error' })
    world.advance(seconds(60))
    expect(readyPods(world)).toHaveLength(2)
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(3).replace('- port: 80\n', '- port: 99999\n') })
    const { diagnostics } = world.frame(true, null)
    const message = (field: string) => `${field}: Invalid value: 99999: must be between 1 and 65535, inclusive`
    expect(diagnostics).toMatchObject([
      { line: 33, source: 'apiserver', message: message('spec.ports[0].port') },
      { line: 33, source: 'apiserver', message: message('spec.ports[0].targetPort') },
    ])
    world.advance(seconds(120))
    expect(readyPods(world)).toHaveLength(3)
  })
})

describe('why', () => {
  test('leads from a pod back to the line that caused it', () => {
    const world = worldWith(webYaml(2))
    world.advance(seconds(30))
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(3) })
    world.advance(seconds(60))
    const newest = pods(world).at(-1)!
    const { why } = world.frame(true, newest.metadata.uid).detail!
    expect(why[0]).toMatchObject({ verb: 'create', from: 'controller:replicaset-controller' })
    expect(why.some((link) => link.from === 'controller:deployment-controller')).toBe(true)
    const told = why.find((link) => link.file !== undefined)
    expect(told).toMatchObject({ file: 'web.yaml', line: 6 })
    expect(why.at(-1)).toMatchObject({ verb: 'command', from: 'you' })
  })
})

test('whoever asks for a billion pods sees as many as there are places for, and the view stays small', () => {
  const world = worldWith(webYaml(2_000_000_000))
  world.advance(300)
  const { drift, ghosts } = world.frame(true, null)
  expect(drift![0]!.want).toBe(2_000_000_000)
  expect(JSON.stringify([drift, ghosts]).length).toBeLessThan(100_000)
})
