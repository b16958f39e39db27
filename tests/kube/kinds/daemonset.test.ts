import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { serverClient } from '../../../src/api/serverClient'
import type { DaemonSet } from '../../../src/kube/kinds/daemonset/api'
import { podFor, targetOf } from '../../../src/kube/kinds/daemonset/pods'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { World } from '../../../src/world/world'
import { clusterWith, run } from '../../support/cluster'
import { controlPlane, draft } from '../../support/controlPlane'

const yaml = (strategy = '', pod = '') => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  ${strategy && `updateStrategy: { ${strategy} }`}
  template:
    metadata: { labels: { app: agent } }
    spec:
      terminationGracePeriodSeconds: 1
      ${pod}
      containers: [{ name: c, image: 'nginx:1.27' }]
`

const client = (world: World) => serverClient(world.cluster.server, 'you')
const pods = (world: World) => client(world).list('Pod')
const places = (world: World) => pods(world).map(targetOf).sort()
const live = (world: World) => client(world).get('DaemonSet', 'agent', 'default')!
const later = (world: World, seconds: number) => void world.advance(world.now + seconds * 1000)
const imagesByNode = (world: World) =>
  Object.fromEntries(pods(world).map((pod) => [pod.spec.nodeName, pod.spec.containers[0]!.image]))
const all = ['node-1', 'node-2', 'node-3']

describe('daemonset', () => {
  test('puts one pod on each node, through the scheduler', () => {
    const world = clusterWith(yaml())
    expect(places(world)).toEqual(all)
    const [pod] = pods(world)
    expect(pod!.metadata.name).toMatch(/^agent-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(pod!.metadata.labels).toMatchObject({ app: 'agent', 'pod-template-generation': '1' })
    expect(pod!.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [pod!.spec.nodeName] }] }],
    })
    expect(pod!.spec.tolerations?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/not-ready:NoExecute',
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/disk-pressure:NoSchedule',
      'node.kubernetes.io/memory-pressure:NoSchedule',
      'node.kubernetes.io/pid-pressure:NoSchedule',
      'node.kubernetes.io/unschedulable:NoSchedule',
    ])
    expect(live(world).status).toEqual({
      currentNumberScheduled: 3,
      numberMisscheduled: 0,
      desiredNumberScheduled: 3,
      numberReady: 3,
      observedGeneration: 1,
      updatedNumberScheduled: 3,
      numberAvailable: 3,
    })
  })

  test('a pod that is made for a node keeps what the template prefers', () => {
    const preferred = [{ weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' as const }] } }]
    const set = live(clusterWith(yaml('', 'hostNetwork: true')))
    const { template } = set.spec
    const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } }
    const picky = { ...set, spec: { ...set.spec, template: { ...template, spec: { ...template.spec, affinity } } } }
    const pod = podFor(picky, 'node-9', 'h')
    expect(pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution).toBe(preferred)
    expect(targetOf(pod as Pod)).toBe('node-9')
    expect(pod.spec.tolerations?.at(-1)?.key).toBe('node.kubernetes.io/network-unavailable')
  })

  test('follows labels and taints of the nodes', () => {
    const world = clusterWith(yaml('', 'nodeSelector: { disk: ssd }'))
    expect(places(world)).toEqual([])
    run(world, 'label node node-1 node-2 disk=ssd')
    later(world, 10)
    expect(places(world)).toEqual(['node-1', 'node-2'])
    run(world, 'label node node-1 disk-')
    later(world, 10)
    expect(places(world)).toEqual(['node-2'])
    run(world, 'taint node node-2 only=me:NoSchedule')
    run(world, 'label node node-3 disk=ssd')
    run(world, 'taint node node-3 only=me:NoExecute')
    later(world, 10)
    // What runs may stay where nothing new may come.
    expect(places(world)).toEqual(['node-2'])
    expect(live(world).status).toMatchObject({ desiredNumberScheduled: 0, numberMisscheduled: 1 })
    run(world, 'taint node node-2 only=me:NoExecute')
    later(world, 10)
    expect(places(world)).toEqual([])
  })

  test('a cordoned node keeps its daemon, and a new node gets one', () => {
    const world = clusterWith(yaml())
    run(world, 'cordon node-1')
    client(world).delete(
      'Pod',
      pods(world).find((pod) => pod.spec.nodeName === 'node-1')!,
    )
    world.dispatch({ type: 'add-node', name: 'node-4' })
    later(world, 20)
    expect(places(world)).toEqual([...all, 'node-4'])
    expect(live(world).status).toMatchObject({ desiredNumberScheduled: 4, numberReady: 4 })
  })

  test('deletes what failed, each time a little later', () => {
    const plane = controlPlane({ nodes: ['node-1'] })
    plane.client.create(
      draft({
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'agent', namespace: 'default' },
        spec: {
          selector: { matchLabels: { app: 'agent' } },
          template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
        },
      }),
    )
    plane.run(2_000)
    const only = () => plane.client.list('Pod')[0]!
    const fail = () => {
      const pod = only()
      plane.client.updateStatus<Pod>({ ...pod, status: { ...pod.status, phase: 'Failed' } })
      const since = plane.kernel.now
      while (plane.client.list('Pod').some(({ metadata }) => metadata.uid === pod.metadata.uid)) plane.run(20)
      const ms = plane.kernel.now - since
      while (plane.client.list('Pod').length === 0 || only().status.phase !== 'Running') plane.run(20)
      return Math.round(ms / 1000)
    }
    // The grace of the pod aside: at once, then about 1, 2 and 4 s after the one before.
    expect([fail(), fail(), fail(), fail()]).toEqual([0, 0, 1, 3])
    expect(plane.events('agent').filter((event) => event.startsWith('FailedDaemonPod'))[0]).toMatch(
      /^FailedDaemonPod: Found failed daemon pod default\/agent-\w{5} on node node-1, will try to kill it$/,
    )
  })
})

describe('rolling update of daemons', () => {
  test('node by node', () => {
    const world = clusterWith(yaml())
    const seen = new Set<number>()
    world.cluster.store.onChange(({ object }) => {
      if (object.kind === 'DaemonSet') seen.add((object as DaemonSet).status.numberUnavailable ?? 0)
    })
    run(world, 'set image ds/agent c=nginx:1.26')
    const { out } = run(world, 'rollout status ds/agent')
    expect(out[0]).toBe('Waiting for daemon set spec update to be observed...')
    expect(out).toContain('Waiting for daemon set "agent" rollout to finish: 1 out of 3 new pods have been updated...')
    expect(out.at(-1)).toBe('daemon set "agent" successfully rolled out')
    expect(imagesByNode(world)).toEqual(Object.fromEntries(all.map((node) => [node, 'nginx:1.26'])))
    expect([...seen].sort()).toEqual([0, 1])
    expect(run(world, 'rollout history ds/agent').out.slice(2, 4)).toEqual(['1         <none>', '2         <none>'])
    expect(run(world, 'rollout undo ds/agent').out).toEqual(['daemonset.apps/agent rolled back'])
    run(world, 'rollout status ds/agent')
    expect(run(world, 'rollout history ds/agent').out.slice(2, 4)).toEqual(['2         <none>', '3         <none>'])
    expect(live(world).metadata.annotations?.['deprecated.daemonset.template.generation']).toBe('3')
  })

  test('with a surge the new pod comes first', () => {
    const world = clusterWith(yaml('rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }'))
    let least = 3
    let most = 0
    world.cluster.store.onChange(({ object }) => {
      if (object.kind === 'DaemonSet') least = Math.min(least, (object as DaemonSet).status.numberAvailable ?? 0)
      if (object.kind === 'Pod') most = Math.max(most, pods(world).filter((pod) => !pod.metadata.deletionTimestamp).length)
    })
    run(world, 'set image ds/agent c=nginx:1.26')
    later(world, 60)
    expect(imagesByNode(world)).toEqual(Object.fromEntries(all.map((node) => [node, 'nginx:1.26'])))
    expect(most).toBe(4)
    expect(least).toBeGreaterThanOrEqual(2)
  })

  test('OnDelete leaves it to people, and kubectl has no status to tell', () => {
    const world = clusterWith(yaml('type: OnDelete'))
    run(world, 'set image ds/agent c=nginx:1.26')
    later(world, 10)
    expect(new Set(Object.values(imagesByNode(world)))).toEqual(new Set(['nginx:1.27']))
    expect(run(world, 'rollout status ds/agent').err).toEqual([
      'error: rollout status is only available for RollingUpdate strategy type',
    ])
    client(world).delete('Pod', pods(world)[0]!)
    later(world, 10)
    expect(Object.values(imagesByNode(world)).filter((image) => image === 'nginx:1.26')).toHaveLength(1)
  })
})

test('kubectl drain leaves daemons alone', () => {
  const world = clusterWith(yaml())
  expect(run(world, 'drain node-1').err.at(-1)).toMatch(
    /^error: cannot delete DaemonSet-managed Pods \(use --ignore-daemonsets to ignore\): default\/agent-\w{5}$/,
  )
  const { exit, out, err } = run(world, 'drain node-1 --ignore-daemonsets')
  expect([exit, out.at(-1)]).toEqual([0, 'node/node-1 drained'])
  expect(err[0]).toMatch(/^Warning: ignoring DaemonSet-managed Pods: default\/agent-\w{5}$/)
  expect(places(world)).toEqual(all)
  // Daemons of nobody are for people to decide about.
  world.dispatch({ type: 'stop', part: 'controller-manager' })
  run(world, 'delete ds agent')
  expect(run(world, 'drain node-2 --ignore-daemonsets').err.at(-1)).toMatch(
    /^error: daemonsets\.apps "agent" not found: default\/agent-\w{5}$/,
  )
  expect(run(world, 'drain node-2 --ignore-daemonsets --force').exit).toBe(0)
  expect(places(world)).toEqual(['node-1', 'node-3'])
})

const deed = fc.oneof(
  fc.integer({ min: 0, max: 3 }).map((at) => (world: World) => {
    const pod = pods(world)[at]
    if (pod) client(world).delete('Pod', pod, at === 3 ? { gracePeriodSeconds: 0 } : {})
  }),
  fc.integer({ min: 20, max: 27 }).map((tag) => (world: World) => void run(world, `set image ds/agent c=nginx:1.${tag}`)),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()).map(
    ([node, on]) =>
      (world: World) =>
        void run(world, `taint node node-${node} a=b:NoExecute${on ? '' : '-'}`),
  ),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()).map(
    ([node, on]) =>
      (world: World) =>
        void world.dispatch({ type: on ? 'power-on' : 'power-off', node: `node-${node}` }),
  ),
)

test('whatever happens, no node has two daemons without a surge, and at most two with one', () => {
  const lists = fc.array(fc.tuple(deed, fc.integer({ min: 0, max: 5_000 })), { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(lists, fc.boolean(), (list, surge) => {
      const world = clusterWith(yaml(surge ? 'rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }' : ''), { seconds: 1 })
      const wrong: string[] = []
      world.cluster.store.onChange(({ type, object }) => {
        if (object.kind !== 'Pod' || type !== 'ADDED') return
        const node = targetOf(object as Pod)
        const there = pods(world).filter((pod) => targetOf(pod) === node)
        const staying = there.filter((pod) => !pod.metadata.deletionTimestamp)
        if ((surge ? staying.length : there.length) > (surge ? 2 : 1)) wrong.push(`${there.length} on ${node}`)
      })
      for (const [act, ms] of list) {
        act(world)
        world.advance(world.now + ms)
      }
      expect(wrong).toEqual([])
    }),
    { numRuns: 25, seed: 7 },
  )
}, 60_000)
