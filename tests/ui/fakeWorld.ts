import type { Reply, Request, WorkerPort } from '../../src/world/protocol'
import type { Command } from '../../src/world/command'
import type { DetailView, Frame, MarkView, NodeView, PodState, PodView } from '../../src/world/frame'

/** A pod as a frame brings it, for tests of the page. */
export function podView(name: string, state: PodState, node: string, slot: number, more: Partial<PodView> = {}): PodView {
  const ready = state === 'ready'
  const container = {
    name: 'nginx',
    role: 'main',
    image: 'nginx:1.27',
    tag: '1.27',
    state: 'running',
    reason: '',
    ready,
    restarts: 0,
    exitCode: null,
    probes: [{ type: 'readiness', results: [ready] }],
  } as const
  return {
    uid: `uid-${name}`,
    name,
    namespace: 'default',
    short: name.split('-').at(-1)!,
    app: 'web',
    hue: 0,
    old: false,
    node,
    slot,
    state,
    status: ready || state === 'notready' ? 'Running' : state === 'crash' ? 'CrashLoopBackOff' : 'ContainerCreating',
    ready,
    createdAt: 1000,
    span: state === 'creating' || state === 'crash' ? { from: 2000, until: 30_000 } : null,
    restarts: state === 'crash' ? 3 : 0,
    exitCode: state === 'crash' ? 1 : null,
    containers: [container],
    owner: 'uid-rs',
    cpu: 250,
    memory: 128 * 2 ** 20,
    ...more,
  }
}

/** How far the cluster is from what is wanted, and since when. */
const driftLine = [
  [0, 1],
  [2500, 0],
  [4000, 4],
  [9000, 3],
  [12_000, 2],
] as const

const node = (name: string): NodeView => ({
  uid: `uid-${name}`,
  name,
  zone: '',
  ready: 'True',
  powered: true,
  connected: true,
  unschedulable: false,
  taints: [],
  cpu: 2000,
  memory: 4 * 2 ** 30,
  pods: 110,
  requests: [[0, 500, 256 * 2 ** 20]],
  cpuUsed: 120,
  lease: 0,
})

const pods = [
  podView('web-7c4b9-z4jfn', 'ready', 'node-1', 0),
  podView('web-7c4b9-c8ktp', 'ready', 'node-2', 0),
  podView('web-7c4b9-b5rwq', 'notready', 'node-3', 0),
  podView('web-7c4b9-x3v8l', 'creating', 'node-3', 1),
  podView('api-6c9d7-f2kx8', 'crash', 'node-2', 1, { app: 'api', hue: 1 }),
]

const marks: MarkView[] = Array.from({ length: 40 }, (_, i) => ({
  id: i + 1,
  at: 400 + i * 470,
  lane: (['controllers', 'scheduler', 'kubelets', 'controllers'] as const)[i % 4]!,
  head: (['write', 'bind', 'status', i % 8 === 3 ? 'failure' : 'watch'] as const)[i % 4]!,
  hue: i % 5 === 0 ? 1 : 0,
  label: `mark ${i}`,
}))

/** What a world of five pods would say at a moment. */
export function fakeFrame(now: number, end: number, selected: string | null): Frame {
  const pod = pods.find((other) => other.uid === selected)
  return {
    reset: true,
    now,
    end,
    pods,
    gonePods: [],
    nodes: [node('node-1'), node('node-2'), node('node-3')],
    services: [
      {
        uid: 'uid-svc',
        name: 'web',
        namespace: 'default',
        hue: 0,
        type: 'ClusterIP',
        ports: '80 → 80',
        clusterIP: '10.96.0.12',
        endpoints: pods.slice(0, 2).map(({ uid }) => uid),
        notReady: [pods[2]!.uid],
        rate: 5,
        lost: 0,
      },
    ],
    ghosts: [{ key: 'uid-rs 1', owner: 'uid-web', hue: 0, node: '' }],
    drift: [
      {
        uid: 'uid-web',
        kind: 'Deployment',
        name: 'web',
        namespace: 'default',
        hue: 0,
        want: 5,
        have: 2,
        slots: (['ready', 'ready', 'notready', 'creating', 'ghost'] as const).map((state) => ({ state, old: false })),
      },
    ],
    plane: {
      apiserver: { up: true, request: 'POST …/binding', code: '201 Created', at: 900 },
      etcd: { up: true, revision: 4812, writes: [1, 2, 3, 4].map((revision) => ({ revision, hue: revision % 2 })) },
      controllerManager: { up: true },
      registry: { speed: 1 },
      controllers: ['Deployment', 'ReplicaSet', 'EndpointSlice', 'Node'].map((title) => ({
        name: title.toLowerCase(),
        title,
        up: true,
        litAt: 800,
        hue: 0,
        line: { key: 'loop.idle' },
      })),
      scheduler: { up: true, queue: [], pod: '', at: 0, chosen: 'node-3', verdicts: [] },
    },
    messages: [],
    marks: [
      ...marks.filter(({ at }) => at <= now),
      { id: 99, at: 4000, lane: 'you' as const, head: 'edit' as const, hue: 0, label: 'replicas 1 → 5' },
    ].toSorted((a, b) => a.at - b.at),
    driftLine: driftLine.filter(([at]) => at <= end),
    documents: [
      {
        file: 'web.yaml',
        line: 2,
        endLine: 22,
        kind: 'Deployment',
        name: 'web',
        namespace: 'default',
        uid: 'uid-web',
        state: 'creating',
        hue: 0,
        text: [{ key: 'summary.ready', values: { ready: 2, want: 5 } }],
      },
    ],
    diagnostics: [
      {
        file: 'web.yaml',
        line: 16,
        column: 18,
        endColumn: 28,
        severity: 'error',
        source: 'kubelet',
        message: 'manifest unknown',
      },
    ],
    detail: pod ? detailOf(pod) : null,
  }
}

