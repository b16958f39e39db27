import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/world/command'
import type { Furniture } from '../../src/world/frame'
import { firstEnglish } from '../../src/ui/i18n/say'
import { absorb, emptyView, type View } from '../../src/ui/readModel'
import { keyOf, menuOf, type MenuItem, type MenuTarget } from '../../src/ui/stage/menuItems'
import { WorldSession } from '../../src/world/session'
import { webYaml } from '../support/world'
import { fakeFrame } from './fakeWorld'

/** What no menu asks of a pool. */
const fixed = {
  arrivals: [],
  unneeded: [],
  machine: { cpu: '4', memory: '8Gi', zone: 'zone-a' },
  elastic: true,
  price: 0.2,
  cost: 0,
}
const view = absorb(emptyView, fakeFrame(20_000, 20_000, null))
const withFurniture = (furniture: Partial<Furniture>): View => ({ ...view, furniture: { ...view.furniture, ...furniture } })
const itemsOf = (target: MenuTarget, of = view) => menuOf(target, of)!.items
const commands = (target: MenuTarget, of = view) => itemsOf(target, of).flatMap(({ command }) => command ?? [])
const types = (target: MenuTarget, of = view) => commands(target, of).map(({ type }) => type)
/** A line and all lines below it. */
const below = (item: MenuItem): readonly MenuItem[] => [item, ...(item.items ?? []).flatMap(below)]
const branchOf = (target: MenuTarget, say: string, of = view) => itemsOf(target, of).find((item) => item.say === say)?.items ?? []

const owner = (kind: string, more: object = {}) => ({
  uid: 'uid-owner',
  kind,
  name: 'web',
  namespace: 'default',
  parent: '',
  hue: 0,
  tag: '',
  createdAt: 0,
  replicas: null,
  text: [],
  ...more,
})
const typesOf = (kind: string, more: object = {}) =>
  types({ kind: 'Workload', uid: 'uid-owner' }, withFurniture({ owners: [owner(kind, more)] }))

