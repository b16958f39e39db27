import { describe, expect, test } from 'vitest'
import { ApiError } from '../../src/api/errors'
import type { Draft, KubeObject } from '../../src/api/meta'
import type { Deployment } from '../../src/kube/kinds/deployment/api'
import { apiServer } from '../support/apiServer'

const configMap = (name: string, data: Record<string, string> = {}) =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }) as Draft

const deployment = (name: string, replicas = 1) =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } },
    },
  }) as unknown as Draft<Deployment>

const pod = (name: string, more: object = {}) =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'web', image: 'nginx' }], ...more },
  }) as unknown as Draft

const refusal = (act: () => unknown): ApiError => {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  throw new Error('was not refused')
}
const at = (name: string) => ({ metadata: { name, namespace: 'default' } })

describe('create', () => {
  test('fills what the server decides', () => {
    const { client } = apiServer()
    const { metadata } = client.create(configMap('a'))
    expect(metadata).toMatchObject({ name: 'a', namespace: 'default', creationTimestamp: '2026-01-01T00:00:00Z' })
    expect(metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number(metadata.resourceVersion)).toBeGreaterThan(0)
  })

  test('makes names that do not collide, the same for the same seed', () => {
    const names = (seed: number) => {
      const { client } = apiServer(seed)
      const make = () => client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'a-' } }).metadata.name
      return Array.from({ length: 50 }, make)
    }
    expect(new Set(names(1)).size).toBe(50)
    expect(names(1)).toEqual(names(1))
    for (const name of names(2)) expect(name).toMatch(/^a-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
  })

  test.each([
    ['twice', () => configMap('a'), 409, 'AlreadyExists', 'configmaps "a" already exists'],
    [
      'without a name',
      () => configMap(''),
      422,
      'Invalid',
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    ],
    [
      'in no namespace',
      () => ({ ...configMap('b'), metadata: { name: 'b', namespace: 'nowhere' } }),
      404,
      'NotFound',
      'namespaces "nowhere" not found',
    ],
    [
      'with a bad number',
      () => deployment('web', -1),
      422,
      'Invalid',
      'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      'for no service account',
      () => pod('p', { serviceAccountName: 'robot' }),
      403,
      'Forbidden',
      'pods "p" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found',
    ],
  ])('refuses an object %s', (_, draft, code, reason, message) => {
    const { client } = apiServer()
    client.create(configMap('a'))
    expect(refusal(() => client.create(draft()))).toMatchObject({ code, reason, message })
  })

  test('a pod gets its place in the world', () => {
    const { client } = apiServer()
    const created = client.create(pod('p')) as unknown as { spec: Record<string, unknown>; status: unknown }
    expect(created.spec).toMatchObject({
      serviceAccountName: 'default',
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
      restartPolicy: 'Always',
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
    })
    expect(created.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' })
  })
})

describe('update', () => {
  test('the spec drives the generation, the status does not', () => {
    const { client } = apiServer()
    const made = client.create(deployment('web'))
    expect(made.metadata.generation).toBe(1)
    const scaled = client.update({ ...made, spec: { ...made.spec, replicas: 3 } })
    expect(scaled.metadata.generation).toBe(2)
    const told = client.updateStatus({ ...scaled, spec: { ...scaled.spec, replicas: 9 }, status: { replicas: 3 } } as Deployment)
    expect(told.metadata.generation).toBe(2)
    expect(told.spec.replicas).toBe(3)
    expect(told.status).toEqual({ replicas: 3 })
    const kept = client.update({
      ...told,
      status: { replicas: 99 },
      metadata: { ...told.metadata, labels: { a: 'b' } },
    } as Deployment)
    expect(kept.status).toEqual({ replicas: 3 })
  })

  test('one that changes nothing writes nothing', () => {
    const { client, store } = apiServer()
    const made = client.create(configMap('a', { x: '1' }))
    const before = store.revision
    expect(client.update({ ...made })).toBe(made)
    expect(store.revision).toBe(before)
  })

  test('a stale one is a conflict; one without a version overwrites', () => {
    const { client } = apiServer()
    const made = client.create(configMap('a', { x: '1' })) as KubeObject & { data: object }
    client.update({ ...made, data: { x: '2' } })
    expect(refusal(() => client.update({ ...made, data: { x: '3' } }))).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    })
    const other = { ...made, metadata: { ...made.metadata, uid: 'another' } }
    expect(refusal(() => client.update(other)).message).toBe(
      `Operation cannot be fulfilled on configmaps "a": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/a, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: another, UID in object meta: ${made.metadata.uid}`,
    )
    const fresh = client.update({ ...made, metadata: { ...made.metadata, resourceVersion: '' }, data: { x: '3' } })
    expect(fresh).toMatchObject({ data: { x: '3' } })
  })

  test('immutable fields stay', () => {
    const { client } = apiServer()
    const made = client.create(deployment('web'))
    const spec = { ...made.spec, selector: { matchLabels: { app: 'other' } } }
    const { code, message } = refusal(() => client.update({ ...made, spec }))
    expect(code).toBe(422)
    expect(message).toContain('field is immutable')
  })
})

