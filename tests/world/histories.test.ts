import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ApiError } from '../../src/api/errors'
import { controllerOf } from '../../src/api/meta'
import type { Deployment } from '../../src/kube/kinds/deployment/api'
import type { Pod } from '../../src/kube/kinds/pod/api'
import type { Command } from '../../src/world/command'
import { CommandError } from '../../src/world/execute'
import { createWorld, type World } from '../../src/world/world'
import { digest, pods, readyPods, seconds, webYaml } from '../support/world'

const NODES = ['node-1', 'node-2', 'node-3']
const PARTS = ['apiserver', 'etcd', 'scheduler', 'controller-manager'] as const
const apply = fc
  .record({
    replicas: fc.integer({ min: 0, max: 8 }),
    image: fc.constantFrom('nginx:1.27', 'nginx:1.28', 'nginx:nope', 'demo/web:3-crash'),
  })
  .map(({ replicas, image }): Command => ({ type: 'apply', file: 'web.yaml', text: webYaml(replicas, image) }))
const nodeFault = fc
  .record({
    type: fc.constantFrom('power-off', 'power-on', 'cut', 'mend', 'cordon', 'uncordon'),
    node: fc.constantFrom(...NODES),
  })
  .map((command) => command as Command)
const partFault = fc
  .record({ type: fc.constantFrom('stop', 'start'), part: fc.constantFrom(...PARTS) })
  .map((command) => command as Command)
const registry = fc.constantFrom(0, 0.1, 1).map((speed): Command => ({ type: 'registry', speed }))
const traffic = fc.constantFrom(0, 30).map((rate): Command => ({ type: 'traffic', namespace: 'default', service: 'web', rate }))
/** Kills the pod that is at this place in the list when its time comes. */
const kill = fc.record({ kill: fc.integer({ min: 0, max: 9 }), container: fc.boolean() })
const history = fc.array(
  fc.record({
    wait: fc.constantFrom(0.01, 0.3, 2, 11, 45, 130, 400),
    act: fc.oneof({ weight: 3, arbitrary: apply }, nodeFault, partFault, registry, traffic, { weight: 2, arbitrary: kill }),
  }),
  { minLength: 1, maxLength: 12 },
)

function carryOut(world: World, act: Command | { readonly kill: number; readonly container: boolean }): void {
  try {
    if ('kill' in act) {
      const all = pods(world)
      const pod = all[act.kill % Math.max(1, all.length)]
      if (!pod) return
      const { name } = pod.metadata
      world.dispatch(
        act.container
          ? { type: 'kill-container', namespace: 'default', pod: name, container: 'web' }
          : { type: 'kill-pod', namespace: 'default', pod: name },
      )
    } else world.dispatch(act)
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof CommandError)) throw error
  }
}

/** What must hold at every moment, whatever was done. */
function checkInvariants(world: World, placed: Map<string, string>): void {
  const { store } = world.cluster
  for (const pod of pods(world)) {
    const node = pod.spec.nodeName ?? ''
    const before = placed.get(pod.metadata.uid)
    if (before) expect(node).toBe(before)
    if (node) placed.set(pod.metadata.uid, node)
  }
  for (const kind of ['Pod', 'ReplicaSet']) {
    for (const object of store.all(kind)) {
      const owner = controllerOf(object)
      if (!owner || object.metadata.deletionTimestamp) continue
      const there = store.get(owner.kind, `default/${owner.name}`)
      expect(there?.metadata.uid, `${kind} ${object.metadata.name} has its owner`).toBe(owner.uid)
    }
  }
  const deployment = store.get('Deployment', 'default/web') as Deployment | undefined
  if (!deployment) return
  const sets = store.owned('ReplicaSet', deployment.metadata.uid) as unknown as { spec: { replicas: number } }[]
  const asked = sets.reduce((sum, set) => sum + set.spec.replicas, 0)
  const highest = Math.max(...world.log.map(({ command }) => replicasOf(command)))
  expect(asked).toBeLessThanOrEqual(highest + Math.ceil(highest / 4))
}

const replicasOf = (command: Command) => (command.type === 'apply' ? Number(/replicas: (\d+)/.exec(command.text)![1]) : 0)

test('whatever is done to it: rules hold at every step, and once it is left alone it comes to rest as the file asks', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 1000 }), (steps, seed) => {
      const world = createWorld({ seed, nodes: 3 })
      world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(2) })
      const placed = new Map<string, string>()
      for (const { wait, act } of steps) {
        for (let part = 0; part < 4; part++) {
          world.advance(world.now + (wait * 1000) / 4)
          checkInvariants(world, placed)
        }
        carryOut(world, act)
        checkInvariants(world, placed)
      }
      for (const part of PARTS) world.dispatch({ type: 'start', part })
      world.advance(world.now + seconds(30))
      for (const node of NODES) for (const type of ['power-on', 'mend', 'uncordon'] as const) world.dispatch({ type, node })
      world.dispatch({ type: 'registry', speed: 1 })
      world.dispatch({ type: 'apply', file: 'web.yaml', text: webYaml(4, 'nginx:1.29') })
      world.advance(world.now + seconds(900))
      checkInvariants(world, placed)
      expect(readyPods(world).map((pod: Pod) => pod.spec.containers[0]!.image)).toEqual(Array(4).fill('nginx:1.29'))
      expect(pods(world)).toHaveLength(4)
      expect(endpoints(world)).toEqual(
        readyPods(world)
          .map((pod) => pod.status?.podIP)
          .sort(),
      )

      const again = createWorld({ seed, nodes: 3 })
      again.schedule(world.log)
      again.advance(world.now)
      expect(digest(again)).toBe(digest(world))
    }),
    { numRuns: Number(process.env['HISTORIES'] ?? 12) },
  )
}, 600_000)

function endpoints(world: World): string[] {
  const slices = world.cluster.store.labelled('EndpointSlice', 'default', 'kubernetes.io/service-name', 'web')
  return (slices as unknown as { endpoints?: { addresses: string[]; conditions: { ready: boolean } }[] }[])
    .flatMap((slice) => slice.endpoints ?? [])
    .filter((endpoint) => endpoint.conditions.ready)
    .flatMap((endpoint) => endpoint.addresses)
    .sort()
}
