import { describe, expect, test } from 'vitest'
import { requesting, schedulerWorld } from '../../support/schedulerWorld'

describe('scheduler', () => {
  test('binds a pod to a node and says so', () => {
    const world = schedulerWorld()
    world.addNode('node-1')
    world.addPod('web')
    world.run(100)
    expect(world.nodeOf('web')).toBe('node-1')
    expect(world.eventsOf('web')).toEqual([
      { reason: 'Scheduled', message: 'Successfully assigned default/web to node-1', count: 1 },
    ])
    expect(world.scheduler.view()).toMatchObject({ queue: [], chosen: 'node-1' })
  })

  test('says why no node will do, in the event, the condition and node by node', () => {
    const world = schedulerWorld()
    world.addNode('node-1', { allocatable: { cpu: '1' } })
    for (const name of ['node-2', 'node-3'])
      world.addNode(name, { spec: { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] } })
    world.addPod('filler', requesting({ cpu: '600m' }))
    world.run(100)
    const { metadata } = world.addPod('big', requesting({ cpu: '700m' }))
    world.run(100)
    const message =
      '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {k: v}. preemption: 0/3 nodes are available: ' +
      '1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.'
    expect(world.eventsOf('big')).toEqual([{ reason: 'FailedScheduling', message, count: 1 }])
    expect(world.pod('big')!.status.conditions).toMatchObject([
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message },
    ])
    expect(world.scheduler.verdictsOf(metadata.uid)).toEqual([
      { node: 'node-1', plugin: 'NodeResourcesFit', reason: 'Insufficient cpu', score: -1 },
      { node: 'node-2', plugin: 'TaintToleration', reason: 'node(s) had untolerated taint {k: v}', score: -1 },
      { node: 'node-3', plugin: 'TaintToleration', reason: 'node(s) had untolerated taint {k: v}', score: -1 },
    ])
  })

  test('a request beyond every node, and a policy against preemption', () => {
    const world = schedulerWorld()
    world.addNode('node-1')
    world.addPod('huge', requesting({ cpu: '100' }))
    world.addPod('meek', { ...requesting({ cpu: '100' }), preemptionPolicy: 'Never' })
    world.run(100)
    const missing = '0/1 nodes are available: 1 Insufficient cpu.'
    expect(world.eventsOf('huge')[0]!.message).toBe(
      `${missing} preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.`,
    )
    expect(world.eventsOf('meek')[0]!.message).toBe(`${missing} preemption: not eligible due to preemptionPolicy=Never.`)
  })

  test('without nodes it waits for one', () => {
    const world = schedulerWorld()
    world.addPod('web')
    world.run(100)
    expect(world.eventsOf('web')).toEqual([
      { reason: 'FailedScheduling', message: 'no nodes available to schedule pods', count: 1 },
    ])
    world.addNode('node-1')
    world.run(1500)
    expect(world.nodeOf('web')).toBe('node-1')
  })

  test('a pod that names its nodes by field is told which plugin ruled out the others', () => {
    const world = schedulerWorld()
    world.addNode('node-1', { allocatable: { cpu: '100m' } })
    world.addNode('node-2')
    const matchFields = [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }]
    const affinity = {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } },
    }
    world.addPod('daemon', { ...requesting({ cpu: '1' }), affinity })
    world.run(100)
    expect(world.eventsOf('daemon')[0]!.message).toBe(
      "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]. " +
        'preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    )
  })

  test('is woken by what can help, and by nothing else', () => {
    const world = schedulerWorld()
    world.addNode('node-1', { allocatable: { cpu: '1' } })
    world.addPod('first', requesting({ cpu: '800m' }))
    world.run(100)
    world.addPod('second', requesting({ cpu: '800m' }))
    world.run(20_000)
    world.addNode('node-2', { allocatable: { cpu: '500m' } })
    world.run(20_000)
    expect(world.eventsOf('second')).toHaveLength(1)
    expect(world.eventsOf('second')[0]!.count).toBe(1)
    world.client.delete('Pod', world.pod('first')!, { gracePeriodSeconds: 0 })
    world.run(100)
    expect(world.nodeOf('second')).toBe('node-1')
  })

  test('tries again after five minutes though nothing changed', () => {
    const world = schedulerWorld()
    world.addNode('node-1')
    world.addPod('huge', requesting({ cpu: '100' }))
    world.run(299_000)
    expect(world.eventsOf('huge')[0]!.count).toBe(1)
    world.run(3_000)
    expect(world.eventsOf('huge')[0]!.count).toBe(2)
  })

  test('higher priority first, then first come', () => {
    const world = schedulerWorld()
    for (const [name, priority] of [
      ['low', 0],
      ['high', 10],
      ['later', 0],
    ] as const)
      world.addPod(name, { priority })
    world.addNode('node-1', { allocatable: { pods: '2' } })
    world.run(100)
    expect([world.nodeOf('high'), world.nodeOf('low'), world.nodeOf('later')]).toEqual(['node-1', 'node-1', ''])
  })

  test('gated pods are not tried until their gates are gone', () => {
    const world = schedulerWorld()
    world.addNode('node-1')
    world.addPod('held', { schedulingGates: [{ name: 'example.com/wait' }] })
    world.run(1000)
    expect(world.nodeOf('held')).toBe('')
    expect(world.eventsOf('held')).toEqual([])
    const held = world.pod('held')!
    world.client.update({ ...held, spec: { ...held.spec, schedulingGates: [] } })
    world.run(100)
    expect(world.nodeOf('held')).toBe('node-1')
  })

  test('pods that want devices wait for claims that nobody makes', () => {
    const world = schedulerWorld()
    world.addNode('node-1')
    world.addPod('device', { resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpus' }] })
    world.run(1000)
    expect(world.nodeOf('device')).toBe('')
    expect(world.pod('device')!.status.conditions).toBeUndefined()
    expect(world.eventsOf('device')).toEqual([])
  })

  test('while it is down pods stay Pending; when it is back it takes them up', () => {
    const world = schedulerWorld()
    world.addNode('node-1')
    world.addPod('before')
    world.run(100)
    world.process.stop()
    world.addPod('during')
    world.run(60_000)
    expect(world.nodeOf('during')).toBe('')
    world.process.start()
    world.run(100)
    expect([world.nodeOf('before'), world.nodeOf('during')]).toEqual(['node-1', 'node-1'])
  })

  test('a bind that gets no answer is made good later', () => {
    const world = schedulerWorld()
    world.addNode('node-1')
    world.addPod('web')
    world.run(21)
    world.reach.up = false
    world.run(500)
    expect(world.nodeOf('web')).toBe('')
    world.reach.up = true
    world.run(5_000)
    expect(world.nodeOf('web')).toBe('node-1')
  })

  test('pods of other schedulers are not its business, but their requests count', () => {
    const world = schedulerWorld()
    world.addNode('node-1', { allocatable: { cpu: '1' } })
    world.addPod('foreign', { ...requesting({ cpu: '800m' }), schedulerName: 'mine' })
    world.run(100)
    expect(world.nodeOf('foreign')).toBe('')
    world.client.bind(world.pod('foreign')!, 'node-1')
    world.run(100)
    world.addPod('web', requesting({ cpu: '800m' }))
    world.run(100)
    expect(world.nodeOf('web')).toBe('')
  })

  test('pods of one owner are spread over nodes and zones unasked', () => {
    const world = schedulerWorld()
    for (let i = 0; i < 4; i++) world.addNode(`node-${i}`, { labels: { 'topology.kubernetes.io/zone': `zone-${i % 2}` } })
    const selector = { matchLabels: { app: 'web' } }
    const labels = { app: 'web' }
    const template = { metadata: { labels }, spec: requesting({ cpu: '10m' }) }
    const owner = world.client.create({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web', namespace: 'default' }, spec: { replicas: 8, selector, template } } as never) as { metadata: { uid: string } } // prettier-ignore
    const ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: owner.metadata.uid, controller: true },
    ]
    for (let i = 0; i < 8; i++) world.addPod(`web-${i}`, {}, { labels, ownerReferences })
    world.run(1000)
    for (let i = 0; i < 4; i++) expect(world.client.podsOn(`node-${i}`)).toHaveLength(2)
  })

  test('pods that repel one another each get a node of their own, and the one too many waits', () => {
    const world = schedulerWorld()
    for (const name of ['node-1', 'node-2']) world.addNode(name)
    const labels = { app: 'db' }
    const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } }
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } }
    for (const name of ['db-0', 'db-1', 'db-2']) world.addPod(name, { affinity }, { labels })
    world.run(200)
    expect([world.nodeOf('db-0'), world.nodeOf('db-1')].sort()).toEqual(['node-1', 'node-2'])
    expect(world.eventsOf('db-2')[0]!.message).toBe(
      "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules. " +
        'preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
    )
    world.client.delete('Pod', world.pod('db-0')!, { gracePeriodSeconds: 0 })
    world.run(200)
    expect(world.nodeOf('db-2')).not.toBe('')
  })
})
