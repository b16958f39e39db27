import { describe, expect, test } from 'vitest'
import podKind, { type Container, type Pod } from '../../../src/kube/kinds/pod/api'
import { resourceOf } from '../../../src/kube/kubelet/environment'

const container = {
  name: 'c',
  image: 'x',
  resources: { limits: { cpu: '1500m', memory: '100Mi' }, requests: { cpu: '250m' } },
} as Container
const pod = { metadata: { name: 'p' }, spec: { containers: [container] } } as unknown as Pod

describe('a request or limit as a variable', () => {
  test.each([
    ['limits.cpu', undefined, '2'],
    ['limits.cpu', '0', '2'],
    ['limits.cpu', '1m', '1500'],
    ['requests.cpu', '1', '1'],
    ['limits.memory', undefined, '104857600'],
    ['limits.memory', '1Mi', '100'],
    ['limits.memory', '1Gi', '1'],
    ['requests.memory', undefined, '0'],
  ])('%s by %s is %s', (resource, divisor, expected) => {
    expect(resourceOf(pod, container, { resource, ...(divisor !== undefined && { divisor }) })).toBe(expected)
  })

  test('is written with the divisor that it has when it names none', () => {
    const env = [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }]
    const filled = podKind.defaults!({ ...pod, spec: { containers: [{ ...container, env }] } } as unknown as Pod)
    expect(filled.spec.containers[0]!.env).toEqual([
      { name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } } },
    ])
  })
})
