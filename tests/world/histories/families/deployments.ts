import fc from 'fast-check'
import { expect } from 'vitest'
import { file } from '../act'
import type { Family } from '../family'
import { IMAGES, service, template, workload } from '../manifests'
import { imagesOf, readyOf } from '../read'

const named = { kind: 'Deployment', namespace: 'default', name: 'web' } as const
const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge, maxUnavailable },
})
const web = (replicas: number, image: string, strategy: object = rolling('25%', '25%'), minReadySeconds = 0) =>
  file(
    'web',
    workload('Deployment', 'web', { replicas, strategy, minReadySeconds, template: template('web', image) }),
    service('web'),
  )

/** Rolling updates, with every strategy, and what a person does to them on the way. */
export const deployments: Family = {
  name: 'deployments',
  begin: [web(2, 'nginx:1.27')],
  acts: fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.integer({ min: 0, max: 8 }),
          fc.constantFrom(...IMAGES),
          fc.constantFrom(rolling('25%', '25%'), rolling(1, 0), rolling(0, 1), rolling('100%', '50%'), { type: 'Recreate' }),
          fc.constantFrom(0, 0, 10),
        )
        .map((parts) => web(...parts)),
    },
    fc.integer({ min: 0, max: 8 }).map((replicas) => ({ type: 'scale' as const, ...named, replicas })),
    fc.constantFrom('restart', 'undo', 'pause', 'resume').map((type) => ({ type, ...named }) as const),
    fc.constantFrom(...IMAGES).map((image) => ({ type: 'set-image' as const, ...named, container: '*', image })),
    fc.constantFrom({ type: 'delete' as const, ...named }),
    fc.record({ pod: fc.constantFrom('kill', 'evict', 'kill-container'), place: fc.nat(9), app: fc.constant('web') }),
  ),
  calm: [{ type: 'resume', ...named }, web(4, 'nginx:1.29')],
  rests(world) {
    expect(imagesOf(readyOf(world, 'web')), 'images of web').toEqual(Array(4).fill('nginx:1.29'))
  },
}