function detailOf(pod: PodView): DetailView {
  const states = ['pending', 'creating', 'running', 'ready', 'terminated', 'backoff', 'completed']
  const ways = [
    'pending creating',
    'creating running',
    'running ready',
    'ready running',
    'running terminated',
    'terminated backoff',
    'backoff running',
    'running completed',
  ]
  return {
    uid: pod.uid,
    kind: 'Pod',
    name: pod.name,
    namespace: pod.namespace,
    exists: true,
    spec: 'nodeName: node-2\nrestartPolicy: Always\ncontainers:\n  - name: nginx\n    image: nginx:1.27\n',
    status: 'phase: Running\nready: false\nrestartCount: 3\n',
    conditions: [
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [nginx]' },
    ],
    events: [
      {
        at: 4100,
        type: 'Normal',
        reason: 'Scheduled',
        message: 'Successfully assigned default/api to node-2',
        count: 1,
        component: 'default-scheduler',
      },
      {
        at: 9100,
        type: 'Warning',
        reason: 'BackOff',
        message: 'Back-off restarting failed container nginx',
        count: 3,
        component: 'kubelet',
      },
    ],
    why: [
      {
        id: 9,
        at: 4100,
        verb: 'create',
        from: 'controller:replicaset',
        about: pod.uid,
        subject: `Pod default/${pod.name}`,
        note: '',
      },
      {
        id: 2,
        at: 4000,
        verb: 'patch',
        from: 'you',
        about: 'uid-web',
        subject: 'Deployment default/web',
        note: '',
        file: 'web.yaml',
        line: 7,
      },
    ],
    charts: [
      {
        machine: 'pod',
        title: 'Pod',
        states: states.map((id, i) => ({
          id,
          now: id === 'backoff',
          entered: i < 3 || i === 4 || i === 5 ? [1000 + i * 900] : [],
        })),
        transitions: ways.map((way) => ({ from: way.split(' ')[0]!, to: way.split(' ')[1]!, event: 'next' })),
      },
    ],
    verdicts: [
      { node: 'node-1', plugin: 'NodeResourcesFit', reason: 'Insufficient cpu', score: -1 },
      { node: 'node-2', plugin: '', reason: '', score: 91 },
      { node: 'node-3', plugin: '', reason: '', score: 64 },
    ],
    logs: [{ container: 'nginx', lines: ['starting', 'Error: DB_HOST is not set'] }],
  }
}

/** A link whose far end answers at once with made-up frames, and remembers what it was asked. */
export function fakeWorld(): WorkerPort & { readonly asked: Request[]; hold: boolean; release(): void } {
  const asked: Request[] = []
  const held: Request[] = []
  let listener: (event: { readonly data: Reply }) => void = () => undefined
  let now = 0
  let end = 0
  let selected: string | null = null

  function answer(request: Request): void {
    if (request.type === 'tick') now = Math.max(now, Math.min(request.to, now + 1000))
    if (request.type === 'seek') now = request.to
    if (request.type === 'select') selected = request.uid
    end = Math.max(end, now)
    if (request.type === 'dispatch')
      return reply(refused(request.command) ?? { type: 'done', id: request.id, at: now }, request.id)
    reply({ type: 'frame', id: request.id, frame: fakeFrame(now, end, selected) }, request.id)
  }
  const reply = (said: Reply, id: number): void => listener({ data: { ...said, id } as Reply })
  const refused = (command: Command): Reply | null =>
    command.type === 'delete' ? { type: 'error', id: 0, message: `${command.kind} "${command.name}" not found` } : null

  const port = {
    asked,
    hold: false,
    release: () => held.splice(0).forEach(answer),
    postMessage(request: Request) {
      asked.push(request)
      if (port.hold) held.push(request)
      else queueMicrotask(() => answer(request))
    },
    addEventListener(type: string, on: unknown) {
      if (type === 'message') listener = on as typeof listener
    },
    terminate: () => undefined,
  }
  return port as WorkerPort & typeof port
}
