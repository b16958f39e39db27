import { describe, expect, test } from 'vitest'
import { podStatusWord, type Pod } from '../../src/kube/kinds/pod/api'
import type { Node } from '../../src/kube/kinds/node/api'
import type { World } from '../../src/world/world'
import { pods, readyPods, seconds, webYaml, worldWith } from '../support/world'

/** A cluster at rest with some pods of nginx. */
const settled = (replicas = 3) => {
  const world = worldWith(webYaml(replicas))
  world.advance(seconds(60))
  expect(readyPods(world)).toHaveLength(replicas)
  return world
}
const later = (world: World, count: number) => world.advance(world.now + seconds(count))
const node = (world: World, name: string) => world.cluster.store.get('Node', name) as Node
const readiness = (world: World, name: string) => node(world, name).status?.conditions?.find((c) => c.type === 'Ready')?.status
const named = (world: World, { metadata }: Pod) =>
  world.cluster.store.get('Pod', `${metadata.namespace}/${metadata.name}`) as Pod | undefined
const restarts = (pod: Pod | undefined) => pod?.status?.containerStatuses?.[0]?.restartCount
const events = (world: World, reason: string) =>
  ([...world.cluster.store.all('Event')] as unknown as { reason: string; message: string }[]).filter(
    (event) => event.reason === reason,
  )

describe('a pod', () => {
  test('that is deleted is replaced', () => {
    const world = settled()
    const [first] = pods(world)
    world.dispatch({ type: 'kill-pod', namespace: 'default', pod: first!.metadata.name })
    expect(named(world, first!)?.metadata.deletionTimestamp).toBeDefined()
    later(world, 40)
    expect(named(world, first!)).toBeUndefined()
    expect(readyPods(world)).toHaveLength(3)
  })

  test('whose container dies is restarted where it is', () => {
    const world = settled()
    const [first] = pods(world)
    world.dispatch({ type: 'kill-container', namespace: 'default', pod: first!.metadata.name, container: 'web' })
    later(world, 30)
    expect(restarts(named(world, first!))).toBe(1)
    expect(named(world, first!)?.spec.nodeName).toBe(first!.spec.nodeName)
    expect(readyPods(world)).toHaveLength(3)
  })

  test('that crashes again and again waits longer each time, up to five minutes', () => {
    const world = worldWith(webYaml(1, 'demo/web:3-crash'))
    world.advance(seconds(60))
    expect(podStatusWord(pods(world)[0]!)).toMatch(/CrashLoopBackOff|Error/)
    const at = (moment: number) => (world.advance(seconds(moment)), restarts(pods(world)[0]))
    // 10, 20, 40, 80, 160, 300, 300 ... between the ends and the next starts
    expect(at(1_000)).toBeGreaterThanOrEqual(6)
    const soon = at(2_000)!
    expect(at(2_900)! - soon).toBeGreaterThanOrEqual(2)
    expect(at(2_900)! - soon).toBeLessThanOrEqual(4)
    expect(events(world, 'BackOff').length).toBeGreaterThan(0)
  })
})

describe('a node without power', () => {
  test('is found out, loses its pods after their five minutes, and comes back empty of them', () => {
    const world = settled()
    const lost = pods(world).find((pod) => pod.spec.nodeName === 'node-2')!
    world.dispatch({ type: 'power-off', node: 'node-2' })
    later(world, 30)
    expect(readiness(world, 'node-2')).toBe('True')
    later(world, 40)
    expect(readiness(world, 'node-2')).toBe('Unknown')
    expect(
      node(world, 'node-2')
        .spec?.taints?.map((taint) => `${taint.key}:${taint.effect}`)
        .sort(),
    ).toEqual(['node.kubernetes.io/unreachable:NoExecute', 'node.kubernetes.io/unreachable:NoSchedule'])
    expect(named(world, lost)?.metadata.deletionTimestamp).toBeUndefined()
    expect(readyPods(world)).toHaveLength(2)
    later(world, 240)
    expect(named(world, lost)?.metadata.deletionTimestamp).toBeUndefined()
    later(world, 100)
    expect(named(world, lost)?.metadata.deletionTimestamp).toBeDefined()
    expect(readyPods(world)).toHaveLength(3)
    expect(events(world, 'NodeNotReady').length).toBeGreaterThan(0)
    expect(events(world, 'TaintManagerEviction').length).toBeGreaterThan(0)
    world.dispatch({ type: 'power-on', node: 'node-2' })
    later(world, 120)
    expect(readiness(world, 'node-2')).toBe('True')
    expect(node(world, 'node-2').spec?.taints ?? []).toEqual([])
    expect(named(world, lost)).toBeUndefined()
  })

  test('that is back in time keeps its pod, restarted', () => {
    const world = settled()
    const there = pods(world).find((pod) => pod.spec.nodeName === 'node-2')!
    world.dispatch({ type: 'power-off', node: 'node-2' })
    later(world, 100)
    world.dispatch({ type: 'power-on', node: 'node-2' })
    later(world, 120)
    expect(restarts(named(world, there))).toBe(1)
    expect(readyPods(world)).toHaveLength(3)
  })
})

