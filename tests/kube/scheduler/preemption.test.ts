import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Draft } from '../../../src/api/meta'
import { milli } from '../../../src/api/quantity'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { requesting, schedulerWorld } from '../../support/schedulerWorld'

type World = ReturnType<typeof schedulerWorld>

const withPriority = (priority: number, cpu: string) => ({ ...requesting({ cpu }), priority, terminationGracePeriodSeconds: 5 })
const waits = 'preemption: not eligible due to a terminating pod on the nominated node.'

/** Nodes of one CPU. */
function small(nodes: number): World {
  const world = schedulerWorld()
  for (let i = 1; i <= nodes; i++) world.addNode(`node-${i}`, { allocatable: { cpu: '1' } })
  return world
}

/** What the kubelets of this world do for pods that are to go. */
function stopTerminating({ client, store }: World): void {
  for (const pod of [...store.all('Pod')] as Pod[]) {
    if (pod.metadata.deletionTimestamp) client.delete('Pod', pod, { gracePeriodSeconds: 0 })
  }
}

function addBudget({ client }: World, name: string, app: string, disruptionsAllowed: number): void {
  const spec = { minAvailable: 1, selector: { matchLabels: { app } } }
  const made = client.create({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec } as Draft)
  const status = { disruptionsAllowed, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 }
  client.updateStatus({ ...made, status } as typeof made)
}

describe('preemption', () => {
  test('sends the least important away, waits for its end and takes its place', () => {
    const world = small(2)
    world.addPod('low', withPriority(10, '800m'))
    world.addPod('middle', withPriority(20, '800m'))
    world.run(100)
    const { metadata } = world.addPod('vip', withPriority(100, '900m'))
    world.run(100)
    const node = world.nodeOf('low')
    expect(world.pod('low')).toMatchObject({
      metadata: { deletionGracePeriodSeconds: 5 },
      status: {
        conditions: expect.arrayContaining([
          expect.objectContaining({
            type: 'DisruptionTarget',
            status: 'True',
            reason: 'PreemptionByScheduler',
            message: 'default-scheduler: preempting to accommodate a higher priority pod',
          }),
        ]) as unknown,
      },
    })
    expect(world.eventsOf('low').at(-1)).toEqual({
      reason: 'Preempted',
      message: `Preempted by pod ${metadata.uid} on node ${node}`,
      count: 1,
    })
    expect(world.eventsOf('vip')[0]!.message).toBe('0/2 nodes are available: 2 Insufficient cpu.')
    expect(world.pod('vip')!.status.nominatedNodeName).toBe(node)
    expect(world.scheduler.preemptionOf(metadata.uid)).toMatchObject({ node, victims: [{ name: 'low', priority: 10 }] })
    expect(world.scheduler.verdictsOf(metadata.uid).find((verdict) => verdict.node === node)?.victims).toHaveLength(1)
    world.run(2_000)
    expect(world.nodeOf('vip')).toBe('')
    stopTerminating(world)
    world.run(2_000)
    expect(world.nodeOf('vip')).toBe(node)
    expect(world.pod('middle')!.metadata.deletionTimestamp).toBeUndefined()
    expect(world.scheduler.nominatedOf(metadata.uid)).toBe('')
  })

  test('a pod that may not send others away only says so', () => {
    const world = small(1)
    world.addPod('low', withPriority(10, '800m'))
    world.run(100)
    world.addPod('meek', { ...withPriority(100, '900m'), preemptionPolicy: 'Never' })
    world.run(100)
    const message = '0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.'
    expect(world.eventsOf('meek')[0]!.message).toBe(message)
    expect(world.pod('low')!.metadata.deletionTimestamp).toBeUndefined()
  })

  test('says what still stands in the way when all who may go are gone', () => {
    const world = small(2)
    world.addPod('high', withPriority(1000, '500m'), {})
    world.addPod('low', withPriority(1, '300m'))
    world.run(100)
    world.addPod('vip', withPriority(100, '800m'))
    world.addPod('equal', withPriority(1, '1'))
    world.run(200)
    expect(world.eventsOf('equal')[0]!.message).toBe(
      '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
    )
  })

  test('nobody less important takes the room while it is being made', () => {
    const world = small(1)
    world.addPod('low', withPriority(10, '1'))
    world.run(100)
    world.addPod('vip', withPriority(100, '1'))
    world.run(100)
    stopTerminating(world)
    world.addPod('sneaky', withPriority(50, '1'))
    world.run(15)
    world.run(5_000)
    expect(world.nodeOf('vip')).toBe('node-1')
    expect(world.nodeOf('sneaky')).toBe('')
  })

  test('while a victim ends nobody else is sent away for the same pod', () => {
    const world = small(2)
    world.addPod('a', withPriority(10, '1'))
    world.addPod('b', withPriority(10, '1'))
    world.run(100)
    world.addPod('vip', withPriority(100, '1'))
    world.run(100)
    const going = () => [...world.store.all('Pod')].filter(({ metadata }) => metadata.deletionTimestamp).length
    expect(going()).toBe(1)
    // Something changes that might help, and does not.
    world.client.patch('Node', { metadata: { name: 'node-1' } }, 'merge', { status: { allocatable: { cpu: '1001m' } } }, 'status')
    world.run(3_000)
    expect(going()).toBe(1)
    expect(world.eventsOf('vip').at(-1)!.message).toBe(`0/2 nodes are available: 2 Insufficient cpu. ${waits}`)
  })

  test('a more important pod takes over the room that is being made, and the other looks elsewhere', () => {
    const world = small(1)
    world.addPod('low', withPriority(10, '1'))
    world.run(100)
    world.addPod('vip', withPriority(100, '1'))
    world.run(100)
    world.addPod('king', withPriority(1000, '1'))
    world.run(100)
    expect(world.pod('king')!.status.nominatedNodeName).toBe('node-1')
    expect(world.pod('vip')!.status.nominatedNodeName).toBeUndefined()
    stopTerminating(world)
    world.run(5_000)
    expect(world.nodeOf('king')).toBe('node-1')
    expect(world.nodeOf('vip')).toBe('')
  })

  test('goes where no budget is broken', () => {
    const world = small(2)
    world.addPod('guarded', { ...withPriority(10, '1'), nodeName: 'node-1' }, { labels: { app: 'guarded' } })
    world.addPod('free', { ...withPriority(50, '1'), nodeName: 'node-2' }, { labels: { app: 'free' } })
    addBudget(world, 'guard', 'guarded', 0)
    world.run(100)
    world.addPod('vip', withPriority(100, '1'))
    world.run(100)
    expect(world.pod('vip')!.status.nominatedNodeName).toBe('node-2')
    expect(world.pod('guarded')!.metadata.deletionTimestamp).toBeUndefined()
  })

  test('after a restart of the scheduler the room is still set aside', () => {
    const world = small(1)
    world.addPod('low', withPriority(10, '1'))
    world.run(100)
    world.addPod('vip', withPriority(100, '1'))
    world.run(100)
    world.process.stop()
    stopTerminating(world)
    world.addPod('sneaky', withPriority(100, '1'))
    world.process.start()
    world.run(5_000)
    expect(world.nodeOf('vip')).toBe('node-1')
  })
})

