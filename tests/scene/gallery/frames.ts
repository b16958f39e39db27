import type {
  ContainerView,
  ControllerView,
  DriftView,
  Frame,
  GhostView,
  MessageView,
  NodeView,
  OwnerView,
  PodState,
  PodView,
  ServiceView,
} from '../../../src/world/frame'
import { noFurniture } from '../../../src/world/frameFurniture'

/** Hand-made frames for the gallery and the tests: the scenes of the design pictures. */

const Gi = 1024 ** 3

export function container(name: string, tag: string, extra: Partial<ContainerView> = {}): ContainerView {
  return {
    name,
    role: 'main',
    image: `shop/${name}:${tag}`,
    tag,
    state: 'running',
    reason: '',
    ready: true,
    restarts: 0,
    exitCode: null,
    probes: [{ type: 'readiness', results: [true, true, true] }],
    ...extra,
  }
}

export function pod(
  short: string,
  app: string,
  hue: number,
  node: number,
  slot: number,
  extra: Partial<PodView> & { tag?: string } = {},
): PodView {
  const { tag = '2.0', ...rest } = extra
  const state: PodState = rest.state ?? 'ready'
  return {
    uid: `uid-${short}`,
    name: `${app}-7c4b9-${short}`,
    namespace: 'default',
    short,
    app,
    hue,
    old: false,
    node: node > 0 ? `node-${node}` : '',
    slot,
    state,
    status: 'Running',
    ready: state === 'ready',
    createdAt: 0,
    span: null,
    restarts: 0,
    exitCode: null,
    containers: [container(app, tag)],
    owner: `uid-${app}-rs${rest.old ? '-1' : ''}`,
    cpu: 250,
    memory: 128 * 1024 ** 2,
    ...rest,
  }
}

export function node(index: number, requests: NodeView['requests'], extra: Partial<NodeView> = {}): NodeView {
  return {
    uid: `uid-node-${index}`,
    name: `node-${index}`,
    zone: '',
    ready: 'True',
    powered: true,
    connected: true,
    unschedulable: false,
    taints: [],
    cpu: 1000,
    memory: Gi,
    pods: 110,
    requests,
    cpuUsed: 0,
    lease: 48_000,
    ...extra,
  }
}

export function controller(name: string, title: string, litAt: number, hue: number, line: string, up = true): ControllerView {
  return { name, title, up, litAt, hue, line: { key: line } }
}

export function message(
  id: number,
  at: number,
  head: MessageView['head'],
  from: string,
  to: string,
  hue: number,
  label = '',
): MessageView {
  return { id, at, head, from, to, about: 'uid-web', hue, label }
}

/** The owners that the drift and the pods of a frame speak of; of a Deployment with its ReplicaSets. */
export function ownersOf(drift: readonly DriftView[], pods: readonly PodView[]): OwnerView[] {
  return drift.flatMap(({ uid, kind, name, namespace, hue, want, have }) => {
    const base = { namespace, hue, createdAt: 0, text: [] }
    const tagOf = (pod: PodView) => pod.containers.find(({ role }) => role === 'main')?.tag ?? ''
    const owned = pods.filter((pod) => pod.app === name)
    const root = { ...base, uid: kind === 'Deployment' ? uid : (owned[0]?.owner ?? uid), kind, name, parent: '', tag: '' }
    if (kind !== 'Deployment') return [{ ...root, replicas: { want, have } }]
    const sets = [...new Set(owned.map((pod) => pod.owner))].map((owner) => {
      const mine = owned.filter((pod) => pod.owner === owner)
      const [first] = mine
      const set = first!.name.slice(0, -first!.short.length - 1)
      const replicas = { want: mine.length, have: mine.filter(({ ready }) => ready).length }
      return {
        ...base,
        uid: owner,
        kind: 'ReplicaSet',
        name: set,
        parent: uid,
        tag: tagOf(first!),
        replicas,
        createdAt: first!.old ? 0 : 1,
      }
    })
    return [{ ...root, replicas: { want, have } }, ...sets]
  })
}

