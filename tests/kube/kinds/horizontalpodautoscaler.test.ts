import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inVersion } from '../../../src/api/versions'
import type { Event } from '../../../src/kube/kinds/event/api'
import type { HorizontalPodAutoscaler } from '../../../src/kube/kinds/horizontalpodautoscaler/api'
import type { Sample } from '../../../src/kube/kinds/horizontalpodautoscaler/calculator'
import { computationOf } from '../../../src/kube/kinds/horizontalpodautoscaler/insight'
import type { History } from '../../../src/kube/kinds/horizontalpodautoscaler/stabilize'
import { sync } from '../../../src/kube/kinds/horizontalpodautoscaler/sync'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { createWorld, type World } from '../../../src/world/world'
import { digest, readyPods, seconds } from '../../support/world'

const web = (replicas = 1, resources = '{ requests: { cpu: 100m } }') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }, annotations: { kubarium.dev/cpu-per-request: 10m } }
    spec:
      containers: [{ name: c, image: 'nginx:1.27', ports: [{ containerPort: 80 }], resources: ${resources} }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`
const hpa = (spec: string) => `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 1
  maxReplicas: 8
${spec}
`

function worldWith(text: string): World {
  const world = createWorld({ seed: 1, nodes: 3 })
  world.dispatch({ type: 'registry', speed: 1000 })
  world.dispatch({ type: 'apply', file: 'web.yaml', text })
  return world
}

const autoscaler = (world: World) => world.cluster.store.get('HorizontalPodAutoscaler', 'default/web') as HorizontalPodAutoscaler
const size = (world: World) =>
  (world.cluster.store.get('Deployment', 'default/web') as unknown as { spec: { replicas: number } }).spec.replicas
const events = (world: World) =>
  ([...world.cluster.store.all('Event')] as unknown as Event[])
    .filter(({ involvedObject }) => involvedObject.kind === 'HorizontalPodAutoscaler')
    .map(({ reason, message }) => `${reason}: ${message}`)

describe('an autoscaler in a cluster', () => {
  test('follows the traffic up at once and down after five minutes', () => {
    const world = worldWith(
      web() +
        hpa('  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]'),
    )
    // 20 requests a second of 10 ms each are 200m, four times what one pod should use.
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 20 })
    world.advance(seconds(150))
    expect(size(world)).toBeGreaterThanOrEqual(4)
    expect(size(world)).toBeLessThanOrEqual(5)
    expect(
      events(world).some((text) => text.includes('reason: cpu resource utilization (percentage of request) above target')),
    ).toBe(true)
    const { currentMetrics } = autoscaler(world).status
    expect(currentMetrics?.[0]?.resource?.current.averageUtilization).toBeGreaterThan(35)
    expect(computationOf(world.kernel, 'default/web')?.metrics[0]?.proposal).toBe(size(world))
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 0 })
    world.advance(seconds(400))
    expect(size(world)).toBeGreaterThanOrEqual(4)
    world.advance(seconds(600))
    expect(size(world)).toBe(1)
    expect(events(world)).toContain('SuccessfulRescale: New size: 1; reason: All metrics below target')
  })

  test('without requests there is nothing to take a share of', () => {
    const world = worldWith(web(1, '{}') + hpa('  metrics: []'))
    world.advance(seconds(60))
    const told = events(world)
    expect(
      told.some((text) =>
        text.startsWith(
          'FailedGetResourceMetric: failed to get cpu utilization: missing request for cpu in container c of Pod web-',
        ),
      ),
    ).toBe(true)
    expect(
      told.some((text) =>
        text.startsWith(
          'FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ',
        ),
      ),
    ).toBe(true)
    expect(autoscaler(world).status.conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
      ['AbleToScale', 'True', 'SucceededGetScale'],
      ['ScalingActive', 'False', 'FailedGetResourceMetric'],
    ])
  })

  test('new pods have no metrics in their first window', () => {
    const world = worldWith(web() + hpa('  metrics: []'))
    world.advance(seconds(16))
    expect(events(world)).toContain(
      'FailedGetResourceMetric: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
    )
    world.advance(seconds(90))
    expect(autoscaler(world).status.conditions?.find(({ type }) => type === 'ScalingActive')?.status).toBe('True')
  })

  test('requests per second of pods, a Service, and a number from outside', () => {
    const metrics = `  metrics:
    - { type: Pods, pods: { metric: { name: http_requests_per_second }, target: { type: AverageValue, averageValue: '10' } } }
    - type: Object
      object: { metric: { name: requests-per-second }, describedObject: { apiVersion: v1, kind: Service, name: web }, target: { type: Value, value: 1k } }
    - { type: External, external: { metric: { name: queue }, target: { type: AverageValue, averageValue: '30' } } }
`
    const queue = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: external-metrics }\ndata: { queue: "60" }\n'
    const world = worldWith(web() + hpa(metrics) + queue)
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 40 })
    world.advance(seconds(100))
    expect(size(world)).toBe(4)
    expect(
      autoscaler(world).status.currentMetrics?.map(
        (metric) => metric.pods?.current ?? metric.object?.current ?? metric.external?.current,
      ),
    ).toEqual([{ averageValue: '10' }, { value: '40' }, { averageValue: '15' }])
    expect(events(world)).toContain('SuccessfulRescale: New size: 4; reason: pods metric http_requests_per_second above target')
  })

  test('two autoscalers over the same pods do nothing', () => {
    const second = hpa('  metrics: []').replace('name: web }\nspec', 'name: other }\nspec')
    const world = worldWith(web() + hpa('  metrics: []') + second)
    world.advance(seconds(60))
    expect(autoscaler(world).status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'ScalingActive',
        status: 'False',
        reason: 'AmbiguousSelector',
        message: 'pods by selector app=web are controlled by multiple HPAs: [{other default} {web default}]',
      }),
    )
  })

  test('a run from a keyframe is the run itself, and autoscaling/v1 shows the same object', () => {
    const world = worldWith(web() + hpa('  metrics: []'))
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 20 })
    world.advance(seconds(200))
    const end = digest(world)
    world.seek(seconds(30))
    world.seek(seconds(200))
    expect(digest(world)).toBe(end)
    expect(readyPods(world).length).toBeGreaterThan(1)
    const served = world.cluster.server.registry.version('autoscaling/v1', 'HorizontalPodAutoscaler')!
    expect(inVersion(served, autoscaler(world))).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { targetCPUUtilizationPercentage: 80 },
      status: { currentReplicas: size(world) },
    })
  })
})

describe('for all loads', () => {
  const options = {
    syncMs: 15_000,
    downscaleStabilizationMs: 300_000,
    tolerance: 0.1,
    cpuInitializationMs: 300_000,
    initialReadinessMs: 30_000,
  }
  const podNamed = (name: string): Pod =>
    ({
      metadata: { name },
      spec: { containers: [{ name: 'c', image: 'c', resources: { requests: { cpu: '100m' } } }] },
      status: { phase: 'Running', startTime: '1990-01-01T00:00:00Z', conditions: [{ type: 'Ready', status: 'True' }] },
    }) as unknown as Pod

  /** Syncs once in 15 s with the load that `loadOf` gives each of so many pods; returns the sizes. */
  const sizes = (spec: object, first: number, count: number, loadOf: (replicas: number, step: number) => number): number[] => {
    let object = {
      metadata: { name: 'web' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, ...spec },
      status: {},
    } as unknown as HorizontalPodAutoscaler
    let history: History | undefined
    let replicas = first
    const seen: number[] = []
    for (let step = 0; step < count; step++) {
      const now = 1_000_000 + step * 15_000
      const pods = Array.from({ length: replicas }, (_, i) => podNamed(`web-${i}`))
      const value = loadOf(replicas, step)
      const samples = new Map(pods.map(({ metadata }): [string, Sample] => [metadata.name, { value, at: now, windowMs: 15_000 }]))
      const none = () => {
        throw new Error('not asked for')
      }
      const target = {
        specReplicas: replicas,
        statusReplicas: replicas,
        resize: (to: number) => void (replicas = to),
        evaluation: () => ({ pods, source: { resource: () => samples, pods: none, object: none, external: none } }),
      }
      const result = sync(object, target, history, options, now)
      history = result.history
      object = { ...object, status: result.status }
      seen.push(replicas)
    }
    return seen
  }
  const cpu = (averageUtilization: number) => [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } },
  ]
  const policy = fc.record({
    type: fc.constantFrom('Pods', 'Percent'),
    value: fc.integer({ min: 1, max: 100 }),
    periodSeconds: fc.integer({ min: 1, max: 120 }),
  })
  const rules = fc.record(
    {
      stabilizationWindowSeconds: fc.integer({ min: 0, max: 120 }),
      selectPolicy: fc.constantFrom('Max', 'Min', 'Disabled'),
      policies: fc.array(policy, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [] },
  )
  const behavior = fc.option(fc.record({ scaleUp: rules, scaleDown: rules }, { requiredKeys: [] }), { nil: undefined })

  test('the size stays between min and max once it was there', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 5, maxLength: 30 }),
        behavior,
        (min, more, target, loads, rate) => {
          const max = min + more
          const spec = { minReplicas: min, maxReplicas: max, metrics: cpu(target), ...(rate && { behavior: rate }) }
          for (const size of sizes(spec, min, loads.length, (_, step) => loads[step]!)) {
            expect(size).toBeGreaterThanOrEqual(min)
            expect(size).toBeLessThanOrEqual(max)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a constant load is settled on: no flapping', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 1, max: 20 }),
        (target, total, first) => {
          const spec = { minReplicas: 1, maxReplicas: 20, metrics: cpu(target) }
          // Down from 20 it goes by halves at the slowest, each five minutes after the one before.
          const seen = sizes(spec, first, 200, (replicas) => Math.ceil(total / replicas))
          expect(new Set(seen.slice(-40)).size).toBe(1)
        },
      ),
      { numRuns: 200, examples: [[2, 1, 9]] },
    )
  })
})