describe('patch', () => {
  test.each([
    ['strategic', { spec: { template: { spec: { containers: [{ name: 'web', image: 'nginx:1.28' }] } } } }],
    ['json', [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'nginx:1.28' }]],
  ] as const)('%s', (type, body) => {
    const { client } = apiServer()
    client.create(deployment('web'))
    const patched = client.patch('Deployment', at('web'), type, body)
    expect(patched.spec.template.spec.containers[0]).toMatchObject({ name: 'web', image: 'nginx:1.28' })
    expect(patched.metadata.generation).toBe(2)
  })

  test('merge, with null taking away', () => {
    const { client } = apiServer()
    client.create(configMap('a', { x: '1', y: '2' }))
    expect(client.patch('ConfigMap', at('a'), 'merge', { data: { x: null, z: '3' } })).toMatchObject({ data: { y: '2', z: '3' } })
  })

  test('refuses what decodes to nothing sensible', () => {
    const { client } = apiServer()
    client.create(deployment('web'))
    const wrong = refusal(() => client.patch('Deployment', at('web'), 'merge', { spec: { replicas: 'three' } }))
    expect(wrong).toMatchObject({ code: 422, reason: 'Invalid', fields: [{ field: 'spec.replicas' }] })
    expect(wrong.details.causes).toMatchObject([
      {
        field: 'patch',
        message: expect.stringMatching(/^Invalid value: "\{.*\}": json: cannot unmarshal string into Go/) as string,
      },
    ])
    const strategic = refusal(() =>
      client.patch('Deployment', at('web'), 'strategic', { spec: { replicas: 'three', selector: { matchLabels: { a: null } } } }),
    )
    expect(strategic.message).toBe(
      ' "" is invalid: patch: Invalid value: "map[spec:map[replicas:three selector:map[matchLabels:map[a:<nil>]]]]": unrecognized type: int32',
    )
    const list = refusal(() =>
      client.patch('Deployment', at('web'), 'strategic', { spec: { template: { spec: { volumes: 'x' } } } }),
    )
    expect(list.code).toBeGreaterThanOrEqual(400)
    const gone = refusal(() => client.patch('Deployment', at('web'), 'json', [{ op: 'remove', path: '/metadata' }]))
    expect(gone.code).toBe(400)
  })

  test('scale goes through its own door', () => {
    const { client } = apiServer()
    client.create(deployment('web'))
    client.scale('Deployment', at('web'), 4)
    expect(client.get('Deployment', 'web', 'default')?.spec.replicas).toBe(4)
    client.create(configMap('a'))
    expect(refusal(() => client.scale('ConfigMap', at('a'), 4)).code).toBe(404)
  })
})