export const drift = (name: string, kind: string, hue: number, want: number, have: number): DriftView => ({
  uid: `uid-${name}`,
  kind,
  name,
  namespace: 'default',
  hue,
  want,
  have,
  slots: [],
})

const mem = (share: number): number => share * Gi

export const now = 48_200

/** The rolling update of main-dark: four nodes, a crash loop, a Service with five endpoints. */
export function rollingUpdate(): Frame {
  const pods = [
    pod('h2x9v', 'web', 0, 1, 0, { tag: '1.4', old: true }),
    pod('c8ktp', 'web', 0, 1, 1),
    pod('n1', 'log', 5, 1, 2, { tag: 'log' }),
    pod('migrate', 'migrate', 3, 1, 3, { state: 'done', status: 'Completed' }),
    pod('b5rwq', 'web', 0, 2, 0, { tag: '1.4', old: true }),
    pod('z4jfn', 'web', 0, 2, 1),
    pod('n2', 'log', 5, 2, 2, { tag: 'log' }),
    pod('api-9d', 'api', 1, 2, 4, { tag: '1.3' }),
    pod('k7p2m', 'web', 0, 3, 0, {
      state: 'term',
      status: 'Terminating',
      old: true,
      span: { from: now - 11_400, until: now + 18_600 },
    }),
    pod('x3v8l', 'web', 0, 3, 1, {
      state: 'creating',
      status: 'ContainerCreating',
      span: { from: now - 6_400, until: now + 3_600 },
    }),
    pod('n3', 'log', 5, 3, 2, { tag: 'log' }),
    pod('cache-0', 'cache', 2, 3, 4, {
      containers: [container('cache', '7.2'), container('exporter', '1', { role: 'sidecar' })],
    }),
    pod('t9d6s', 'web', 0, 4, 0, { tag: '1.4', old: true }),
    pod('m6gh5', 'web', 0, 4, 1, { state: 'notready' }),
    pod('n4', 'log', 5, 4, 2, { tag: 'log' }),
    pod('api-f2', 'api', 1, 4, 5, {
      state: 'crash',
      status: 'CrashLoopBackOff',
      restarts: 3,
      span: { from: now - 14_500, until: now + 17_700 },
    }),
    pod('q7m4d', 'web', 0, 0, -1, { state: 'pending', status: 'Pending' }),
  ]
  const ghosts: GhostView[] = [
    { key: 'web/1', owner: 'uid-web-rs', hue: 0, node: '' },
    { key: 'web/2', owner: 'uid-web-rs', hue: 0, node: 'node-3' },
  ]
  const services: ServiceView[] = [
    {
      uid: 'uid-svc-web',
      name: 'web',
      namespace: 'default',
      hue: 0,
      type: 'ClusterIP',
      ports: '80 → 8080',
      clusterIP: '10.96.0.10',
      endpoints: ['uid-h2x9v', 'uid-c8ktp', 'uid-b5rwq', 'uid-z4jfn', 'uid-t9d6s'],
      notReady: ['uid-m6gh5'],
      rate: 40,
      lost: 0,
    },
  ]
  const wanted = [
    drift('web', 'Deployment', 0, 6, 5),
    drift('api', 'Deployment', 1, 2, 1),
    drift('cache', 'StatefulSet', 2, 1, 1),
    drift('log', 'DaemonSet', 5, 4, 4),
    drift('migrate', 'Job', 3, 1, 1),
  ]
  const hues = [0, 0, 1, 0, 2, 0, 0, 0, 1, 0, 0, 0]
  return {
    reset: true,
    now,
    end: now,
    pods,
    gonePods: [],
    nodes: [
      node(1, [
        [0, 820, mem(0.3)],
        [5, 100, mem(0.08)],
      ]),
      node(2, [
        [0, 360, mem(0.24)],
        [1, 180, mem(0.14)],
        [5, 100, mem(0.08)],
      ]),
      node(3, [
        [0, 180, mem(0.12)],
        [2, 200, mem(0.34)],
        [5, 100, mem(0.08)],
      ]),
      node(4, [
        [0, 360, mem(0.24)],
        [1, 180, mem(0.14)],
        [5, 100, mem(0.08)],
      ]),
    ],
    services,
    ghosts,
    drift: wanted,
    furniture: { ...noFurniture, owners: ownersOf(wanted, pods) },
    plane: {
      apiserver: { up: true, request: 'POST …/binding', code: '201 Created', at: now },
      etcd: { up: true, revision: 4812, writes: hues.map((hue, i) => ({ revision: 4801 + i, hue })) },
      controllerManager: { up: true },
      registry: { speed: 1 },
      controllers: [
        controller('deployment', 'Deployment', now - 300, 0, '1.4 → 2.0'),
        controller('replicaset', 'ReplicaSet', now - 200, 0, '5 of 5 made'),
        controller('endpointslice', 'EndpointSlice', now - 500, 0, '5 ready'),
        controller('node', 'Node', -1, -1, '4 leases ok'),
        controller('job', 'Job', -1, -1, 'idle'),
      ],
      scheduler: {
        up: true,
        queue: ['uid-q7m4d'],
        pod: 'uid-x3v8l',
        at: now - 300,
        chosen: 'node-3',
        verdicts: [
          { node: 'node-1', plugin: 'NodeResourcesFit', reason: 'Insufficient cpu', score: -1 },
          { node: 'node-2', plugin: '', reason: '', score: 58 },
          { node: 'node-3', plugin: '', reason: '', score: 91 },
          { node: 'node-4', plugin: '', reason: '', score: 64 },
        ],
      },
    },
    messages: [
      message(1, now - 260, 'lease', 'kubelet:node-1', 'apiserver', -1, 'node-1'),
      message(2, now - 190, 'status', 'kubelet:node-2', 'apiserver', 0, 'z4jfn Running'),
      message(3, now - 200, 'watch', 'apiserver', 'kubelet:node-3', 0, 'x3v8l'),
      message(4, now - 230, 'status', 'kubelet:node-4', 'apiserver', 0, 'm6gh5 Running'),
      message(5, now - 120, 'bind', 'scheduler', 'apiserver', 0),
      message(6, now - 150, 'write', 'controller:replicaset', 'apiserver', 0),
      message(7, now - 170, 'watch', 'apiserver', 'controller:endpointslice', 0),
    ],
    marks: [],
    driftLine: [],
  }
}

