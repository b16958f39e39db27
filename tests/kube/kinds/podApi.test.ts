import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldErrorText } from '../../../src/api/errors'
import { freeze } from '../../../src/api/freeze'
import type { Draft } from '../../../src/api/meta'
import podKind, {
  defaultTemplate,
  podGracePeriod,
  podStatusWord,
  podSummary,
  qosClass,
  withDefaultTolerations,
  withPriority,
  withServiceAccount,
  type Container,
  type ContainerStatus,
  type Pod,
  type PodSpec,
} from '../../../src/kube/kinds/pod/api'

const container = (more: Partial<Container> = {}): Container => ({ name: 'c', image: 'nginx:1.27', ...more })
const draft = (spec: Partial<PodSpec> = {}): Draft<Pod> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default' },
  spec: { containers: [container()], ...spec },
})
const made = (spec: Partial<PodSpec> = {}): Pod => {
  const pod = podKind.prepareForCreate!(withPriority(withDefaultTolerations(withServiceAccount(podKind.defaults!(draft(spec))))))
  const metadata = { name: 'p', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' }
  return freeze({ ...pod, metadata, status: pod.status! })
}
const errors = (spec: Partial<PodSpec>) => podKind.validate!(made(spec)).map(fieldErrorText)

describe('defaults', () => {
  test('fill what a person leaves out', () => {
    const { spec, status } = made()
    expect(spec).toMatchObject({
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      terminationGracePeriodSeconds: 30,
      schedulerName: 'default-scheduler',
      enableServiceLinks: true,
      serviceAccountName: 'default',
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
    })
    expect(spec.containers[0]).toMatchObject({ imagePullPolicy: 'IfNotPresent', terminationMessagePolicy: 'File' })
    expect(spec.tolerations?.map((one) => [one.key, one.tolerationSeconds])).toEqual([
      ['node.kubernetes.io/not-ready', 300],
      ['node.kubernetes.io/unreachable', 300],
    ])
    expect(status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' })
  })

  test.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['localhost:5000/nginx', 'Always'],
    ['localhost:5000/nginx:1', 'IfNotPresent'],
    ['nginx@sha256:0123', 'IfNotPresent'],
  ])('%s is pulled %s', (image, policy) => {
    expect(made({ containers: [container({ image })] }).spec.containers[0]!.imagePullPolicy).toBe(policy)
  })

  test('requests follow limits in a pod, not in a template', () => {
    const resources = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } }
    expect(made({ containers: [container({ resources })] }).spec.containers[0]!.resources!.requests).toEqual({
      cpu: '500m',
      memory: '1Gi',
    })
    const template = defaultTemplate({ spec: { containers: [container({ resources })] } })
    expect(template.spec.containers[0]!.resources).toEqual(resources)
  })

  test('probes, ports, volumes and field references', () => {
    const { spec } = made({
      hostNetwork: true,
      volumes: [{ name: 'a' }, { name: 'b', configMap: { name: 'x' } }, { name: 'c', hostPath: { path: '/x' } }],
      containers: [
        container({
          ports: [{ containerPort: 80 }],
          env: [{ name: 'N', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
          livenessProbe: { httpGet: { port: 80 } },
          readinessProbe: { grpc: { port: 90 }, periodSeconds: 3 },
        }),
      ],
    })
    const [one] = spec.containers
    expect(one!.ports).toEqual([{ containerPort: 80, hostPort: 80, protocol: 'TCP' }])
    expect(one!.env![0]!.valueFrom!.fieldRef!.apiVersion).toBe('v1')
    const times = { timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 }
    expect(one!.livenessProbe).toEqual({ httpGet: { port: 80, path: '/', scheme: 'HTTP' }, periodSeconds: 10, ...times })
    expect(one!.readinessProbe).toEqual({ grpc: { port: 90, service: '' }, periodSeconds: 3, ...times })
    expect(spec.volumes).toEqual([
      { name: 'a', emptyDir: {} },
      { name: 'b', configMap: { name: 'x', defaultMode: 0o644 } },
      { name: 'c', hostPath: { path: '/x', type: '' } },
    ])
  })

  test('are done once for all pods of a template, and once done change nothing', () => {
    const spec = freeze({ containers: [container()] })
    const pods = [1, 2].map(() =>
      withPriority(withDefaultTolerations(withServiceAccount(podKind.defaults!({ ...draft(), spec })))),
    )
    expect(pods[0]!.spec).toBe(pods[1]!.spec)
    expect(podKind.defaults!(pods[0]!).spec).toBe(pods[0]!.spec)
    expect(podKind.validate!(pods[0] as Pod)).toEqual([])
  })

  test('are idempotent', () => {
    const specs = fc.record({
      containers: fc.array(fc.record({ name: fc.string(), image: fc.string() }), { maxLength: 3 }),
      volumes: fc.array(fc.record({ name: fc.string() }), { maxLength: 3 }),
      hostNetwork: fc.boolean(),
    })
    fc.assert(
      fc.property(specs, (spec) => {
        const once = podKind.defaults!(draft(spec))
        expect(podKind.defaults!(once)).toEqual(once)
      }),
    )
  })
})