test('whatever comes and goes: only less important pods are sent away, and no node ever holds more than it has', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ priority: fc.integer({ min: -2, max: 4 }), cpu: fc.constantFrom(100, 300, 500, 900) }) },
    { weight: 1, arbitrary: fc.constant('stop' as const) },
    { weight: 1, arbitrary: fc.integer({ min: 10, max: 3_000 }) },
  )
  let sentAway = 0
  const check = (nodes: number, steps: readonly (number | 'stop' | { priority: number; cpu: number })[]) => {
    const world = small(nodes)
    const priorities = new Map<string, number>()
    const look = () => {
      const used = new Map<string, number>()
      for (const pod of [...world.store.all('Pod')] as Pod[]) {
        const { nodeName = '', containers } = pod.spec
        if (nodeName) used.set(nodeName, (used.get(nodeName) ?? 0) + milli(containers[0]!.resources!.requests!['cpu']!))
      }
      for (const cpu of used.values()) expect(cpu).toBeLessThanOrEqual(1000)
    }
    steps.forEach((what, i) => {
      if (what === 'stop') stopTerminating(world)
      else if (typeof what === 'number') world.run(what)
      else {
        const pod = world.addPod(`pod-${i}`, withPriority(what.priority, `${what.cpu}m`))
        priorities.set(pod.metadata.uid, what.priority)
        priorities.set(pod.metadata.name, what.priority)
        world.run(40)
      }
      look()
    })
    for (let round = 0; round < 5; round++) {
      world.run(12_000)
      stopTerminating(world)
      look()
    }
    for (const [name, priority] of priorities) {
      for (const { reason, message } of world.eventsOf(name)) {
        if (reason !== 'Preempted') continue
        sentAway++
        expect(priorities.get(message.split(' ')[3]!)).toBeGreaterThan(priority)
      }
    }
  }
  fc.assert(fc.property(fc.integer({ min: 1, max: 3 }), fc.array(step, { minLength: 5, maxLength: 30 }), check), {
    numRuns: 60,
    seed: 5,
  })
  expect(sentAway).toBeGreaterThan(50)
})