/** The crash of main-light: three nodes, an empty queue, two Services. */
export function crashLoop(): Frame {
  const base = rollingUpdate()
  const plane = base.plane!
  const service = base.services![0]!
  const pods: PodView[] = [
    pod('c8ktp', 'web', 0, 1, 0),
    pod('z4jfn', 'web', 0, 1, 1),
    pod('n1', 'log', 5, 1, 2, { tag: 'log' }),
    pod('migrate', 'migrate', 3, 1, 5, { state: 'done', status: 'Completed' }),
    pod('b5rwq', 'web', 0, 2, 0),
    pod('api-9d', 'api', 1, 2, 1, { tag: '1.3', old: true }),
    pod('n2', 'log', 5, 2, 2, { tag: 'log' }),
    pod('x3v8l', 'web', 0, 3, 0, {
      state: 'creating',
      status: 'ContainerCreating',
      span: { from: now - 3_800, until: now + 6_200 },
    }),
    pod('cache-0', 'cache', 2, 3, 1, {
      containers: [container('cache', '7.2'), container('exporter', '1', { role: 'sidecar' })],
    }),
    pod('n3', 'log', 5, 3, 2, { tag: 'log' }),
    pod('f2kx8', 'api', 1, 3, 4, {
      state: 'crash',
      status: 'CrashLoopBackOff',
      restarts: 3,
      span: { from: now - 14_500, until: now + 17_700 },
    }),
  ]
  return {
    ...base,
    pods,
    furniture: { ...noFurniture, owners: ownersOf(base.drift!, pods) },
    ghosts: [],
    nodes: base.nodes!.slice(0, 3),
    services: [
      { ...service, endpoints: ['uid-c8ktp', 'uid-z4jfn', 'uid-b5rwq'] },
      { ...service, uid: 'uid-svc-api', name: 'api', hue: 1, endpoints: ['uid-api-9d'], rate: 12 },
    ],
    plane: {
      ...plane,
      apiserver: { up: true, request: 'PATCH', code: '200 OK', at: now },
      controllers: [
        controller('deployment', 'Deployment', now - 300, 0, 'web 4개 중 3개'),
        controller('replicaset', 'ReplicaSet', -1, -1, '할 일 없음'),
        controller('endpointslice', 'EndpointSlice', -1, -1, '바뀐 주소 없음'),
      ],
      scheduler: { up: true, queue: [], pod: '', at: -1, chosen: '', verdicts: [] },
    },
    messages: [
      message(1, now - 260, 'lease', 'kubelet:node-1', 'apiserver', -1, 'node-1'),
      message(2, now - 150, 'lease', 'kubelet:node-2', 'apiserver', -1),
      message(3, now - 230, 'status', 'kubelet:node-3', 'apiserver', 0, 'x3v8l ContainerCreating'),
      message(4, now - 150, 'watch', 'apiserver', 'controller:deployment', 0),
    ],
  }
}