describe('menus', () => {
  test('a pod can be evicted and deleted, its running containers killed', () => {
    expect(commands({ kind: 'Pod', uid: 'uid-web-7c4b9-z4jfn' })).toEqual([
      { type: 'kill-container', namespace: 'default', pod: 'web-7c4b9-z4jfn', container: 'nginx' },
      { type: 'evict', namespace: 'default', pod: 'web-7c4b9-z4jfn' },
      { type: 'kill-pod', namespace: 'default', pod: 'web-7c4b9-z4jfn' },
    ])
  })

  test('a pod can send requests to the Services of its namespace', () => {
    const lines = branchOf({ kind: 'Pod', uid: 'uid-web-7c4b9-z4jfn' }, 'menu.sendTo')
    expect(lines.map(({ values }) => values)).toEqual([{ name: 'web' }])
    expect(lines[0]?.items?.[0]?.command).toEqual({
      type: 'traffic',
      rate: 5,
      namespace: 'default',
      service: 'web',
      from: { namespace: 'default', pod: 'web-7c4b9-z4jfn' },
    })
  })

  test('a node is offered the opposite of what it is', () => {
    const node: MenuTarget = { kind: 'Node', uid: 'uid-node-1' }
    expect(types(node)).toEqual(['cordon', 'drain', 'cut', 'power-off', 'remove-node'])
    const dark = view.nodes.map((one) => ({ ...one, powered: false, connected: false, unschedulable: true }))
    expect(types(node, { ...view, nodes: dark })).toEqual(['uncordon', 'drain', 'mend', 'power-on', 'patch', 'remove-node'])
    const draining = { left: 2, kept: [], message: '', next: 0 }
    const emptied = view.nodes.map((one) => ({ ...one, unschedulable: true, draining }))
    expect(itemsOf(node, { ...view, nodes: emptied })[1]).toMatchObject({ say: 'menu.stopDrain', command: { type: 'uncordon' } })
  })

  test('pods that nobody makes again are drained only by force, which is offered then', () => {
    const pods = new Map([...view.pods].map(([uid, pod]) => [uid, { ...pod, owner: '' }]))
    expect(commands({ kind: 'Node', uid: 'uid-node-1' }, { ...view, pods })).toContainEqual({
      type: 'drain',
      node: 'node-1',
      force: true,
    })
  })

  test('a node moves to another zone, and its pool has other bounds', () => {
    const zones = branchOf({ kind: 'Node', uid: 'uid-node-1' }, 'menu.zone')
    expect(zones[1]?.command).toEqual({
      type: 'patch',
      kind: 'Node',
      namespace: '',
      name: 'node-1',
      patch: { metadata: { labels: { 'topology.kubernetes.io/zone': 'zone-b' } } },
    })
    const pool = { name: 'cloud', nodes: ['node-1'], min: 1, max: 5, size: 1, joining: 0, ...fixed }
    const more = withFurniture({ pools: [pool] })
    expect(branchOf({ kind: 'Node', uid: 'uid-node-1' }, 'menu.pool', more).map(({ command }) => command)).toEqual([
      { type: 'set-pool', name: 'cloud', max: 6 },
      { type: 'set-pool', name: 'cloud', max: 4 },
      { type: 'set-pool', name: 'cloud', min: 2 },
      { type: 'set-pool', name: 'cloud', min: 0 },
    ])
    const rack = withFurniture({ pools: [{ ...pool, elastic: false }] })
    expect(branchOf({ kind: 'Node', uid: 'uid-node-1' }, 'menu.pool', rack)).toEqual([])
  })

  test('the rate of a Service is marked and can be ended', () => {
    const flowing = withFurniture({ flows: [{ namespace: 'default', service: 'web', rate: 5 }] })
    const items = itemsOf({ kind: 'Service', uid: 'uid-svc' }, flowing)
    expect(items.filter(({ checked }) => checked).map(({ values }) => values)).toEqual([{ rate: 5 }])
    expect(items.map(({ command }) => command)).toContainEqual({ type: 'traffic', namespace: 'default', service: 'web', rate: 0 })
    expect(types({ kind: 'Service', uid: 'uid-svc' })).toEqual(['traffic', 'traffic', 'traffic', 'traffic', 'delete'])
  })

  test('a Service can be asked by the pods of a workload', () => {
    const more = withFurniture({ owners: [owner('Deployment', { name: 'api', labels: { app: 'api' } })] })
    const lines = branchOf({ kind: 'Service', uid: 'uid-svc' }, 'menu.trafficFrom', more)
    expect(lines.map(({ values }) => values)).toEqual([{ kind: 'Deployment', name: 'api' }])
    expect(lines[0]?.items?.[1]?.command).toMatchObject({ rate: 20, from: { namespace: 'default', labels: { app: 'api' } } })
  })

  test('an Ingress is asked at its first host and path, the others a step away', () => {
    const rule = { service: '', name: 'web' }
    const rules = [
      { host: '*.example', path: '/shop', ...rule },
      { host: '', path: '/', ...rule },
    ]
    const ingress = {
      uid: 'uid-in',
      name: 'in',
      namespace: 'default',
      hue: 0,
      className: '',
      address: '',
      rules,
      rate: 0,
      lost: 0,
    }
    const items = itemsOf({ kind: 'Object', uid: 'uid-in' }, withFurniture({ ingresses: [ingress] }))
    expect(items[1]).toMatchObject({
      say: 'menu.trafficTo',
      values: { where: '*.example/shop', rate: 5 },
      command: { type: 'traffic', ingress: { host: 'www.example', path: '/shop' } },
    })
    expect(items.find(({ say }) => say === 'menu.requestsTo')?.items?.[0]?.command).toMatchObject({
      ingress: { host: '', path: '/' },
    })
    expect(items.at(-1)?.command).toEqual({ type: 'delete', kind: 'Ingress', namespace: 'default', name: 'in' })
  })

  test('each workload is offered what its kind can do', () => {
    const replicas = { want: 3, have: 3 }
    expect(typesOf('Deployment', { replicas })).toEqual(['scale', 'scale', 'scale', 'restart', 'undo', 'pause', 'delete'])
    expect(typesOf('Deployment', { replicas, resting: true })).toEqual(['scale', 'scale', 'scale', 'resume', 'delete'])
    expect(typesOf('StatefulSet', { replicas: { want: 1, have: 1 } })).toEqual(['scale', 'scale', 'restart', 'undo', 'delete'])
    expect(typesOf('DaemonSet', { replicas })).toEqual(['restart', 'undo', 'delete'])
    expect(typesOf('ReplicaSet', { replicas: { want: 0, have: 0 } })).toEqual(['scale', 'delete'])
    expect(typesOf('Job')).toEqual(['suspend', 'delete'])
    expect(typesOf('CronJob')).toEqual(['trigger', 'suspend', 'delete'])
    expect(typesOf('CronJob', { resting: true })).toEqual(['trigger', 'resume', 'delete'])
  })

  test('the stage takes nodes, pools of them, and a slower registry', () => {
    const stage = commands({ kind: 'Stage' })
    expect(stage.map(({ type }) => type)).toEqual(['add-node', 'add-pool', 'add-pool', 'registry', 'registry', 'registry'])
    const pool = { name: 'cloud', nodes: [], min: 1, max: 5, size: 1, joining: 0, ...fixed }
    expect(commands({ kind: 'Stage' }, withFurniture({ pools: [pool] }))[1]).toMatchObject({ type: 'add-pool', name: 'cloud-2' })
    expect(branchOf({ kind: 'Stage' }, 'menu.addNodeIn').map(({ command }) => command)).toContainEqual({
      type: 'add-node',
      zone: 'zone-b',
    })
  })

  test('a part of the control plane is stopped or started', () => {
    expect(commands({ kind: 'Part', part: 'scheduler' })).toEqual([{ type: 'stop', part: 'scheduler' }])
  })

  test('what is gone has no menu', () => {
    expect(menuOf({ kind: 'Pod', uid: 'none' }, view)).toBeNull()
    expect(menuOf({ kind: 'Workload', uid: 'none' }, view)).toBeNull()
    expect(menuOf({ kind: 'Object', uid: 'none' }, view)).toBeNull()
  })
})

