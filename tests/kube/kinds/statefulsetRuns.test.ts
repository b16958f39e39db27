import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { StatefulSet } from '../../../src/kube/kinds/statefulset/api'
import { ordinalOf } from '../../../src/kube/kinds/statefulset/identity'
import { isReady } from '../../../src/kube/workload/pods'
import type { World } from '../../../src/world/world'
import { clusterWith, run } from '../../support/cluster'
import { digest } from '../../support/world'

const yaml = (replicas: number, policy = 'OrderedReady') => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: ${replicas}
  serviceName: db
  podManagementPolicy: ${policy}
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: c, image: 'nginx:1.27' }]
`

test('kubectl rollout', () => {
  const world = clusterWith(yaml(2))
  expect(run(world, 'set image sts/db c=nginx:1.26').exit).toBe(0)
  const { out } = run(world, 'rollout status sts/db')
  expect(out[0]).toBe('Waiting for statefulset spec update to be observed...')
  expect(out).toContain('Waiting for 1 pods to be ready...')
  expect(out.at(-1)).toBe('partitioned roll out complete: 2 new pods have been updated...')
  expect(run(world, 'rollout history sts/db').out).toEqual([
    'statefulset.apps/db ',
    'REVISION  CHANGE-CAUSE',
    '1         <none>',
    '2         <none>',
    '',
  ])
  expect(run(world, 'rollout undo sts/db --to-revision=7').err).toEqual(['error: unable to find specified revision 7 in history'])
  expect(run(world, 'rollout undo sts/db --to-revision=2').out).toEqual([
    'statefulset.apps/db skipped rollback (current template already matches revision 2)',
  ])
  expect(run(world, 'rollout undo sts/db').out).toEqual(['statefulset.apps/db rolled back'])
  run(world, 'rollout status sts/db')
  expect(run(world, 'rollout history sts/db').out.slice(2, 4)).toEqual(['2         <none>', '3         <none>'])
  expect(run(world, 'rollout restart sts db').out).toEqual(['statefulset.apps/db restarted'])
  expect(run(world, 'get sts').out[0]).toBe('NAME   READY   AGE')
})

const daemons = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { containers: [{ name: c, image: 'nginx:1.27' }] }
`

test('a run repeats from any of its keyframes', () => {
  const world = clusterWith(`${yaml(3)}---${daemons}`, { seconds: 10 })
  const edited = `${yaml(4)}---${daemons}`.replaceAll('nginx:1.27', 'nginx:1.28')
  world.dispatch({ type: 'apply', file: 'test.yaml', text: edited })
  world.advance(15_000)
  world.dispatch({ type: 'kill-pod', namespace: 'default', pod: 'db-0' })
  world.dispatch({ type: 'power-off', node: 'node-2' })
  world.advance(90_000)
  const once = digest(world)
  for (const back of [60_000, 12_000, 3_000]) {
    world.seek(back)
    world.seek(90_000)
    expect(digest(world) === once).toBe(true)
  }
})

/** What people and accidents do to a set. */
const deed = fc.oneof(
  fc.tuple(fc.nat(4), fc.boolean()).map(
    ([place, force]) =>
      (world: World) =>
        void run(world, `delete pod db-${place} --wait=false${force ? HARD : ''}`),
  ),
  fc.nat(4).map((replicas) => (world: World) => void run(world, `scale sts/db --replicas=${replicas}`)),
  fc.integer({ min: 20, max: 27 }).map((tag) => (world: World) => void run(world, `set image sts/db c=nginx:1.${tag}`)),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()).map(
    ([node, on]) =>
      (world: World) =>
        world.dispatch({ type: on ? 'power-on' : 'power-off', node: `node-${node}` }),
  ),
)
const HARD = ' --force --grace-period=0'
const deeds = fc.array(fc.tuple(deed, fc.integer({ min: 0, max: 6_000 })), { minLength: 1, maxLength: 12 })

test('whatever happens, each place has one pod, and in order none is made before all below it are ready', () => {
  fc.assert(
    fc.property(deeds, (list) => {
      const world = clusterWith(yaml(2), { seconds: 0 })
      const { store } = world.cluster
      const wrong: string[] = []
      store.onChange(({ type, object }) => {
        if (object.kind !== 'Pod' || type !== 'ADDED') return
        const owner = store.get('StatefulSet', 'default/db') as unknown as StatefulSet
        const pods = store.inNamespace('Pod', 'default') as unknown as Pod[]
        const place = ordinalOf(owner, object as Pod)
        if (pods.filter((one) => ordinalOf(owner, one) === place).length !== 1) wrong.push(`two at ${place}`)
        for (let below = 0; below < place; below++) {
          const one = pods.find((other) => ordinalOf(owner, other) === below)
          if (!one || !isReady(one) || one.metadata.deletionTimestamp) wrong.push(`${place} before ${below}`)
        }
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