/** The embed of the design: three nodes, five pods. */
export function embedScene(): Frame {
  const base = rollingUpdate()
  return {
    ...base,
    pods: [
      pod('web-1', 'web', 0, 1, 0),
      pod('web-4', 'web', 0, 1, 1, {
        state: 'creating',
        status: 'ContainerCreating',
        span: { from: now - 6_200, until: now + 3_800 },
      }),
      pod('web-2', 'web', 0, 2, 0),
      pod('web-3', 'web', 0, 3, 0),
      pod('web-5', 'web', 0, 0, -1, { state: 'pending', status: 'Pending' }),
    ],
    ghosts: [{ key: 'web/1', owner: 'x', hue: 0, node: 'node-3' }],
    nodes: base.nodes!.slice(0, 3),
    services: [],
    plane: { ...base.plane!, scheduler: { ...base.plane!.scheduler, queue: ['uid-web-5'], pod: 'uid-web-5', chosen: 'node-3' } },
    messages: [
      message(1, now - 200, 'status', 'kubelet:node-1', 'apiserver', 0),
      message(2, now - 200, 'bind', 'scheduler', 'apiserver', 0),
      message(3, now - 200, 'edit', 'you', 'apiserver', 0),
    ],
  }
}

/** One pod of every state, a lost node and a cordoned one. */
export function states(): Frame {
  const base = rollingUpdate()
  const span = { from: now - 6_400, until: now + 3_600 }
  const long = { from: now - 11_400, until: now + 18_600 }
  const init = { role: 'init', state: 'terminated', exitCode: 0 } as const
  return {
    ...base,
    pods: [
      pod('q7m4d', 'web', 0, 0, -1, { state: 'pending', status: 'Pending' }),
      pod('x3v8l', 'web', 0, 1, 0, { state: 'creating', status: 'ContainerCreating', span }),
      pod('m6gh5', 'web', 0, 1, 1, { state: 'notready' }),
      pod('z4jfn', 'web', 0, 1, 2),
      pod('f2kx8', 'api', 1, 1, 3, { state: 'crash', status: 'CrashLoopBackOff', restarts: 12, span: long }),
      pod('e9aab', 'api', 1, 1, 5, { state: 'failed', status: 'Error', exitCode: 1 }),
      pod('k7p2m', 'web', 2, 2, 0, { state: 'term', status: 'Terminating', span: long }),
      pod('migra', 'migrate', 3, 2, 1, { state: 'done', status: 'Completed' }),
      pod('b5rwq', 'web', 4, 2, 2, { state: 'unknown', status: 'Unknown' }),
      pod('init1', 'shop', 4, 2, 3, {
        state: 'creating',
        status: 'Init:1/2',
        containers: [container('a', '1', init), container('b', '1', { role: 'init' }), container('shop', '1.0')],
      }),
      pod('multi', 'mesh', 4, 2, 5, {
        containers: [container('a', '1.27.3'), container('b', '2'), container('c', '3', { role: 'sidecar' })],
      }),
      pod('u1aaa', 'web', 0, 3, 0, { state: 'unknown', status: 'Unknown' }),
      pod('u2aaa', 'api', 1, 3, 1, { state: 'unknown', status: 'Unknown' }),
      pod('c1aaa', 'cache', 2, 4, 0),
      pod('p1aaa', 'api', 1, 4, 1, { state: 'crash', status: 'ImagePullBackOff', span: long }),
      pod('p2aaa', 'api', 1, 4, 2, { state: 'crash', status: 'ErrImagePull' }),
    ],
    nodes: [
      base.nodes![0]!,
      base.nodes![1]!,
      { ...base.nodes![2]!, ready: 'Unknown', lease: now - 40_000 },
      { ...base.nodes![3]!, unschedulable: true },
    ],
    services: [],
    plane: {
      ...base.plane!,
      scheduler: { ...base.plane!.scheduler, up: false },
      controllers: base.plane!.controllers.map((one) => ({ ...one, litAt: -1, up: one.name !== 'job' })),
    },
    messages: [
      message(1, now - 250, 'failure', 'apiserver', 'kubelet:node-1', 1, 'forbidden: exceeded quota'),
      message(2, now - 200, 'pull', 'registry', 'kubelet:node-2', 0),
      message(3, now - 250, 'probe', 'kubelet:node-1', 'pod:uid-m6gh5', 0),
      message(4, now - 260, 'edit', 'you', 'apiserver', 0),
    ],
  }
}

