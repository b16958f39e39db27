import fc from 'fast-check'
import { expect } from 'vitest'
import { file } from '../act'
import type { Family } from '../family'
import { service, template, workload } from '../manifests'
import { readyOf } from '../read'

const namespace = 'team'
const metadata = { namespace }
const space = file('team', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
const crew = (replicas: number, image = 'nginx:1.27', resources: object = { requests: { cpu: '200m', memory: '32Mi' } }) =>
  file(
    'crew',
    workload('Deployment', 'crew', { replicas, template: template('crew', image, {}, { resources }) }, metadata),
    service('crew', {}, metadata),
  )
const quota = (hard: object, more: object = {}) =>
  file('quota', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'limits', namespace }, spec: { hard, ...more } })
const range = (cpu: string) =>
  file('range', {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'usual', namespace },
    spec: {
      limits: [
        { type: 'Container', defaultRequest: { cpu, memory: '16Mi' }, default: { cpu: '1', memory: '64Mi' }, max: { cpu: '2' } },
      ],
    },
  })
const claim = (i: number, storage: string) =>
  file(`claim-${i}`, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: `disk-${i}`, namespace },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
  })
const bare = (i: number) =>
  file(`bare-${i}`, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `bare-${i}`, namespace, labels: { app: 'bare' } },
    spec: template('bare').spec,
  })

/** A namespace that may use only so much. */
export const quotas: Family = {
  name: 'quotas',
  begin: [space, quota({ pods: '4', 'requests.cpu': '1' }), range('100m'), crew(2)],
  acts: fc.oneof(
    {
      weight: 2,
      arbitrary: fc
        .constantFrom<object>(
          { pods: '3' },
          { pods: '6', 'requests.cpu': '600m' },
          { 'requests.memory': '128Mi', 'limits.cpu': '3', persistentvolumeclaims: '1' },
          { 'count/deployments.apps': '1', services: '0', 'requests.storage': '2Gi', 'count/pods': '5' },
        )
        .map((hard) => quota(hard)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.integer({ min: 0, max: 8 }),
          fc.constantFrom('nginx:1.27', 'nginx:1.28', 'nginx:nope'),
          fc.constantFrom({}, { requests: { cpu: '300m', memory: '64Mi' } }, { limits: { cpu: '3' } }),
        )
        .map((parts) => crew(...parts)),
    },
    fc.constantFrom('50m', '400m').map(range),
    fc.tuple(fc.nat(2), fc.constantFrom('500Mi', '1500Mi')).map((parts) => claim(...parts)),
    fc.nat(2).map(bare),
    fc
      .constantFrom(
        ['ResourceQuota', 'limits'],
        ['LimitRange', 'usual'],
        ['Deployment', 'crew'],
        ['PersistentVolumeClaim', 'disk-0'],
        ['Pod', 'bare-0'],
      )
      .map(([kind, name]) => ({ type: 'delete' as const, kind: kind!, namespace, name: name! })),
    fc.record({
      pod: fc.constantFrom('kill', 'kill-container', 'force'),
      place: fc.nat(9),
      app: fc.constantFrom('crew', 'bare'),
    }),
  ),
  calm: [
    space,
    quota({ pods: '9', 'requests.cpu': '2', 'requests.memory': '1Gi' }),
    range('100m'),
    ...[0, 1, 2].map((i) => ({ type: 'delete', kind: 'Pod', namespace, name: `bare-${i}` }) as const),
    crew(3, 'nginx:1.29'),
  ],
  rests: (world) => expect(readyOf(world, 'crew'), 'ready pods of crew').toHaveLength(3),
}