describe('quality of service', () => {
  const of = (resources: Container['resources']) => qosClass(made({ containers: [container({ resources })] }))
  test('is Guaranteed when limits equal requests', () => expect(of({ limits: { cpu: '1', memory: '1Gi' } })).toBe('Guaranteed'))
  test('is Burstable when something is asked for', () => expect(of({ requests: { cpu: '1m' } })).toBe('Burstable'))
  test('is BestEffort when nothing is', () => expect(of({})).toBe('BestEffort'))
})

describe('validation', () => {
  test.each<[string, Partial<PodSpec>]>([
    ['spec.containers: Required value', { containers: [] }],
    ['spec.containers[1].name: Duplicate value: "c"', { containers: [container(), container()] }],
    ['spec.containers[0].image: Required value', { containers: [container({ image: '' })] }],
    [
      'spec.restartPolicy: Unsupported value: "X": supported values: "Always", "OnFailure", "Never"',
      { restartPolicy: 'X' as 'Always' },
    ],
    [
      'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
      { containers: [container({ resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } })] },
    ],
    [
      'spec.containers[0].volumeMounts[0].name: Not found: "v"',
      { containers: [container({ volumeMounts: [{ name: 'v', mountPath: '/v' }] })] },
    ],
    [
      'spec.containers[0].livenessProbe: Required value: must specify a handler type',
      { containers: [container({ livenessProbe: {} })] },
    ],
    [
      'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
      { initContainers: [container({ name: 'i', livenessProbe: { tcpSocket: { port: 1 } } })] },
    ],
    ['spec.volumes[0].hostPath.path: Required value', { volumes: [{ name: 'v', hostPath: { path: '' } }] }],
    [
      'spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be \'NoExecute\' when `tolerationSeconds` is set',
      { tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 1 }] },
    ],
    [
      'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
      { topologySpreadConstraints: [{ maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }] },
    ],
  ])('%s', (message, spec) => expect(errors(spec)).toEqual([message]))

  test('lets a sidecar have probes', () => {
    const sidecar = container({ name: 's', restartPolicy: 'Always', readinessProbe: { tcpSocket: { port: 1 } } })
    expect(errors({ initContainers: [sidecar] })).toEqual([])
  })

  test('an update may change images and little else', () => {
    const old = made()
    const withImage = { ...old, spec: { ...old.spec, containers: [{ ...old.spec.containers[0]!, image: 'nginx:2' }] } }
    expect(podKind.validateUpdate!(withImage, old)).toEqual([])
    const moved = { ...old, spec: { ...old.spec, nodeSelector: { a: 'b' } } }
    expect(podKind.validateUpdate!(moved, old).map((error) => [error.type, error.field])).toEqual([['Forbidden', 'spec']])
    const grown = {
      ...old,
      spec: { ...old.spec, containers: [...old.spec.containers, { ...old.spec.containers[0]!, name: 'd' }] },
    }
    expect(podKind.validateUpdate!(grown, old).map(fieldErrorText)).toEqual([
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    ])
  })

  test('an ended container of a pod that does not restart stays ended', () => {
    const old = made({ restartPolicy: 'Never' })
    const status = (state: ContainerStatus['state']) => ({
      ...old,
      status: { ...old.status, containerStatuses: [{ name: 'c', state, ready: false, restartCount: 0, image: '', imageID: '' }] },
    })
    const found = podKind.validateStatusUpdate!(status({ running: {} }), status({ terminated: { exitCode: 0 } }))
    expect(found.map(fieldErrorText)).toEqual([
      'status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state',
    ])
  })
})

