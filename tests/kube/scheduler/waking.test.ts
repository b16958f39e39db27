import { describe, expect, test } from 'vitest'
import type { Draft } from '../../../src/api/meta'
import { requesting, schedulerWorld } from '../../support/schedulerWorld'

type World = ReturnType<typeof schedulerWorld>

const zone = 'topology.kubernetes.io/zone'
const node = (name: string) => ({ metadata: { name } })

/** How often the pod was tried in vain. */
const attempts = (world: World, name: string) =>
  world.eventsOf(name).reduce((sum, { reason, count }) => (reason === 'FailedScheduling' ? sum + count : sum), 0)

/** Does this make the scheduler try the pod once more? Its back-off is over by then. */
function wakes(world: World, name: string, change: () => void): boolean {
  world.run(15_000)
  const before = attempts(world, name)
  change()
  world.run(5_000)
  return attempts(world, name) > before || world.nodeOf(name) !== ''
}

const patchNode = (world: World, name: string, body: object) => () => void world.client.patch('Node', node(name), 'merge', body)
const setRoom = (world: World, name: string, allocatable: object) => () =>
  void world.client.patch('Node', node(name), 'merge', { status: { allocatable } }, 'status')

describe('a refused pod is woken by', () => {
  test('more of what it asks for, and not by more of anything else', () => {
    const world = schedulerWorld()
    world.addNode('node-1', { allocatable: { cpu: '1' } })
    world.addPod('filler', requesting({ cpu: '600m' }))
    world.run(100)
    world.addPod('waiting', requesting({ cpu: '700m' }))
    expect(wakes(world, 'waiting', setRoom(world, 'node-1', { memory: '16Gi' }))).toBe(false)
    expect(wakes(world, 'waiting', setRoom(world, 'node-1', { cpu: '1200m' }))).toBe(true)
    expect(wakes(world, 'waiting', setRoom(world, 'node-1', { cpu: '1100m' }))).toBe(false)
  })

  test('the end of a taint that it does not bear, and not by others', () => {
    const world = schedulerWorld()
    const taints = (...keys: string[]) => ({ spec: { taints: keys.map((key) => ({ key, effect: 'NoSchedule' })) } })
    world.addNode('node-1', taints('a', 'b'))
    world.addPod('waiting')
    expect(wakes(world, 'waiting', patchNode(world, 'node-1', taints('a')))).toBe(false)
    expect(wakes(world, 'waiting', patchNode(world, 'node-1', { metadata: { labels: { x: 'y' } } }))).toBe(false)
    expect(wakes(world, 'waiting', patchNode(world, 'node-1', { spec: { taints: null } }))).toBe(true)
    expect(world.nodeOf('waiting')).toBe('node-1')
  })

  test('tolerations of its own', () => {
    const world = schedulerWorld()
    world.addNode('node-1', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } })
    world.addPod('waiting')
    const tolerations = [{ key: 'a', operator: 'Exists' }]
    const pod = () => world.pod('waiting')!
    expect(
      wakes(world, 'waiting', () => void world.client.patch('Pod', pod(), 'merge', { metadata: { labels: { a: 'b' } } })),
    ).toBe(false)
    expect(wakes(world, 'waiting', () => void world.client.patch('Pod', pod(), 'merge', { spec: { tolerations } }))).toBe(true)
    expect(world.nodeOf('waiting')).toBe('node-1')
  })

  test('a node that begins to match its selector', () => {
    const world = schedulerWorld()
    world.addNode('node-1')
    world.addPod('waiting', { nodeSelector: { disk: 'ssd' } })
    expect(wakes(world, 'waiting', patchNode(world, 'node-1', { metadata: { labels: { disk: 'hdd' } } }))).toBe(false)
    expect(wakes(world, 'waiting', () => void world.addNode('node-2', { labels: { disk: 'hdd' } }))).toBe(false)
    expect(wakes(world, 'waiting', patchNode(world, 'node-1', { metadata: { labels: { disk: 'ssd' } } }))).toBe(true)
    expect(world.nodeOf('waiting')).toBe('node-1')
  })

  test('an uncordoned node', () => {
    const world = schedulerWorld()
    world.addNode('node-1', { spec: { unschedulable: true } })
    world.addPod('waiting')
    const more = { spec: { taints: [{ key: 'a', effect: 'PreferNoSchedule' }] } }
    expect(wakes(world, 'waiting', patchNode(world, 'node-1', more))).toBe(false)
    expect(wakes(world, 'waiting', patchNode(world, 'node-1', { spec: { unschedulable: null } }))).toBe(true)
  })

  test('a pod that it wants to be near, and not by any other', () => {
    const world = schedulerWorld()
    world.addNode('node-1', { labels: { [zone]: 'a' } })
    const required = [{ topologyKey: zone, labelSelector: { matchLabels: { app: 'db' } } }]
    world.addPod('waiting', { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } })
    const add = (name: string, app: string) => () => void world.addPod(name, { nodeName: 'node-1' }, { labels: { app } })
    expect(wakes(world, 'waiting', add('other', 'web'))).toBe(false)
    expect(wakes(world, 'waiting', () => void world.addNode('node-2'))).toBe(false)
    expect(wakes(world, 'waiting', add('db', 'db'))).toBe(true)
    expect(world.nodeOf('waiting')).toBe('node-1')
  })

  test('a new domain to spread over, and not by a node that is none', () => {
    const world = schedulerWorld()
    world.addNode('node-1', { labels: { [zone]: 'a' } })
    world.addNode('node-2', { labels: { [zone]: 'b' }, allocatable: { cpu: '1' } })
    const spread = {
      maxSkew: 1,
      topologyKey: zone,
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'x' } },
    }
    const spec = { ...requesting({ cpu: '900m' }), topologySpreadConstraints: [spread] }
    for (const name of ['one', 'two', 'three']) {
      world.addPod(name, spec, { labels: { app: 'x' } })
      world.run(100)
    }
    world.addPod('waiting', spec, { labels: { app: 'x' } })
    world.run(100)
    expect(world.nodeOf('waiting')).toBe('')
    expect(wakes(world, 'waiting', patchNode(world, 'node-1', { metadata: { labels: { x: 'y' } } }))).toBe(false)
    expect(wakes(world, 'waiting', () => void world.addNode('node-3', { labels: { [zone]: 'b' } }))).toBe(true)
    expect(world.nodeOf('waiting')).toBe('node-3')
  })

  test('the end of a pod for which a node was set aside', () => {
    const world = schedulerWorld()
    world.addNode('node-1', { allocatable: { cpu: '1' } })
    world.addPod('low', { ...requesting({ cpu: '1' }), priority: 1 })
    world.run(100)
    world.addPod('vip', { ...requesting({ cpu: '1' }), priority: 100 })
    world.run(100)
    world.client.delete('Pod', world.pod('low')!, { gracePeriodSeconds: 0 })
    world.addPod('waiting', { ...requesting({ cpu: '1' }), priority: 50 })
    world.client.delete('Pod', world.pod('vip')!, { gracePeriodSeconds: 0 })
    world.run(3_000)
    expect(world.nodeOf('waiting')).toBe('node-1')
  })
})

test('a change that matters to nobody keeps a waiting pod its back-off', () => {
  const world = schedulerWorld()
  world.addNode('node-1', { allocatable: { cpu: '1' } })
  world.addPod('huge', requesting({ cpu: '2' }))
  world.run(100)
  const queue = world.scheduler.view().queue
  world.client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' }, spec: {}, status: {} } as Draft)
  world.client.patch('Pod', world.pod('huge')!, 'merge', { metadata: { annotations: { a: 'b' } } })
  world.run(30_000)
  expect(world.scheduler.view().queue).toEqual(queue)
  expect(attempts(world, 'huge')).toBe(1)
})
