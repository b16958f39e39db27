import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../src/api/errors'
import { timestamp } from '../../../src/api/time'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { podsToDelete, sortByRank } from '../../../src/kube/workload/podRank'
import { slowStart } from '../../../src/kube/workload/slowStart'
import { controlPlane, draft } from '../../support/controlPlane'

const set = (replicas: number, spec: object = {}) =>
  draft({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } },
      ...spec,
    },
  })

const pod = (name: string, labels: Record<string, string> = { app: 'web' }) =>
  draft({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels },
    spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] },
  })

describe('replicaset', () => {
  test('makes pods, replaces one that goes, and tells of each', () => {
    const plane = controlPlane()
    plane.client.create(set(3))
    plane.run(2_000)
    const names = plane.client.list('Pod').map((one) => one.metadata.name)
    expect(names).toHaveLength(3)
    for (const name of names) expect(name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(plane.events('web')).toEqual(names.map((name) => `SuccessfulCreate: Created pod: ${name}`))
    plane.client.delete('Pod', plane.client.list('Pod')[0]!)
    plane.run(2_000)
    expect(plane.client.list('Pod')).toHaveLength(3)
    expect(plane.client.list('Pod').map((one) => one.metadata.name)).not.toContain(names[0])
    expect(plane.client.get('ReplicaSet', 'web', 'default')!.status).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
      observedGeneration: 1,
    })
  })

  test('adopts what matches and lets go of what does not', () => {
    const plane = controlPlane()
    for (const name of ['a', 'b', 'c', 'd']) plane.client.create(pod(name))
    plane.run(2_000)
    plane.client.create(set(3))
    plane.run(2_000)
    const mine = plane.client.list('Pod').filter((one) => one.metadata.ownerReferences)
    expect(mine).toHaveLength(3)
    plane.client.patch('Pod', mine[0]!, 'merge', { metadata: { labels: { app: 'other' } } })
    plane.run(2_000)
    expect(plane.client.get('Pod', mine[0]!.metadata.name, 'default')!.metadata.ownerReferences).toBeUndefined()
    expect(plane.client.list('Pod')).toHaveLength(4)
  })

  test('waits minReadySeconds before a pod is available', () => {
    const plane = controlPlane()
    plane.client.create(set(1, { minReadySeconds: 10 }))
    plane.run(5_000)
    const status = () => plane.client.get('ReplicaSet', 'web', 'default')!.status
    expect(status()).toMatchObject({ readyReplicas: 1, availableReplicas: undefined })
    plane.run(8_000)
    expect(status()).toMatchObject({ readyReplicas: 1, availableReplicas: 1 })
  })

  test('tells what keeps it from making pods, and goes on when it can', () => {
    const plane = controlPlane()
    plane.client.create(
      set(3, { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } } }),
    )
    plane.client.delete('Namespace', { metadata: { name: 'default' } })
    plane.run(100)
    // A namespace on its way out takes no pods, and that is no failure of the ReplicaSet.
    expect(plane.events('web').filter((event) => event.startsWith('FailedCreate'))).toEqual([])
  })
})

const old = (ageMs: number) => timestamp(10_000_000 - ageMs)

/** A ready pod by its ages, in ms. */
function ready(uid: string, sketch: { age?: number; node?: string; annotations?: Record<string, string> }): Pod {
  const { age = 1_000_000, node = 'n', annotations = {} } = sketch
  const condition = { type: 'Ready', status: 'True', lastTransitionTime: old(age) }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: uid, uid, resourceVersion: '', creationTimestamp: old(age), annotations },
    spec: { containers: [], nodeName: node },
    status: { phase: 'Running', conditions: [condition] },
  } as Pod
}

describe('who is given up first', () => {
  const names = (pods: readonly Pod[]) => pods.map((one) => one.metadata.name)

  test('the cheaper, whatever its age', () => {
    const cheap = { 'controller.kubernetes.io/pod-deletion-cost': '-5' }
    const pods = [ready('young', { age: 1_000 }), ready('cheap', { annotations: cheap })]
    expect(names(sortByRank(pods, [], 10_000_000))).toEqual(['cheap', 'young'])
  })

  test('one of many on a node, before one that is alone there', () => {
    const pods = [ready('alone', { age: 1_000, node: 'a' }), ready('b1', { node: 'b' }), ready('b2', { node: 'b' })]
    expect(names(podsToDelete(pods, pods, 1, 10_000_000))).not.toContain('alone')
  })

  test('ages of one magnitude are equal, and the name decides', () => {
    const pods = [ready('b', { age: 1_000_000 }), ready('a', { age: 900_000 }), ready('z', { age: 10_000 })]
    expect(names(sortByRank(pods, [], 10_000_000))).toEqual(['z', 'a', 'b'])
    expect(names(sortByRank(pods, []))).toEqual(['z', 'a', 'b'])
  })
})

test('a slow start doubles its batches and stops after a failure', () => {
  const calls: number[] = []
  const failing = slowStart(
    100,
    () => {
      calls.push(calls.length)
      if (calls.length === 3) throw new ApiError(403, 'Forbidden', 'exceeded quota')
    },
    (error) => error instanceof ApiError,
  )
  expect(failing).toMatchObject({ calls: 3, successes: 2 })
  expect(
    slowStart(
      0,
      () => calls.push(0),
      () => true,
    ),
  ).toMatchObject({ calls: 0 })
  expect(() =>
    slowStart(
      5,
      () => {
        throw new TypeError('a bug')
      },
      (error) => error instanceof ApiError,
    ),
  ).toThrow(TypeError)
})
