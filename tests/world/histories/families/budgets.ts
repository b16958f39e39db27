import fc from 'fast-check'
import { expect } from 'vitest'
import { file } from '../act'
import type { Family } from '../family'
import { template, workload } from '../manifests'
import { readyOf } from '../read'

const shop = (replicas: number, image = 'nginx:1.27') =>
  file('shop', workload('Deployment', 'shop', { replicas, template: template('shop', image) }))
const budget = (spec: object) =>
  file('budget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'shop' },
    spec: { selector: { matchLabels: { app: 'shop' } }, ...spec },
  })
const evict = fc.record({ pod: fc.constant('evict' as const), place: fc.nat(9), app: fc.constant('shop') })

/** Evictions and drains under a disruption budget. */
export const budgets: Family = {
  name: 'budgets',
  begin: [shop(3), budget({ minAvailable: 2 })],
  acts: fc.oneof(
    { weight: 3, arbitrary: evict },
    fc.integer({ min: 0, max: 6 }).map((replicas) => shop(replicas)),
    fc.constantFrom('nginx:nope', 'nginx:1.28').map((image) => shop(3, image)),
    fc
      .constantFrom<object>(
        { minAvailable: 1 },
        { minAvailable: '50%' },
        { maxUnavailable: 1 },
        { maxUnavailable: '40%' },
        { minAvailable: 3, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
      )
      .map(budget),
    { weight: 2, arbitrary: fc.record({ machine: fc.constantFrom('drain', 'uncordon'), place: fc.nat(9) }) },
    fc
      .constantFrom('PodDisruptionBudget', 'Deployment')
      .map((kind) => ({ type: 'delete' as const, kind, namespace: 'default', name: 'shop' })),
  ),
  calm: [shop(4, 'nginx:1.29'), budget({ maxUnavailable: 1, minAvailable: null })],
  rests(world) {
    expect(readyOf(world, 'shop'), 'ready pods of shop').toHaveLength(4)
    expect(world.cluster.store.get('PodDisruptionBudget', 'default/shop')).toMatchObject({
      status: { currentHealthy: 4, desiredHealthy: 3, expectedPods: 4, disruptionsAllowed: 1 },
    })
  },
}