describe('a node that is cut off', () => {
  test('keeps its containers running, and learns on its return what was decided without it', () => {
    const world = settled()
    const there = pods(world).find((pod) => pod.spec.nodeName === 'node-2')!
    world.dispatch({ type: 'cut', node: 'node-2' })
    later(world, 420)
    expect(named(world, there)?.metadata.deletionTimestamp).toBeDefined()
    expect(readyPods(world)).toHaveLength(3)
    world.dispatch({ type: 'mend', node: 'node-2' })
    later(world, 90)
    expect(named(world, there)).toBeUndefined()
    expect(readiness(world, 'node-2')).toBe('True')
  })
})

describe('without its', () => {
  test('scheduler, new pods wait and old ones run', () => {
    const world = settled()
    world.dispatch({ type: 'stop', part: 'scheduler' })
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(5) })
    later(world, 60)
    expect(readyPods(world)).toHaveLength(3)
    expect(pods(world).filter((pod) => !pod.spec.nodeName)).toHaveLength(2)
    world.dispatch({ type: 'start', part: 'scheduler' })
    later(world, 60)
    expect(readyPods(world)).toHaveLength(5)
  })

  test('controller manager, nothing is replaced or scaled, but what is there goes on', () => {
    const world = settled()
    world.dispatch({ type: 'stop', part: 'controller-manager' })
    world.dispatch({ type: 'kill-pod', namespace: 'default', pod: pods(world)[0]!.metadata.name })
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(9) })
    later(world, 60)
    expect(pods(world)).toHaveLength(2)
    world.dispatch({ type: 'start', part: 'controller-manager' })
    later(world, 60)
    expect(readyPods(world)).toHaveLength(9)
  })

  test.each(['apiserver', 'etcd'] as const)(
    '%s, nobody can change anything; containers run on and are restarted; after it all is as before',
    (part) => {
      const world = settled()
      const names = pods(world).map((pod) => pod.metadata.name)
      const revision = world.cluster.store.revision
      world.dispatch({ type: 'stop', part })
      expect(() => world.dispatch({ type: 'kill-pod', namespace: 'default', pod: names[0]! })).toThrow(/refused|timed out/)
      world.dispatch({ type: 'kill-container', namespace: 'default', pod: names[0]!, container: 'web' })
      later(world, 400)
      expect(world.cluster.store.revision).toBe(revision)
      world.dispatch({ type: 'start', part })
      later(world, 60)
      expect(pods(world).map((pod) => pod.metadata.name)).toEqual(names)
      expect(readyPods(world)).toHaveLength(3)
      expect(pods(world).map(restarts).sort()).toEqual([0, 0, 1])
      expect(['node-1', 'node-2', 'node-3'].map((name) => readiness(world, name))).toEqual(['True', 'True', 'True'])
    },
  )
})

describe('the registry', () => {
  test('that does not answer holds up what has to be pulled, and only that', () => {
    const world = settled()
    world.dispatch({ type: 'registry', speed: 0 })
    world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(3, 'nginx:1.28') })
    later(world, 60)
    expect(readyPods(world).length).toBeGreaterThanOrEqual(3)
    expect(
      pods(world)
        .map(podStatusWord)
        .some((word) => /ErrImagePull|ImagePullBackOff/.test(word)),
    ).toBe(true)
    world.dispatch({ type: 'registry', speed: 1 })
    later(world, 400)
    expect(readyPods(world).map((pod) => pod.spec.containers[0]!.image)).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28'])
  })
})

describe('a pull', () => {
  test('stands still while nobody answers, and goes on from there', () => {
    const world = worldWith(webYaml(1))
    world.advance(seconds(3))
    const span = () => world.frame(true, null).pods[0]!.span!
    const part = ({ from, until, still }: ReturnType<typeof span>) => still ?? (world.now - from) / (until - from)
    const before = part(span())
    expect(before).toBeGreaterThan(0.3)
    world.dispatch({ type: 'registry', speed: 0 })
    later(world, 5)
    expect(part(span())).toBeCloseTo(before, 6)
    world.dispatch({ type: 'registry', speed: 1 })
    expect(part(span())).toBeCloseTo(before, 6)
    later(world, 20)
    expect(readyPods(world)).toHaveLength(1)
  })
})

describe('nodes', () => {
  test('that join take pods, those that leave give them up', () => {
    const world = settled(3)
    world.dispatch({ type: 'add-node' })
    later(world, 30)
    expect(readiness(world, 'node-4')).toBe('True')
    const there = pods(world).find((pod) => pod.spec.nodeName === 'node-1')!
    world.dispatch({ type: 'remove-node', node: 'node-1' })
    later(world, 120)
    expect(named(world, there)).toBeUndefined()
    expect(readyPods(world)).toHaveLength(3)
  })
})

describe('traffic', () => {
  const service = (world: World) => world.frame(true, null).services!.find((one) => one.name === 'web')!

  test('is served by ready pods, and lost where nobody serves', () => {
    const world = settled()
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 40 })
    later(world, 10)
    expect(service(world)).toMatchObject({ rate: 40, lost: 0 })
    expect(service(world).endpoints).toHaveLength(3)
    world.dispatch({ type: 'power-off', node: 'node-2' })
    later(world, 5)
    expect(service(world).lost).toBeGreaterThan(0)
    later(world, 80)
    expect(service(world).lost).toBe(0)
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 0 })
    later(world, 5)
    expect(service(world).rate).toBe(0)
  })
})
