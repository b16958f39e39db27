import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RandomStreams } from '../../../src/kernel/random'
import { ClusterCache } from '../../../src/kube/scheduler/cache'
import { verdictsOfDecision } from '../../../src/kube/scheduler/decision'
import { createFramework } from '../../../src/kube/scheduler/framework'
import { podInfo } from '../../../src/kube/scheduler/podInfo'
import { defaultPlugins } from '../../../src/kube/scheduler/plugins'
import { placePlainly, type PlainWorld } from '../../support/plainScheduler'
import { nodeOf, podOf } from '../../support/schedulerCluster'

const zone = 'topology.kubernetes.io/zone'
const host = 'kubernetes.io/hostname'
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined, freq: 2 })

const nodeShape = fc.record({
  cpu: fc.constantFrom('1', '2', '4'),
  memory: fc.constantFrom('1Gi', '2Gi', '8Gi'),
  pods: fc.constantFrom('3', '110'),
  gpu: fc.constantFrom('0', '2'),
  zone: maybe(fc.constantFrom('a', 'b', 'c')),
  disk: fc.constantFrom('ssd', 'hdd'),
  taint: maybe(
    fc.record({ key: fc.constantFrom('k', 'l'), effect: fc.constantFrom('NoSchedule', 'PreferNoSchedule', 'NoExecute') }),
  ),
})

const app = fc.constantFrom('x', 'y')
const podShape = fc.record({
  cpu: maybe(fc.constantFrom('100m', '500m', '1500m')),
  memory: maybe(fc.constantFrom('100Mi', '700Mi', '3Gi')),
  gpu: maybe(fc.constant('1')),
  app,
  disk: maybe(fc.constantFrom('ssd', 'hdd')),
  liked: maybe(fc.constantFrom('ssd', 'hdd')),
  tolerates: maybe(fc.record({ key: fc.constantFrom('k', 'l'), operator: fc.constant('Exists') })),
  port: fc.option(fc.constantFrom(80, 443), { nil: undefined, freq: 1 }),
  spread: fc.array(
    fc.record({
      maxSkew: fc.integer({ min: 1, max: 3 }),
      topologyKey: fc.constantFrom(zone, host),
      whenUnsatisfiable: fc.constantFrom('DoNotSchedule', 'ScheduleAnyway'),
      app,
      minDomains: maybe(fc.integer({ min: 1, max: 4 })),
    }),
    { maxLength: 2 },
  ),
})

const makeNode = (shape: typeof nodeShape extends fc.Arbitrary<infer T> ? T : never, i: number) =>
  nodeOf({
    metadata: { name: `node-${i}`, labels: { [host]: `node-${i}`, disk: shape.disk, ...(shape.zone && { [zone]: shape.zone }) } },
    spec: { ...(shape.taint && { taints: [shape.taint] }), ...(i % 11 === 10 && { unschedulable: true }) },
    status: { allocatable: { cpu: shape.cpu, memory: shape.memory, pods: shape.pods, 'nvidia.com/gpu': shape.gpu } },
  })

const makePod = (shape: typeof podShape extends fc.Arbitrary<infer T> ? T : never) => {
  const requests = {
    ...(shape.cpu && { cpu: shape.cpu }),
    ...(shape.memory && { memory: shape.memory }),
    ...(shape.gpu && { 'nvidia.com/gpu': shape.gpu }),
  }
  const preference = { matchExpressions: [{ key: 'disk', operator: 'In', values: [shape.liked] }] }
  return podOf({
    metadata: { labels: { app: shape.app } },
    spec: {
      containers: [
        {
          name: 'main',
          image: 'i',
          resources: { requests },
          ports: shape.port ? [{ containerPort: 1, hostPort: shape.port }] : [],
        },
      ],
      ...(shape.disk && { nodeSelector: { disk: shape.disk } }),
      ...(shape.liked && {
        affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 3, preference }] } },
      }),
      ...(shape.tolerates && { tolerations: [shape.tolerates] }),
      topologySpreadConstraints: shape.spread.map(({ app, minDomains, ...rest }) => ({
        ...rest,
        labelSelector: { matchLabels: { app } },
        ...(minDomains && rest.whenUnsatisfiable === 'DoNotSchedule' && { minDomains }),
      })),
    },
  })
}

const groups = new Map(['x', 'y'].map((name) => [name, { matchLabels: { app: name } }]))

test('places exactly as the plain loop, with the same reasons', () => {
  let placed = 0
  let refused = 0
  const check = (
    nodeShapes: Parameters<typeof makeNode>[0][],
    steps: (Parameters<typeof makePod>[0] | number)[],
    seed: number,
  ) => {
    const nodes = nodeShapes.map(makeNode)
    const cluster = new ClusterCache()
    for (const node of nodes) cluster.putNode(node)
    const context = {
      cluster,
      namespaceLabels: () => ({}),
      groupOf: (pod: { metadata: { labels?: Readonly<Record<string, string>> } }) => groups.get(pod.metadata.labels!['app']!)!,
    }
    const framework = createFramework(defaultPlugins)
    const plain: PlainWorld = { nodes, placed: [], start: 0 }
    const [ours, theirs] = [new RandomStreams(seed).stream('scheduler'), new RandomStreams(seed).stream('scheduler')]
    let start = 0
    for (const step of steps) {
      if (typeof step === 'number') {
        // Now and then a pod goes away.
        const [gone] = plain.placed.splice(step % (plain.placed.length + 1), 1)
        if (gone) cluster.removePod(gone.pod.metadata.uid)
        continue
      }
      const pod = makePod(step)
      const expected = placePlainly(plain, pod, theirs)
      const { decision, next } = framework.schedule(podInfo(pod), context, start, ours, 0)
      start = next
      if (decision.chosen) cluster.putPod(pod, decision.chosen, true)
      const reasons = verdictsOfDecision(decision).filter(({ plugin }) => plugin)
      expect({ chosen: decision.chosen, refused: Object.fromEntries(reasons.map(({ node, reason }) => [node, reason])) }).toEqual(
        expected,
      )
      if (decision.chosen) placed++
      else refused++
    }
  }
  const step = fc.oneof({ weight: 6, arbitrary: podShape }, { weight: 1, arbitrary: fc.nat(50) })
  const few = fc.array(nodeShape, { minLength: 1, maxLength: 12 })
  const many = fc.array(nodeShape, { minLength: 120, maxLength: 150 })
  fc.assert(fc.property(few, fc.array(step, { maxLength: 25 }), fc.nat(), check), { numRuns: 800, seed: 11 })
  fc.assert(fc.property(many, fc.array(step, { maxLength: 5 }), fc.nat(), check), { numRuns: 25, seed: 12 })
  expect(placed).toBeGreaterThan(2000)
  expect(refused).toBeGreaterThan(1000)
})
