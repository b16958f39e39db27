import fc from 'fast-check'
import { expect } from 'vitest'
import type { HorizontalPodAutoscaler } from '../../../../src/kube/kinds/horizontalpodautoscaler/api'
import { file } from '../act'
import type { Family } from '../family'
import { service, template, workload } from '../manifests'
import { one, readyOf } from '../read'

const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' }
const api = (image = 'nginx:1.27', requests: object = { cpu: '50m', memory: '32Mi' }) =>
  file(
    'api',
    workload('Deployment', 'api', { template: template('api', image, {}, { resources: { requests } }) }),
    service('api'),
  )
const scaler = (minReplicas: number, maxReplicas: number, averageUtilization: number) =>
  file('scaler', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'api' },
    spec: {
      scaleTargetRef: target,
      minReplicas,
      maxReplicas,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }],
    },
  })
const traffic = (rate: number) => ({ type: 'traffic', namespace: 'default', service: 'api', rate }) as const
const named = { kind: 'Deployment', namespace: 'default', name: 'api' } as const

/** A Deployment that follows what is asked of it. */
export const scaling: Family = {
  name: 'scaling',
  begin: [api(), scaler(1, 6, 60), traffic(100)],
  acts: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(0, 40, 150, 400).map(traffic) },
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 3, max: 8 }), fc.constantFrom(30, 60, 90))
      .map((parts) => scaler(...parts)),
    fc
      .tuple(
        fc.constantFrom('nginx:1.27', 'nginx:1.28', 'nginx:nope'),
        fc.constantFrom({ cpu: '50m' }, { cpu: '100m' }, { memory: '32Mi' }),
      )
      .map((parts) => api(...parts)),
    fc.integer({ min: 0, max: 7 }).map((replicas) => ({ type: 'scale' as const, ...named, replicas })),
    fc.constantFrom('HorizontalPodAutoscaler', 'Deployment').map((kind) => ({ type: 'delete' as const, ...named, kind })),
    fc.record({ pod: fc.constantFrom('kill', 'evict', 'kill-container'), place: fc.nat(9), app: fc.constant('api') }),
  ),
  calm: [api('nginx:1.29'), { type: 'scale', ...named, replicas: 2 }, scaler(2, 6, 60), traffic(150)],
  rests(world) {
    const { spec, status } = one<HorizontalPodAutoscaler>(world, 'HorizontalPodAutoscaler', 'default/api')!
    const count = readyOf(world, 'api').length
    expect(count, 'ready pods of api').toBe(status.desiredReplicas)
    expect(count).toBeGreaterThanOrEqual(spec.minReplicas ?? 1)
    expect(count).toBeLessThanOrEqual(spec.maxReplicas)
    // 150 requests a second cost 75m; with 50m asked for by each, three pods of 60 % carry them.
    expect(count, 'pods that the load needs').toBe(3)
  },
}
