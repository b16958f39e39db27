import fc from 'fast-check'
import { expect } from 'vitest'
import { file } from '../act'
import type { Family } from '../family'
import { IMAGES, template, workload } from '../manifests'
import { all, imagesOf, readyOf } from '../read'

const named = { kind: 'DaemonSet', namespace: 'default', name: 'agent' } as const
const rolling = (rollingUpdate: object) => ({ type: 'RollingUpdate', rollingUpdate })
const agent = (image: string, updateStrategy: object = rolling({ maxUnavailable: 1 })) =>
  file('agent', workload('DaemonSet', 'agent', { updateStrategy, template: template('agent', image) }))

/** One pod a node. */
export const daemonSets: Family = {
  name: 'daemonSets',
  begin: [agent('nginx:1.27')],
  acts: fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...IMAGES),
          fc.constantFrom(
            rolling({ maxUnavailable: 1 }),
            rolling({ maxUnavailable: 2 }),
            rolling({ maxUnavailable: 0, maxSurge: 1 }),
            rolling({ maxUnavailable: 0, maxSurge: '50%' }),
            { type: 'OnDelete' },
          ),
        )
        .map((parts) => agent(...parts)),
    },
    fc.constantFrom('restart', 'undo', 'delete').map((type) => ({ type, ...named }) as const),
    fc.record({ pod: fc.constantFrom('kill', 'force', 'kill-container'), place: fc.nat(9), app: fc.constant('agent') }),
    fc.record({ machine: fc.constantFrom('cordon', 'uncordon', 'drain', 'remove-node'), place: fc.nat(9) }),
    fc.constant({ type: 'add-node' as const, zone: 'zone-c' }),
  ),
  calm: [agent('nginx:1.29')],
  rests(world) {
    expect(imagesOf(readyOf(world, 'agent')), 'images of agent').toEqual(all(world, 'Node').map(() => 'nginx:1.29'))
  },
}