describe('delete', () => {
  test('at once when nothing holds the object', () => {
    const { client } = apiServer()
    client.create(configMap('a'))
    client.delete('ConfigMap', at('a'))
    expect(client.get('ConfigMap', 'a', 'default')).toBeUndefined()
    expect(refusal(() => client.delete('ConfigMap', at('a')))).toMatchObject({ code: 404, message: 'configmaps "a" not found' })
  })

  test('finalizers hold it, marked, until the last is gone', () => {
    const { client } = apiServer()
    client.create({ ...configMap('a'), metadata: { name: 'a', finalizers: ['example.com/hold'] } })
    client.delete('ConfigMap', at('a'))
    const held = client.get('ConfigMap', 'a', 'default')!
    expect(held.metadata.deletionTimestamp).toBe('2026-01-01T00:00:00Z')
    client.update({ ...held, metadata: { ...held.metadata, finalizers: [] } })
    expect(client.get('ConfigMap', 'a', 'default')).toBeUndefined()
  })

  test.each([
    ['Foreground', ['foregroundDeletion']],
    ['Orphan', ['orphan']],
  ] as const)('%s leaves the work to the garbage collector', (propagationPolicy, finalizers) => {
    const { client } = apiServer()
    client.create(deployment('web'))
    client.delete('Deployment', at('web'), { propagationPolicy })
    expect(client.get('Deployment', 'web', 'default')?.metadata.finalizers).toEqual(finalizers)
  })

  test('a bound pod keeps its grace, a shorter one wins, zero ends it', () => {
    const { client } = apiServer()
    client.create(pod('p'))
    client.bind(at('p'), 'node-1')
    client.delete('Pod', at('p'))
    expect(client.get('Pod', 'p', 'default')?.metadata).toMatchObject({
      deletionGracePeriodSeconds: 30,
      deletionTimestamp: '2026-01-01T00:00:30Z',
    })
    client.delete('Pod', at('p'), { gracePeriodSeconds: 5 })
    expect(client.get('Pod', 'p', 'default')?.metadata.deletionGracePeriodSeconds).toBe(5)
    client.delete('Pod', at('p'), { gracePeriodSeconds: 0 })
    expect(client.get('Pod', 'p', 'default')).toBeUndefined()
  })

  test('preconditions protect a namesake', () => {
    const { client } = apiServer()
    client.create(configMap('a'))
    const refused = refusal(() => client.delete('ConfigMap', at('a'), { preconditions: { uid: 'other' } }))
    expect(refused).toMatchObject({ code: 409, reason: 'Conflict' })
  })

  test('a namespace on its way out takes nothing new', () => {
    const { client } = apiServer()
    client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'old' } })
    client.delete('Namespace', { metadata: { name: 'old' } })
    expect(client.get('Namespace', 'old')).toMatchObject({ status: { phase: 'Terminating' } })
    expect(refusal(() => client.create({ ...configMap('a'), metadata: { name: 'a', namespace: 'old' } }))).toMatchObject({
      code: 403,
      message: 'configmaps "a" is forbidden: unable to create new content in namespace old because it is being terminated',
    })
  })
})

describe('bind', () => {
  test('only once, and never a pod that goes', () => {
    const { client } = apiServer()
    client.create(pod('p'))
    client.bind(at('p'), 'node-1')
    expect(client.podsOn('node-1').map((one) => one.metadata.name)).toEqual(['p'])
    expect(refusal(() => client.bind(at('p'), 'node-2')).message).toContain('pod p is already assigned to node "node-1"')
  })
})

describe('addresses', () => {
  const service = (name: string, spec: object) =>
    ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } }) as unknown as Draft
  interface Made extends KubeObject {
    readonly spec: { readonly clusterIP?: string; readonly ports: readonly { readonly nodePort?: number }[] }
  }

  test('a Service gets an IP of its own and gives it back', () => {
    const { client } = apiServer()
    const made = client.create(service('a', {})) as unknown as Made
    const ip = made.spec.clusterIP!
    expect(ip).toMatch(/^10\.(9[6-9]|10\d|11[01])\./)
    const refused = refusal(() => client.create(service('b', { clusterIP: ip })))
    expect(refused.message).toBe(
      `Service "b" is invalid: spec.clusterIPs: Invalid value: ["${ip}"]: failed to allocate IP ${ip}: provided IP is already allocated`,
    )
    client.delete('Service', at('a'))
    expect((client.create(service('b', { clusterIP: ip })) as unknown as Made).spec.clusterIP).toBe(ip)
  })

  test('NodePort has a port, and loses it with the type', () => {
    const { client } = apiServer()
    const made = client.create(service('a', { type: 'NodePort' })) as unknown as Made
    const port = made.spec.ports[0]!.nodePort!
    expect(port).toBeGreaterThanOrEqual(30000)
    expect(port).toBeLessThanOrEqual(32767)
    const plain = client.patch('Service', at('a'), 'merge', { spec: { type: 'ClusterIP', ports: [{ port: 80 }] } })
    expect((plain as unknown as Made).spec.ports[0]!.nodePort).toBeUndefined()
    const again = client.create(service('b', { type: 'NodePort', ports: [{ port: 80, nodePort: port }] })) as unknown as Made
    expect(again.spec.ports[0]!.nodePort).toBe(port)
  })
})