const everything = `${webYaml(2)}---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 1
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: 'postgres:17' }] }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: tidy }
spec:
  schedule: '* * * * *'
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: tidy, image: busybox }] } } } }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  rules:
    - host: shop.example
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`

describe('every line of every menu of a real cluster', () => {
  const session = new WorldSession({ seed: 1, nodes: 2, files: [{ name: 'all.yaml', text: everything }] })
  session.dispatch({ type: 'add-pool', name: 'cloud', min: 1, max: 3 })
  const real = absorb(
    emptyView,
    session.tick(30_000, () => true),
  )
  const objects = [
    ...real.furniture.owners.map(({ uid }) => ({ kind: 'Workload', uid }) as const),
    ...[...real.pods.keys()].map((uid) => ({ kind: 'Pod', uid }) as const),
    ...real.nodes.map(({ uid }) => ({ kind: 'Node', uid }) as const),
    ...real.services.map(({ uid }) => ({ kind: 'Service', uid }) as const),
    ...real.furniture.ingresses.map(({ uid }) => ({ kind: 'Object', uid }) as const),
  ]
  const targets: MenuTarget[] = [...objects, { kind: 'Part', part: 'etcd' }, { kind: 'Registry' }, { kind: 'Stage' }]

  test('has words, and is told apart from the others', () => {
    expect(objects.length).toBeGreaterThan(10)
    for (const target of targets) {
      const { items } = menuOf(target, real)!
      for (const { say } of items.flatMap(below)) expect(Object.keys(firstEnglish)).toContain(say)
      for (const level of [items, ...items.flatMap(below).flatMap((item) => (item.items ? [item.items] : []))])
        expect(new Set(level.map(keyOf)).size).toBe(level.length)
    }
  })

  test('is a command that the world takes', () => {
    // Those that a cluster may well refuse: with no revision before, and with a budget or a bare pod in the way.
    const mayRefuse = new Set<Command['type']>(['undo', 'drain', 'delete', 'kill-container'])
    const all = targets.flatMap((target) => menuOf(target, real)!.items.flatMap(below)).flatMap(({ command }) => command ?? [])
    expect(all.length).toBeGreaterThan(60)
    for (const command of all) {
      const { world } = session
      const before = world.kernel.save()
      try {
        world.dispatch(command)
      } catch (error) {
        if (!mayRefuse.has(command.type)) throw new Error(JSON.stringify(command), { cause: error })
      }
      world.kernel.load(before)
    }
  })
})
