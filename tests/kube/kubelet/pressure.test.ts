import { describe, expect, test } from 'vitest'
import type { Node } from '../../../src/kube/kinds/node/api'
import type { World } from '../../../src/world/world'
import { digest } from '../../support/world'
import { condition, kubeletEvents, pod, podYaml, started, until } from './support'

const node = (world: World): Node => [...world.cluster.store.all('Node')][0] as Node
const nodeCondition = (world: World, type: string) => node(world).status.conditions?.find((each) => each.type === type)
const taints = (world: World) => (node(world).spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`)
const isUnder = (world: World, type: string) => nodeCondition(world, type)?.status === 'True'

const leaking = `metadata:
  name: leaky
  annotations: { kubarium.dev/memory: 6Gi, kubarium.dev/memory-growth: 50Mi }
`
const leakyYaml = podYaml('leaky', '  containers: [{ name: main, image: nginx }]\n').replace(
  'metadata:\n  name: leaky\n',
  leaking,
)
const steadyYaml = podYaml(
  'steady',
  '  containers: [{ name: main, image: nginx, resources: { requests: { memory: 64Mi }, limits: { memory: 64Mi } } }]\n',
)

describe('node-pressure eviction', () => {
  test('a leak drives the node into memory pressure, and the pod above its request goes', () => {
    const world = started(`${leakyYaml}---\n${steadyYaml}`)
    until(world, () => isUnder(world, 'MemoryPressure'), 200_000)
    expect(nodeCondition(world, 'MemoryPressure')).toMatchObject({
      reason: 'KubeletHasInsufficientMemory',
      message: 'kubelet has insufficient memory available',
    })
    until(world, () => pod(world, 'leaky')?.status.phase === 'Failed')
    const evicted = pod(world, 'leaky')!
    expect(evicted.status.reason).toBe('Evicted')
    expect(evicted.status.message).toMatch(
      /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+(Ki|Mi)?\. Container main was using \d+(Ki|Mi|Gi)?, request is 0, has larger consumption of memory\. $/,
    )
    expect(condition(evicted, 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'TerminationByKubelet',
      message: evicted.status.message,
    })
    expect(kubeletEvents(world, 'leaky')).toContain(`Evicted: ${evicted.status.message}`)
    expect(kubeletEvents(world, 'node-1')).toEqual(
      expect.arrayContaining([
        'NodeHasInsufficientMemory: Node node-1 status is now: NodeHasInsufficientMemory',
        'EvictionThresholdMet: Attempting to reclaim memory',
      ]),
    )
    expect(pod(world, 'steady')?.status.phase).toBe('Running')
    expect(taints(world)).toContain('node.kubernetes.io/memory-pressure:NoSchedule')
  })

  test('the condition stays for five minutes, then node and taint are as before', () => {
    const world = started(leakyYaml)
    until(world, () => pod(world, 'leaky')?.status.phase === 'Failed', 300_000)
    const since = world.now
    until(world, () => !isUnder(world, 'MemoryPressure'), 400_000)
    expect(world.now - since).toBeGreaterThan(280_000)
    expect(world.now - since).toBeLessThan(320_000)
    world.advance(world.now + 1000)
    expect(taints(world)).toEqual([])
    expect(kubeletEvents(world, 'node-1').at(-1)).toBe(
      'NodeHasSufficientMemory: Node node-1 status is now: NodeHasSufficientMemory',
    )
  })

  test('under memory pressure best-effort pods that name the node are refused, others are not', () => {
    const world = started(leakyYaml)
    until(world, () => isUnder(world, 'MemoryPressure'), 300_000)
    const late = (name: string, resources: string) =>
      podYaml(name, `  nodeName: node-1\n  containers: [{ name: main, image: nginx${resources} }]\n`)
    const text = `${late('effortless', '')}---\n${late('modest', ', resources: { requests: { memory: 1Mi } }')}`
    world.dispatch({ type: 'apply', file: 'late.yaml', text })
    world.advance(world.now + 500)
    expect(pod(world, 'effortless')?.status).toMatchObject({
      phase: 'Failed',
      reason: 'Evicted',
      message: 'Pod was rejected: The node had condition: [MemoryPressure]. ',
    })
    expect(pod(world, 'modest')?.status.phase).not.toBe('Failed')
  })

  test('a full disk: the greediest pod goes', () => {
    const yaml = podYaml('writer', '  containers: [{ name: main, image: nginx }]\n').replace(
      'metadata:\n  name: writer\n',
      'metadata:\n  name: writer\n  annotations: { kubarium.dev/disk: 70Gi, kubarium.dev/disk-growth: 1Gi }\n',
    )
    const world = started(yaml)
    until(world, () => pod(world, 'writer')?.status.phase === 'Failed')
    expect(pod(world, 'writer')?.status.message).toMatch(
      /^The node was low on resource: ephemeral-storage\. Threshold quantity: 1[05]Gi, available: \S+\. Container main was using \S+, request is 0, has larger consumption of ephemeral-storage\. $/,
    )
    expect(nodeCondition(world, 'DiskPressure')).toMatchObject({ status: 'True', reason: 'KubeletHasDiskPressure' })
  })

  test('a container beyond its own disk limit goes though the node has plenty', () => {
    const limits = 'resources: { limits: { ephemeral-storage: 1Gi } }'
    const yaml = podYaml('writer', `  containers: [{ name: main, image: nginx, ${limits} }]\n`).replace(
      'metadata:\n  name: writer\n',
      'metadata:\n  name: writer\n  annotations: { kubarium.dev/disk-growth: 20Mi }\n',
    )
    const world = started(yaml)
    until(world, () => pod(world, 'writer')?.status.phase === 'Failed')
    expect(pod(world, 'writer')?.status).toMatchObject({
      reason: 'Evicted',
      message: 'Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ',
    })
    expect(isUnder(world, 'DiskPressure')).toBe(false)
  })

  test('critical pods stay whatever they use', () => {
    const critical = leakyYaml.replace('spec:\n', 'spec:\n  priorityClassName: system-node-critical\n').replace('50Mi', '500Mi')
    const world = started(critical)
    until(world, () => isUnder(world, 'MemoryPressure'), 300_000)
    world.advance(world.now + 30_000)
    expect(pod(world, 'leaky')?.status.phase).toBe('Running')
  })

  test('from a keyframe in the midst of it comes the same future', () => {
    const world = started(`${leakyYaml}---\n${steadyYaml}`)
    until(world, () => isUnder(world, 'MemoryPressure'), 300_000)
    const at = world.now
    world.advance(at + 400_000)
    const future = digest(world)
    world.seek(at - 5_000)
    world.advance(at + 400_000)
    expect(digest(world)).toBe(future)
  })
})
