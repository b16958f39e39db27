import { describe, expect, test } from 'vitest'
import { controlPlane, draft, type ControlPlane } from '../../support/controlPlane'

const pod = (name: string, node: string, seconds?: number) =>
  draft({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: {
      nodeName: node,
      containers: [{ name: 'c', image: 'nginx:1.27' }],
      tolerations: ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
        key,
        operator: 'Exists',
        effect: 'NoExecute',
        ...(seconds !== undefined && { tolerationSeconds: seconds }),
      })),
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  })

function withPods(nodes = ['node-1', 'node-2'], grace?: number): ControlPlane {
  const plane = controlPlane({ nodes, ...(grace !== undefined && { lifecycle: { grace } }) })
  for (const [name, seconds] of [
    ['brief', 300],
    ['patient', undefined],
  ] as const) {
    const made = plane.client.create(pod(name, 'node-1', seconds))
    const conditions = [{ type: 'Ready', status: 'True' as const }]
    plane.client.updateStatus({ ...made, status: { phase: 'Running', conditions } } as typeof made)
  }
  plane.run(20_000)
  return plane
}

const readyOf = ({ client }: ControlPlane, node: string) =>
  client.get('Node', node)!.status.conditions!.find(({ type }) => type === 'Ready')!
const taintsOf = ({ client }: ControlPlane, node: string) =>
  (client.get('Node', node)!.spec.taints ?? [])
    .map(({ key, effect }) => `${key.replace('node.kubernetes.io/', '')}:${effect}`)
    .sort()
const isGoing = ({ client }: ControlPlane, name: string) =>
  client.get('Pod', name, 'default')?.metadata.deletionTimestamp !== undefined

describe('a node that falls silent', () => {
  test('is Unknown after the grace, tainted, and its pods go 300 s later', () => {
    const plane = withPods()
    plane.kubelets.silent.add('node-1')
    plane.run(39_000)
    expect(readyOf(plane, 'node-1').status).toBe('True')
    plane.run(21_000)
    expect(readyOf(plane, 'node-1')).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    })
    plane.run(6_000)
    expect(taintsOf(plane, 'node-1')).toEqual(['unreachable:NoExecute', 'unreachable:NoSchedule'])
    expect(taintsOf(plane, 'node-2')).toEqual([])
    expect(plane.events('node-1')).toContain('NodeNotReady: Node node-1 status is now: NodeNotReady')
    expect(plane.events('brief')).toContain('NodeNotReady: Node is not ready')
    expect(plane.client.get('Pod', 'brief', 'default')!.status.conditions).toMatchObject([{ type: 'Ready', status: 'False' }])
    expect(isGoing(plane, 'brief')).toBe(false)
    plane.run(280_000)
    expect(isGoing(plane, 'brief')).toBe(false)
    plane.run(21_000)
    expect(isGoing(plane, 'brief')).toBe(true)
    expect(isGoing(plane, 'patient')).toBe(false)
    expect(plane.events('brief')).toContain('TaintManagerEviction: Marking for deletion Pod default/brief')
    expect(plane.client.get('Pod', 'brief', 'default')!.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager' }),
    )
  })

  test('that comes back in time loses its taints, and its pods are spared', () => {
    const plane = withPods()
    plane.kubelets.silent.add('node-1')
    plane.run(100_000)
    expect(taintsOf(plane, 'node-1')).toHaveLength(2)
    plane.kubelets.silent.clear()
    const node = plane.client.get('Node', 'node-1')!
    const conditions = node.status.conditions!.map((one) =>
      one.type === 'Ready' ? { ...one, status: 'True' as const, reason: 'KubeletReady' } : one,
    )
    plane.client.updateStatus({ ...node, status: { ...node.status, conditions } })
    plane.run(30_000)
    expect(taintsOf(plane, 'node-1')).toEqual([])
    expect(plane.events('brief')).toContain('TaintManagerEviction: Cancelling deletion of Pod default/brief')
    plane.run(400_000)
    expect(isGoing(plane, 'brief')).toBe(false)
  })

  test('nobody is evicted when all nodes are silent', () => {
    const plane = withPods()
    for (const name of ['node-1', 'node-2']) plane.kubelets.silent.add(name)
    plane.run(500_000)
    expect(readyOf(plane, 'node-1').status).toBe('Unknown')
    expect(taintsOf(plane, 'node-1')).toEqual(['unreachable:NoSchedule'])
    expect(isGoing(plane, 'brief')).toBe(false)
  })

  test('a shorter grace', () => {
    const plane = withPods(['node-1', 'node-2'], 12_000)
    plane.kubelets.silent.add('node-1')
    plane.run(30_000)
    expect(readyOf(plane, 'node-1').status).toBe('Unknown')
  })

  test('a controller manager that was away gives every node a fresh grace', () => {
    const plane = withPods()
    for (const one of plane.processes) one.stop()
    plane.kubelets.silent.add('node-1')
    plane.run(200_000)
    for (const one of plane.processes) one.start()
    plane.run(30_000)
    expect(readyOf(plane, 'node-1').status).toBe('True')
    plane.run(30_000)
    expect(readyOf(plane, 'node-1').status).toBe('Unknown')
  })
})

test('a cordon is a taint, and a NoExecute taint of a person drives pods out at once', () => {
  const plane = withPods()
  plane.client.patch('Node', { metadata: { name: 'node-1' } }, 'merge', { spec: { unschedulable: true } })
  plane.run(1_000)
  expect(taintsOf(plane, 'node-1')).toEqual(['unschedulable:NoSchedule'])
  const node = plane.client.get('Node', 'node-1')!
  plane.client.update({
    ...node,
    spec: { ...node.spec, taints: [...node.spec.taints!, { key: 'k', value: 'v', effect: 'NoExecute' as const }] },
  })
  plane.run(1_000)
  expect(plane.client.get('Pod', 'brief', 'default')).toBeUndefined()
})
