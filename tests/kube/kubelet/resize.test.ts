import { describe, expect, test } from 'vitest'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { createWorld, type World } from '../../../src/world/world'
import { seconds } from '../../support/world'

const podYaml = (name: string, resources: string, more = '') => `apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec: { nodeName: node-1, terminationGracePeriodSeconds: 1, containers: [{ name: c, image: 'nginx:1.27', resources: ${resources}${more} }] }
---
`

function worldWith(text: string): World {
  const world = createWorld({ seed: 1, nodes: [{ cpu: '2', memory: '2Gi' }] })
  world.dispatch({ type: 'registry', speed: 1000 })
  world.dispatch({ type: 'apply', file: 'pods.yaml', text })
  world.advance(seconds(10))
  return world
}

const pod = (world: World, name = 'a') => world.cluster.store.get('Pod', `default/${name}`) as Pod
const resize = (world: World, requests: object, name = 'a') =>
  world.cluster.server.patch(
    'you',
    'Pod',
    { metadata: { name, namespace: 'default' } },
    'strategic',
    { spec: { containers: [{ name: 'c', resources: { requests } }] } },
    'resize',
  )
const condition = (world: World, type: string, name = 'a') =>
  pod(world, name).status.conditions?.find((each) => each.type === type)

describe('a pod that is resized as it runs', () => {
  test('first has it set aside, then gets it, without a restart', () => {
    const world = worldWith(podYaml('a', '{ requests: { cpu: 500m } }'))
    resize(world, { cpu: '1' })
    world.advance(world.now + 200)
    expect(condition(world, 'PodResizeInProgress')?.status).toBe('True')
    expect(pod(world).status.containerStatuses?.[0]).toMatchObject({
      allocatedResources: { cpu: '1' },
      resources: { requests: { cpu: '500m' } },
    })
    world.advance(world.now + 1000)
    expect(condition(world, 'PodResizeInProgress')).toBeUndefined()
    expect(pod(world).status.containerStatuses?.[0]).toMatchObject({ restartCount: 0, resources: { requests: { cpu: '1' } } })
  })

  test('waits while others have it, and never gets what the node does not have', () => {
    const world = worldWith(podYaml('a', '{ requests: { cpu: 500m } }') + podYaml('b', '{ requests: { cpu: 1 } }'))
    resize(world, { cpu: '1500m' })
    world.advance(world.now + 2000)
    expect(condition(world, 'PodResizePending')).toMatchObject({
      reason: 'Deferred',
      message: "Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000",
    })
    world.dispatch({ type: 'kill-pod', namespace: 'default', pod: 'b' })
    world.advance(world.now + 5000)
    expect(condition(world, 'PodResizePending')).toBeUndefined()
    expect(pod(world).status.containerStatuses?.[0]?.resources?.requests).toEqual({ cpu: '1500m' })
    resize(world, { cpu: '3' })
    world.advance(world.now + 1000)
    expect(condition(world, 'PodResizePending')).toMatchObject({
      reason: 'Infeasible',
      message: "Node didn't have enough capacity: cpu, requested: 3000, capacity: 2000",
    })
    expect(pod(world).status.containerStatuses?.[0]?.resources?.requests).toEqual({ cpu: '1500m' })
  })

  test('restarts where its policy asks for it', () => {
    const world = worldWith(
      podYaml(
        'a',
        '{ requests: { memory: 64Mi } }',
        ', resizePolicy: [{ resourceName: memory, restartPolicy: RestartContainer }]',
      ),
    )
    resize(world, { memory: '128Mi' })
    world.advance(world.now + 30_000)
    expect(pod(world).status.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      resources: { requests: { memory: '128Mi' } },
    })
  })
})