describe('STATUS', () => {
  const state = (name: string, given: ContainerStatus['state'], more: Partial<ContainerStatus> = {}): ContainerStatus => ({
    name,
    state: given,
    ready: false,
    restartCount: 0,
    image: '',
    imageID: '',
    ...more,
  })
  const pod = (status: Partial<Pod['status']>, more: Partial<Pod> = {}): Pod => ({
    ...made({ initContainers: [container({ name: 'i' })] }),
    ...more,
    status: { phase: 'Running', ...status },
  })
  const waiting = (reason: string) => state('c', { waiting: { reason } })
  const running = state('c', { running: {} }, { ready: true })

  test.each<[string, Pod]>([
    ['Pending', pod({ phase: 'Pending' })],
    ['ContainerCreating', pod({ phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] })],
    ['Running', pod({ containerStatuses: [running] })],
    ['CrashLoopBackOff', pod({ containerStatuses: [waiting('CrashLoopBackOff')] })],
    [
      'Completed',
      pod({ phase: 'Succeeded', containerStatuses: [state('c', { terminated: { exitCode: 0, reason: 'Completed' } })] }),
    ],
    ['OOMKilled', pod({ containerStatuses: [state('c', { terminated: { exitCode: 137, reason: 'OOMKilled' } })] })],
    ['ExitCode:3', pod({ containerStatuses: [state('c', { terminated: { exitCode: 3 } })] })],
    ['Signal:9', pod({ containerStatuses: [state('c', { terminated: { exitCode: 137, signal: 9 } })] })],
    ['Init:0/1', pod({ phase: 'Pending', initContainerStatuses: [state('i', { running: {} })] })],
    [
      'Init:Error',
      pod({ phase: 'Pending', initContainerStatuses: [state('i', { terminated: { exitCode: 1, reason: 'Error' } })] }),
    ],
    [
      'Init:ImagePullBackOff',
      pod({ phase: 'Pending', initContainerStatuses: [state('i', { waiting: { reason: 'ImagePullBackOff' } })] }),
    ],
    ['Evicted', pod({ phase: 'Failed', reason: 'Evicted' })],
    [
      'Terminating',
      pod({ containerStatuses: [running] }, { metadata: { ...made().metadata, deletionTimestamp: '2026-01-01T00:00:30Z' } }),
    ],
    [
      'SchedulingGated',
      pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
    ],
  ])('%s', (word, given) => expect(podStatusWord(given)).toBe(word))

  test('counts sidecars and their restarts', () => {
    const base = made({ initContainers: [container({ name: 's', restartPolicy: 'Always' })] })
    const lastState = { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:00:10Z' } }
    const sidecar = state('s', { running: {} }, { ready: true, started: true, restartCount: 2, lastState })
    const given = {
      ...base,
      status: { phase: 'Running' as const, initContainerStatuses: [sidecar], containerStatuses: [running] },
    }
    expect(podSummary(given)).toEqual({ word: 'Running', ready: 2, total: 2, restarts: 2, restartedAt: '2026-01-01T00:00:10Z' })
    const restarts = podKind.columns!.find((column) => column.name === 'Restarts')!
    expect(restarts.cell(given, 40_000)).toBe('2 (30s ago)')
  })
})

describe('grace', () => {
  const on = (nodeName: string, phase: Pod['status']['phase']): Pod => ({ ...made({ nodeName }), status: { phase } })
  test('is what the spec says', () => expect(podGracePeriod(on('n', 'Running'), undefined)).toBe(30))
  test('is what was asked for', () => expect(podGracePeriod(on('n', 'Running'), 5)).toBe(5))
  test('is none without a node', () => expect(podGracePeriod(on('', 'Pending'), 5)).toBe(0))
  test('is none once it has ended', () => expect(podGracePeriod(on('n', 'Failed'), 5)).toBe(0))
  test('is a second when negative', () => expect(podGracePeriod(on('n', 'Running'), -4)).toBe(1))
})
