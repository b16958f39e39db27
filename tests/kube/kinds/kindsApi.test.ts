import { describe, expect, test } from 'vitest'
import { fieldErrorText } from '../../../src/api/errors'
import type { KindDefinition } from '../../../src/api/kind'
import type { Draft } from '../../../src/api/meta'
import configMapKind, { type ConfigMap } from '../../../src/kube/kinds/configmap/api'
import deploymentKind, { type Deployment } from '../../../src/kube/kinds/deployment/api'
import eventKind, { type KubeEvent } from '../../../src/kube/kinds/event/api'
import namespaceKind, { type Namespace } from '../../../src/kube/kinds/namespace/api'
import nodeKind, { nodeStatusWord, type Node } from '../../../src/kube/kinds/node/api'
import replicaSetKind, { type ReplicaSet } from '../../../src/kube/kinds/replicaset/api'
import secretKind, { type Secret } from '../../../src/kube/kinds/secret/api'

const modules = import.meta.glob<{ default: KindDefinition }>('../../../src/kube/kinds/*/api.ts', { eager: true })

const deployment = (spec: object = {}) =>
  deploymentKind.defaults!({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: {
      selector: { matchLabels: { app: 'a' } },
      template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i:1' }] } },
      ...spec,
    },
  } as unknown as Draft<Deployment>) as Deployment

test('every kind has a schema, columns and a name of its own', () => {
  const kinds = Object.values(modules).map((module) => module.default)
  // PodMetrics and NodeMetrics are called pods and nodes too, in a group of their own.
  expect(new Set(kinds.map((kind) => `${kind.plural}.${kind.group}`)).size).toBe(kinds.length)
  for (const kind of kinds) {
    const written = kind.verbs?.includes('create') ?? true
    if (written) expect(kind.schema?.fields['metadata'], kind.kind).toBeDefined()
    const listed = kind.verbs?.includes('list') ?? true
    if (listed) expect(kind.columns?.length, kind.kind).toBeGreaterThan(0)
  }
})

describe('deployment', () => {
  test('defaults', () => {
    expect(deployment().spec).toMatchObject({
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    })
    expect(deployment({ strategy: { type: 'Recreate' } }).spec.strategy).toEqual({ type: 'Recreate' })
  })

  test.each<[string, object]>([
    ['spec.replicas: Invalid value: -1: must be greater than or equal to 0', { replicas: -1 }],
    [
      'spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`',
      { selector: { matchLabels: { app: 'b' } } },
    ],
    ['spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds', { minReadySeconds: 600 }],
    [
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0',
      { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } },
    ],
    [
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
      { strategy: { type: 'Recreate', rollingUpdate: {} } },
    ],
  ])('%s', (message, spec) => expect(deploymentKind.validate!(deployment(spec)).map(fieldErrorText)).toEqual([message]))

  test('keeps its selector', () => {
    const both = {
      selector: { matchLabels: { b: 'c' } },
      template: { metadata: { labels: { b: 'c' } }, spec: deployment().spec.template.spec },
    }
    expect(deploymentKind.validateUpdate!(deployment(both), deployment()).map(fieldErrorText)).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"b":"c"}}: field is immutable',
    ])
  })

  test('prints', () => {
    const given = { ...deployment({ replicas: 3 }), status: { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 2 } }
    expect(deploymentKind.columns!.slice(1, 4).map((column) => column.cell(given, 0))).toEqual(['2/3', 3, 2])
  })
})

test('a replica set runs pods for ever', () => {
  const { selector, template } = deployment().spec
  const spec = { replicas: 1, selector, template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' as const } } }
  const rs = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: deployment().metadata,
    spec,
    status: { replicas: 0 },
  } as ReplicaSet
  expect(replicaSetKind.validate!(rs).map(fieldErrorText)).toEqual([
    'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
  ])
})

test('a namespace carries its name as a label and stays until it is empty', () => {
  const draft = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } } as unknown as Draft<Namespace>
  const made = namespaceKind.prepareForCreate!(namespaceKind.defaults!(draft)) as Namespace
  expect(made.metadata.labels).toEqual({ 'kubernetes.io/metadata.name': 'n' })
  expect(made).toMatchObject({ spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } })
  expect(namespaceKind.holdsOn!(made)).toBe(true)
  expect(namespaceKind.markDeleted!(made).status.phase).toBe('Terminating')
})

describe('node', () => {
  const node = (spec: Node['spec'], status: Node['status'] = {}): Node =>
    nodeKind.defaults!({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec, status }) as Node

  test('may give away what it has', () => {
    expect(node({}, { capacity: { cpu: '4' } }).status.allocatable).toEqual({ cpu: '4' })
    expect(node({ podCIDR: '10.0.0.0/24' }).spec.podCIDRs).toEqual(['10.0.0.0/24'])
  })

  test('has each taint once', () => {
    const taint = { key: 'k', effect: 'NoSchedule' as const }
    expect(nodeKind.validate!(node({ taints: [taint, taint] })).map((error) => [error.field, error.detail])).toEqual([
      ['metadata.taints[1]', 'taints must be unique by key and effect pair'],
    ])
  })

  test('says how it is', () => {
    const conditions = [{ type: 'Ready', status: 'True' as const }]
    expect(nodeStatusWord(node({}, { conditions }))).toBe('Ready')
    expect(nodeStatusWord(node({ unschedulable: true }, { conditions }))).toBe('Ready,SchedulingDisabled')
    // Of two conditions of one type the last one counts.
    expect(nodeStatusWord(node({}, { conditions: [{ type: 'Ready', status: 'False' }, ...conditions] }))).toBe('Ready')
    expect(nodeStatusWord(node({}, { conditions: [{ type: 'Ready', status: 'Unknown' }] }))).toBe('NotReady')
    expect(nodeStatusWord(node({}))).toBe('Unknown')
  })
})

describe('secret', () => {
  const secret = (more: Partial<Secret>) =>
    secretKind.defaults!({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, ...more }) as Secret

  test('keeps plain text as base64', () => {
    expect(secret({ stringData: { a: 'héllo' }, data: { b: 'eA==' } })).toMatchObject({
      type: 'Opaque',
      data: { a: 'aMOpbGxv', b: 'eA==' },
    })
    expect(secret({ stringData: { a: '' } })).not.toHaveProperty('stringData')
  })

  test('must hold what its type says', () => {
    expect(secretKind.validate!(secret({ type: 'kubernetes.io/tls', data: { 'tls.crt': '' } })).map(fieldErrorText)).toEqual([
      'data[tls.key]: Required value',
    ])
  })
})

test('an immutable config map stays as it is', () => {
  const old: ConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: deployment().metadata,
    data: { a: '1' },
    immutable: true,
  }
  expect(configMapKind.validateUpdate!({ ...old, data: { a: '2' } }, old).map(fieldErrorText)).toEqual([
    'data: Forbidden: field is immutable when `immutable` is set',
  ])
})

test('an event reads as kubectl prints it', () => {
  const event: KubeEvent = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: deployment().metadata,
    involvedObject: { kind: 'Pod', name: 'p' },
    reason: 'Pulled',
    message: ' done\n',
    type: 'Normal',
    count: 3,
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:01:00Z',
  }
  const cells = eventKind.columns!.filter((column) => !column.priority).map((column) => column.cell(event, 90_000))
  expect(cells).toEqual(['30s', 'Normal', 'Pulled', 'pod/p', 'done'])
})
