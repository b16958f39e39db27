import fc from 'fast-check'
import { expect } from 'vitest'
import { file } from '../act'
import type { Family } from '../family'
import { template, workload } from '../manifests'
import { readyOf } from '../read'

const burst = (replicas: number, cpu = '2500m', more: object = { nodeSelector: { 'kubarium.dev/pool': 'cloud' } }) =>
  file(
    'burst',
    workload('Deployment', 'burst', {
      replicas,
      template: template('burst', 'nginx:1.27', more, { resources: { requests: { cpu } } }),
    }),
  )
const pool = (min: number, max: number) => ({ type: 'set-pool', name: 'cloud', min, max }) as const

/** Machines that come and go with the work. */
export const pools: Family = {
  name: 'pools',
  begin: [{ type: 'add-pool', name: 'cloud', min: 0, max: 3, bootSeconds: 40 }, burst(1)],
  acts: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('1', '2500m', '6')).map((parts) => burst(...parts)),
    },
    fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 2, max: 4 })).map((parts) => pool(...parts)),
    fc.record({
      machine: fc.constantFrom('remove-node', 'power-off', 'power-on', 'drain', 'uncordon'),
      place: fc.integer({ min: 3, max: 6 }),
    }),
    fc.constant({ type: 'delete' as const, kind: 'Deployment', namespace: 'default', name: 'burst' }),
    fc.record({ pod: fc.constantFrom('kill', 'evict', 'force'), place: fc.nat(9), app: fc.constant('burst') }),
  ),
  calm: [pool(0, 3), burst(2)],
  rests(world) {
    expect(readyOf(world, 'burst'), 'ready pods of burst').toHaveLength(2)
    const [cloud] = world.cluster.pools.groups
    expect(cloud!.size, 'machines of the pool').toBe(2)
    expect(cloud!.joining).toEqual([])
  },
}
