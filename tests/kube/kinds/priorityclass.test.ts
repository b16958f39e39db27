import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../src/api/errors'
import type { Draft } from '../../../src/api/meta'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { createWorld } from '../../../src/world/world'

const classOf = (name: string, value: number, rest: object = {}): Draft =>
  ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, ...rest }) as Draft

const podOf = (name: string, spec: object = {}): Draft =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } }) as Draft

/** A fresh cluster's API server, and what it says to a request that it refuses. */
function cluster() {
  const { server, store } = createWorld({ seed: 1, nodes: 1 }).cluster
  const refused = (act: () => void): string => {
    try {
      act()
    } catch (error) {
      if (error instanceof ApiError) return `${error.code} ${error.message}`
      throw error
    }
    return ''
  }
  return { server, store, refused, create: (draft: Draft) => server.create('you', draft) }
}

describe('priority classes', () => {
  test('the two of the system are there, and stay', () => {
    const { server, store, refused } = cluster()
    expect(store.get('PriorityClass', 'system-node-critical')).toMatchObject({
      value: 2_000_001_000,
      preemptionPolicy: 'PreemptLowerPriority',
      metadata: { generation: 1 },
    })
    expect(refused(() => server.delete('you', 'PriorityClass', { metadata: { name: 'system-cluster-critical' } }))).toBe(
      '403 priorityclasses.scheduling.k8s.io "system-cluster-critical" is forbidden: this is a system priority class and cannot be deleted',
    )
  })

  test('there is one default at most, and pods without a class get it', () => {
    const { create, refused } = cluster()
    create(classOf('usual', 10, { globalDefault: true, preemptionPolicy: 'Never' }))
    expect(refused(() => create(classOf('other', 20, { globalDefault: true })))).toBe(
      '403 priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. Only one default can exist',
    )
    const { spec } = create(podOf('web')) as Pod
    expect(spec).toMatchObject({ priority: 10, priorityClassName: 'usual', preemptionPolicy: 'Never' })
  })

  test('value and policy stay as they were made', () => {
    const { server, create, refused } = cluster()
    create(classOf('tier', 10))
    const patch = (body: object) => () => server.patch('you', 'PriorityClass', { metadata: { name: 'tier' } }, 'merge', body)
    expect(refused(patch({ value: 11 }))).toBe(
      '422 PriorityClass.scheduling.k8s.io "tier" is invalid: Value: Forbidden: may not be changed in an update.',
    )
    expect(refused(patch({ preemptionPolicy: 'Never' }))).toBe(
      '422 PriorityClass.scheduling.k8s.io "tier" is invalid: preemptionPolicy: Invalid value: "Never": field is immutable',
    )
    expect(refused(patch({ description: 'for what matters' }))).toBe('')
  })

  test('a pod may not say otherwise than its class, nor name one that is not there', () => {
    const { create, refused } = cluster()
    create(classOf('tier', 10))
    expect(refused(() => create(podOf('a', { priorityClassName: 'tier', priority: 11 })))).toBe(
      '403 pods "a" is forbidden: the integer value of priority (11) must not be provided in pod spec; priority admission controller computed 10 from the given PriorityClass name',
    )
    expect(refused(() => create(podOf('b', { priorityClassName: 'none' })))).toBe(
      '403 pods "b" is forbidden: no PriorityClass with name none was found',
    )
  })
})
