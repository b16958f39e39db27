import { expect, test } from 'vitest'
import type { Draft } from '../../../src/api/meta'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { apiServer } from '../../support/apiServer'

const withLimits = (item: object) => {
  const { server } = apiServer()
  const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l', namespace: 'default' }, spec: { limits: [item] } }
  server.create('you', range as Draft)
  return server
}
const pod = (resources: object = {}): Draft =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', image: 'i', resources }] },
  }) as Draft

test('containers that say nothing get what the namespace gives, and the pod tells so', () => {
  const server = withLimits({ type: 'Container', default: { cpu: '200m' }, defaultRequest: { cpu: '100m' } })
  const made = server.create('you', pod()) as Pod
  expect(made.spec.containers[0]!.resources).toEqual({ limits: { cpu: '200m' }, requests: { cpu: '100m' } })
  expect(made.metadata.annotations).toEqual({
    'kubernetes.io/limit-ranger': 'LimitRanger plugin set: cpu request for container c; cpu limit for container c',
  })
  expect(made.status.qosClass).toBe('Burstable')
})

test('what is out of bounds is refused, all of it at once', () => {
  const server = withLimits({ type: 'Container', max: { cpu: '1', memory: '1Gi' } })
  expect(() => server.create('you', pod({ limits: { cpu: '2', memory: '2Gi' } }))).toThrow(
    'pods "p" is forbidden: [maximum cpu usage per Container is 1, but limit is 2, maximum memory usage per Container is 1Gi, but limit is 2Gi]',
  )
  expect(server.refusals.recent.at(-1)).toMatchObject({ by: 'limitrange', code: 403 })
})
