import fc from 'fast-check'
import { expect } from 'vitest'
import { file } from '../act'
import type { Family } from '../family'
import { template, workload } from '../manifests'
import { readyOf } from '../read'

const priority = (name: string, value: number, more: object = {}) => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value,
  ...more,
})
const classes = file(
  'classes',
  priority('low', 10),
  priority('high', 1000),
  priority('patient', 1000, { preemptionPolicy: 'Never' }),
)
const crowd = (app: string, priorityClassName: string, replicas: number, cpu: string) =>
  file(
    app,
    workload('Deployment', app, {
      replicas,
      template: template(app, 'nginx:1.27', { priorityClassName }, { resources: { requests: { cpu } } }),
    }),
  )
const guard = file('guard', {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'mass' },
  spec: { minAvailable: 3, selector: { matchLabels: { app: 'mass' } } },
})

/** More than there is room for: who matters more pushes others out. */
export const priorities: Family = {
  name: 'priorities',
  begin: [classes, crowd('mass', 'low', 6, '1500m')],
  acts: fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom('700m', '1500m'))
      .map(([count, cpu]) => crowd('mass', 'low', count, cpu)),
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('high', 'patient'), fc.integer({ min: 0, max: 5 }), fc.constantFrom('1', '2500m'))
        .map((parts) => crowd('vip', ...parts)),
    },
    fc.constantFrom(guard, { type: 'delete' as const, kind: 'PodDisruptionBudget', namespace: 'default', name: 'mass' }),
    fc.constantFrom('mass', 'vip').map((name) => ({ type: 'delete' as const, kind: 'Deployment', namespace: 'default', name })),
    fc.record({ pod: fc.constantFrom('kill', 'force', 'evict'), place: fc.nat(9), app: fc.constantFrom('mass', 'vip') }),
  ),
  calm: [
    { type: 'delete', kind: 'PodDisruptionBudget', namespace: 'default', name: 'mass' },
    crowd('mass', 'low', 2, '300m'),
    crowd('vip', 'high', 2, '500m'),
  ],
  rests(world) {
    expect(readyOf(world, 'mass'), 'ready pods of mass').toHaveLength(2)
    expect(readyOf(world, 'vip'), 'ready pods of vip').toHaveLength(2)
  },
}
