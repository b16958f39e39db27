import { describe, expect, test } from 'vitest'
import { fieldErrorText } from '../../../src/api/errors'
import kind, { type StatefulSet } from '../../../src/kube/kinds/statefulset/api'
import { filled, refusals, refusalsOfUpdate } from '../../support/refusals'

const claim = (spec: object = {}) => ({
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
})
const set = (container: object = {}, more: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 's', namespace: 'default' },
  spec: {
    serviceName: 's',
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'nginx', ...container }] } },
    ...more,
  },
})
const mounting = { volumeMounts: [{ name: 'data', mountPath: '/data' }] }

describe('a stateful set is refused for', () => {
  test('pods that could never be', () => {
    expect(refusals(kind, set({ image: '' }))).toEqual(['spec.template.spec.containers[0].image: Required value'])
  })

  test('a mount of what is neither a volume nor a claim', () => {
    expect(refusals(kind, set(mounting, { volumeClaimTemplates: [claim()] }))).toEqual([])
    expect(refusals(kind, set(mounting))).toEqual(['spec.template.spec.containers[0].volumeMounts[0].name: Not found: "data"'])
  })

  test('claims that could never be', () => {
    expect(refusals(kind, set(mounting, { volumeClaimTemplates: [claim({ accessModes: [] })] }))).toEqual([
      'spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required',
    ])
  })

  test('a service that no service can be', () => {
    expect(refusals(kind, set({}, { serviceName: 'a.b' }))).toEqual([
      'spec.serviceName: Invalid value: "a.b": must not contain dots',
    ])
  })
})

describe('a stateful set that is there', () => {
  test('keeps what was wrong before, and gets nothing wrong that was right', () => {
    const wrong = set({ image: '' }, { serviceName: 'a.b' })
    expect(refusalsOfUpdate(kind, { ...wrong, spec: { ...wrong.spec, replicas: 3 } }, wrong)).toEqual([])
    expect(refusalsOfUpdate(kind, set({ image: '' }), set())).toEqual(['spec.template.spec.containers[0].image: Required value'])
  })

  test('has no more pods available than ready', () => {
    const old = filled(kind, set()) as StatefulSet
    const next = { ...old, status: { replicas: 2, readyReplicas: 1, availableReplicas: 2 } } as StatefulSet
    expect(kind.validateStatusUpdate!(next, old).map(fieldErrorText)).toEqual([
      'status.availableReplicas: Invalid value: 2: cannot be greater than status.readyReplicas',
    ])
  })
})
