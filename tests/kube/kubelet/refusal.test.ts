import { expect, test } from 'vitest'
import { pod, podYaml, started } from './support'

const refused = (spec: string, before = '') => {
  const world = started(before + podYaml('p', `  nodeName: node-1\n${spec}`))
  world.advance(world.now + 5000)
  const events = [...world.cluster.store.all('Event')] as unknown as {
    reason: string
    message: string
    involvedObject: { name: string }
  }[]
  const { phase, reason, message } = pod(world, 'p')!.status
  return {
    phase,
    reason,
    message,
    events: events.filter((event) => event.involvedObject.name === 'p').map((event) => event.reason),
  }
}
const container = (more: string) => `  containers: [{ name: c, image: nginx:1.27, ${more} }]`

test('a pod that named its node itself is refused when it wants more than there is', () => {
  expect(refused(container('resources: { requests: { cpu: 500 } }'))).toMatchObject({
    phase: 'Failed',
    reason: 'OutOfcpu',
    message: expect.stringMatching(
      /^Pod was rejected: Node didn't have enough resource: cpu, requested: 500000, used: 0, capacity: \d+$/,
    ),
    events: ['OutOfcpu'],
  })
})

test('... when the node does not match its selector', () => {
  expect(refused(`  nodeSelector: { disk: ssd }\n${container('ports: []')}`)).toEqual({
    phase: 'Failed',
    reason: 'NodeAffinity',
    message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    events: ['NodeAffinity'],
  })
})

test('... when its host port is taken', () => {
  const ports = container('ports: [{ containerPort: 80, hostPort: 8080 }]')
  expect(refused(ports, `${podYaml('first', `  nodeName: node-1\n${ports}`)}---\n`)).toMatchObject({
    phase: 'Failed',
    reason: 'NodePorts',
    message: "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
  })
})

test('and taken when all is well', () => {
  expect(refused(container('ports: [{ containerPort: 80, hostPort: 8080 }]')).phase).toBe('Running')
})

test('a pod of another operating system is refused, whoever placed it', () => {
  const world = started(podYaml('w', `  os: { name: windows }\n${container('ports: []')}`))
  world.advance(world.now + 5000)
  expect(pod(world, 'w')!.status).toMatchObject({
    phase: 'Failed',
    reason: 'PodOSNotSupported',
    message: "Pod was rejected: Failed to admit pod as the OS field doesn't match node OS",
  })
  expect(refused(`  os: { name: linux }\n${container('ports: []')}`).phase).toBe('Running')
})
