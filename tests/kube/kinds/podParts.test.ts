import { describe, expect, test } from 'vitest'
import { ApiError, fieldErrorText } from '../../../src/api/errors'
import type { Draft } from '../../../src/api/meta'
import podKind, { type Pod } from '../../../src/kube/kinds/pod/api'
import { apiServer } from '../../support/apiServer'

const draft = (more: object = {}, annotations?: Record<string, string>) =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default', ...(annotations && { annotations }) },
    spec: { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '1', memory: '1Gi' } } }], ...more },
  }) as unknown as Draft<Pod>
const refusal = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiError) return error.fields.length ? error.fields.map(fieldErrorText).join('; ') : error.message
    throw error
  }
  return 'accepted'
}
const resized = (pod: Pod, resources: object): Pod =>
  ({ ...pod, spec: { ...pod.spec, containers: [{ ...pod.spec.containers[0]!, resources }] } }) as Pod

describe('pods/resize', () => {
  const setUp = () => {
    const { server } = apiServer()
    return { server, pod: server.create('you', draft()) as Pod }
  }

  test('changes requests and nothing else, as a new generation', () => {
    const { server, pod } = setUp()
    const next = resized({ ...pod, spec: { ...pod.spec, nodeName: 'n' } }, { requests: { cpu: '2', memory: '1Gi' } })
    const stored = server.update('you', next, 'resize') as Pod
    expect(stored.spec.containers[0]!.resources?.requests).toEqual({ cpu: '2', memory: '1Gi' })
    expect(stored.spec.nodeName).toBeUndefined()
    expect(stored.metadata.generation).toBe(2)
  })

  test('may not take requests away nor change the QoS class', () => {
    const { server, pod } = setUp()
    expect(refusal(() => server.update('you', resized(pod, {}), 'resize'))).toBe(
      'spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing; spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed',
    )
  })

  test('needs a kubelet that tells of sizes', () => {
    const { server, pod } = setUp()
    const status = { ...pod.status, containerStatuses: [{ name: 'c', state: { running: {} } }] }
    const running = server.update('you', { ...pod, status } as unknown as Pod, 'status') as Pod
    expect(refusal(() => server.update('you', resized(running, { requests: { cpu: '2', memory: '1Gi' } }), 'resize'))).toBe(
      'spec: Forbidden: Pod running on node without support for resize',
    )
  })
})

describe('annotations that mean something', () => {
  const errors = (annotations: Record<string, string>) => refusal(() => apiServer().server.create('you', draft({}, annotations)))

  test.each([
    [{ 'container.apparmor.security.beta.kubernetes.io/x': 'runtime/default' }, /"x": container not found/],
    [{ 'container.apparmor.security.beta.kubernetes.io/c': 'bad' }, /invalid AppArmor profile name: "bad"/],
    [{ 'seccomp.security.alpha.kubernetes.io/pod': 'bad' }, /must be a valid seccomp profile/],
    [{ 'container.seccomp.security.alpha.kubernetes.io/c': 'localhost/../x' }, /must not contain '\.\.'/],
    [{ 'controller.kubernetes.io/pod-deletion-cost': '+1' }, /must be a 32bit integer/],
    [{ 'scheduler.alpha.kubernetes.io/tolerations': '[{"key":' }, /unexpected end of JSON input/],
    [{ 'scheduler.alpha.kubernetes.io/tolerations': '[{"key":"a","operator":"In"}]' }, /supported values: "Equal", "Exists"/],
    [{ 'scheduler.alpha.kubernetes.io/tolerations': '[{"key":"a","operator":"Exists"}]' }, /^accepted$/],
    [{ 'kubernetes.io/config.mirror': 'x' }, /must set spec.nodeName if mirror pod annotation is set/],
    [
      { 'controller.kubernetes.io/pod-deletion-cost': '-5', 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default' },
      /^accepted$/,
    ],
  ])('%j', (annotations, told) => expect(errors(annotations)).toMatch(told))

  test('of how a container is confined stay as they are', () => {
    const { server } = apiServer()
    const pod = server.create('you', draft({}, { 'container.apparmor.security.beta.kubernetes.io/c': 'runtime/default' }))
    expect(refusal(() => server.update('you', { ...pod, metadata: { ...pod.metadata, annotations: {} } }))).toMatch(
      /may not remove or update AppArmor annotations/,
    )
  })
})

describe('a pod of a runtime class', () => {
  const withClass = (more: object) => {
    const { server } = apiServer()
    server.create('you', {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'kata' },
      handler: 'kata',
      ...more,
    } as Draft)
    return server
  }

  test('costs what the class says and goes where the class can be had', () => {
    const toleration = { key: 'kata', operator: 'Exists' }
    const server = withClass({
      overhead: { podFixed: { cpu: '250m' } },
      scheduling: { nodeSelector: { kata: 'yes' }, tolerations: [toleration] },
    })
    const { spec } = server.create('you', draft({ runtimeClassName: 'kata', nodeSelector: { disk: 'ssd' } })) as Pod
    expect(spec).toMatchObject({ overhead: { cpu: '250m' }, nodeSelector: { disk: 'ssd', kata: 'yes' } })
    expect(spec.tolerations).toContainEqual(toleration)
  })

  test('may not say otherwise than its class', () => {
    const server = withClass({ scheduling: { nodeSelector: { kata: 'yes' } } })
    expect(refusal(() => server.create('you', draft({ runtimeClassName: 'kata', nodeSelector: { kata: 'no' } })))).toBe(
      'pods "p" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[kata] = yes; pod.spec.nodeSelector[kata] = no',
    )
    expect(refusal(() => server.create('you', draft({ runtimeClassName: 'gvisor' })))).toBe(
      'pods "p" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
    )
  })
})

test('a row of a pod that is over says so', () => {
  const over = (phase: string) => podKind.rowConditions!({ ...draft(), status: { phase } } as unknown as Pod)
  expect(over('Failed')).toEqual([{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }])
  expect(over('Running')).toEqual([])
})
