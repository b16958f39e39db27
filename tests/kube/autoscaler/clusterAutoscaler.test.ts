import { describe, expect, test } from 'vitest'
import type { ConfigMap } from '../../../src/kube/kinds/configmap/api'
import type { Event } from '../../../src/kube/kinds/event/api'
import { createWorld, type World } from '../../../src/world/world'
import { digest, pods, readyPods, seconds } from '../../support/world'

const web = (replicas: number, cpu = '1500m', more = '') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }${more} }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: c, image: 'nginx:1.27', resources: { requests: { cpu: ${cpu} } } }]
`

function poolWorld(replicas: number, pool: object = {}, cpu?: string, more?: string): World {
  const world = createWorld({ seed: 1, nodes: [{ name: 'fixed', cpu: '2' }] })
  world.dispatch({ type: 'registry', speed: 1000 })
  world.dispatch({ type: 'add-pool', name: 'pool-1', min: 1, max: 3, cpu: '4', memory: '8Gi', price: 0.4, ...pool })
  world.dispatch({ type: 'apply', file: 'web.yaml', text: web(replicas, cpu, more) })
  return world
}

const events = (world: World, reason: string): string[] =>
  ([...world.cluster.store.all('Event')] as unknown as Event[])
    .filter((event) => event.reason === reason)
    .map(({ message }) => message ?? '')

const nodes = (world: World) => world.cluster.store.size('Node')
const pool = (world: World) => world.cluster.pools.groups[0]!

describe('the cluster autoscaler', () => {
  test('adds as many machines as the pods without room need, and they take their time', () => {
    const world = poolWorld(7)
    world.advance(seconds(12))
    // One on the fixed node, two on the pool's first machine; the other four need two machines more.
    expect(readyPods(world).length).toBeLessThanOrEqual(3)
    expect(pool(world)).toMatchObject({ size: 3 })
    expect(pool(world).joining).toHaveLength(2)
    expect(new Set(events(world, 'TriggeredScaleUp'))).toEqual(new Set(['pod triggered scale-up: [{pool-1 1->3 (max: 3)}]']))
    world.advance(seconds(80))
    expect(nodes(world)).toBe(2)
    world.advance(seconds(150))
    expect(nodes(world)).toBe(4)
    expect(readyPods(world)).toHaveLength(7)
    expect(events(world, 'TriggeredScaleUp')).toHaveLength(4)
  })

  test('says why it does not grow', () => {
    const world = poolWorld(8)
    world.advance(seconds(150))
    expect(events(world, 'NotTriggerScaleUp')).toEqual(["pod didn't trigger scale-up: 1 max node group size reached"])
    const huge = poolWorld(1, {}, '6')
    huge.advance(seconds(30))
    expect(events(huge, 'NotTriggerScaleUp')).toEqual(["pod didn't trigger scale-up: 1 Insufficient cpu"])
    expect(pool(huge).size).toBe(1)
  })

  test('a pool on premises does not grow', () => {
    const world = poolWorld(7, { onPremises: true, size: 1 })
    world.advance(seconds(300))
    expect(nodes(world)).toBe(2)
    expect(events(world, 'TriggeredScaleUp')).toEqual([])
  })

  test('gives back what nobody has needed for ten minutes, not below min, and counts the cost', () => {
    const world = poolWorld(7)
    world.advance(seconds(200))
    world.dispatch({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 1 })
    world.advance(seconds(500))
    expect(pool(world).size).toBe(3)
    world.advance(seconds(1000))
    expect(pool(world).size).toBe(1)
    expect(nodes(world)).toBe(2)
    expect(readyPods(world)).toHaveLength(1)
    const cost = world.cluster.pools.costOf('pool-1')
    expect(cost).toBeGreaterThan((0.4 * 1000) / 3600)
    expect(cost).toBeLessThan((0.4 * 3 * 1000) / 3600)
  })

  test('moves pods of a half empty node elsewhere, but not those that must stay', () => {
    const world = poolWorld(5)
    world.advance(seconds(200))
    expect(pool(world).size).toBe(2)
    world.dispatch({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 2 })
    world.advance(seconds(1500))
    expect(pool(world).size).toBe(1)
    expect(readyPods(world)).toHaveLength(2)

    const kept = poolWorld(5, {}, undefined, ", annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' }")
    kept.advance(seconds(200))
    const [first] = pods(kept).filter((pod) => pod.spec.nodeName !== 'fixed')
    for (const pod of pods(kept)) {
      if (pod === first) continue
      kept.cluster.server.patch('you', 'Pod', pod, 'merge', {
        metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '-1' } },
      })
    }
    kept.dispatch({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 1 })
    kept.advance(seconds(1500))
    expect(pods(kept).map((pod) => pod.metadata.name)).toEqual([first!.metadata.name])
    expect(pool(kept).nodes).toContain(first!.spec.nodeName)
  })

  test('writes its status, and a run from a keyframe is the run itself', () => {
    const world = poolWorld(7)
    world.advance(seconds(400))
    const { data } = world.cluster.store.get('ConfigMap', 'kube-system/cluster-autoscaler-status') as ConfigMap
    expect(data?.['status']).toContain('autoscalerStatus: Running')
    expect(data?.['status']).toContain('cloudProviderTarget: 3')
    const end = digest(world)
    world.seek(seconds(40))
    world.seek(seconds(400))
    expect(digest(world)).toBe(end)
  })

  test('without a pool it does nothing at all', () => {
    const world = createWorld({ seed: 1, nodes: 1 })
    world.advance(seconds(20))
    expect(world.kernel.expects(({ topic }) => topic === 'cluster-autoscaler')).toBe(false)
  })
})