/** Many nodes and pods, the same for the same numbers. */
export function crowd(nodes: number, podsEach: number, zones = 1): Frame {
  const base = rollingUpdate()
  const pods: PodView[] = []
  let seed = 7
  const chance = () => (seed = (seed * 1664525 + 1013904223) >>> 0) / 4294967296
  const odd: readonly (readonly [number, Partial<PodView>])[] = [
    [0.02, { state: 'notready' }],
    [0.04, { state: 'creating', status: 'ContainerCreating', span: { from: now - 4000, until: now + 4000 } }],
    [0.05, { state: 'term', status: 'Terminating', span: { from: now - 4000, until: now + 20_000 } }],
    [0.056, { state: 'crash', status: 'CrashLoopBackOff', restarts: 4, span: { from: now - 4000, until: now + 20_000 } }],
  ]
  for (let n = 1; n <= nodes; n++) {
    for (let slot = 0; slot < podsEach; slot++) {
      const dice = chance()
      const hue = Math.min(5, Math.floor((slot / podsEach) * 6 + chance() * 0.8))
      const state = odd.find(([most]) => dice < most)?.[1] ?? {}
      pods.push(pod(`${n}x${slot}`, `app${hue}`, hue, n, slot, { old: hue === 0 && slot % 3 === 0, ...state }))
    }
  }
  return {
    ...base,
    pods,
    ghosts: [],
    nodes: Array.from({ length: nodes }, (_, i) =>
      node(i + 1, [[0, 500, mem(0.3)]], { zone: zones > 1 ? 'abcdef'[Math.floor((i * zones) / nodes)]! : 'a' }),
    ),
    services: base.services!.map((service) => ({ ...service, endpoints: [] })),
    messages: Array.from({ length: 40 }, (_, i) =>
      message(i + 1, now - 100 - i * 9, 'status', `kubelet:node-${(i % nodes) + 1}`, 'apiserver', i % 6),
    ),
  }
}
