import fc from 'fast-check'
import { expect } from 'vitest'
import { file, type Act } from '../act'
import type { Family } from '../family'
import { service, template, workload } from '../manifests'
import { all, readyOf, titleOf } from '../read'

const namespace = 'temp'
const metadata = { namespace }
const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
const claim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
}
const things = {
  deployment: workload('Deployment', 'guest', { replicas: 2, template: template('guest') }, metadata),
  service: service('guest', { type: 'LoadBalancer' }, metadata),
  set: workload(
    'StatefulSet',
    'lodger',
    { replicas: 2, serviceName: 'lodger', template: template('lodger'), volumeClaimTemplates: [claim] },
    metadata,
  ),
  daemons: workload('DaemonSet', 'porter', { template: template('porter') }, metadata),
  settings: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace, finalizers: ['example.com/hold'] },
    data: { a: '1' },
  },
  job: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'errand', namespace },
    spec: {
      completions: 3,
      template: {
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.36', command: ['sleep', '30'] }] },
      },
    },
  },
}
const release: Act = { type: 'patch', kind: 'ConfigMap', namespace, name: 'settings', patch: { metadata: { finalizers: null } } }
const remove: Act = { type: 'delete', kind: 'Namespace', namespace: '', name: namespace }

/** A namespace that is deleted with all that is in it, and made again. */
export const namespaces: Family = {
  name: 'namespaces',
  begin: [file('temp', space, things.deployment, things.service)],
  acts: fc.oneof(
    { weight: 2, arbitrary: fc.constant(remove) },
    { weight: 3, arbitrary: fc.constantFrom(...Object.values(things)).map((thing) => file('thing', space, thing)) },
    fc.constant(release),
    fc.record({ pod: fc.constantFrom('kill', 'force'), place: fc.nat(9), app: fc.constantFrom('guest', 'lodger', 'porter') }),
  ),
  calm: [release],
  rests(world) {
    const going = all(world, 'Namespace').filter(({ metadata: { deletionTimestamp } }) => deletionTimestamp)
    expect(going.map(titleOf), 'namespaces that cannot go').toEqual([])
    if (world.cluster.store.get('Deployment', `${namespace}/guest`))
      expect(readyOf(world, 'guest'), 'ready pods of guest').toHaveLength(2)
    if (world.cluster.store.get('StatefulSet', `${namespace}/lodger`))
      expect(readyOf(world, 'lodger'), 'ready pods of lodger').toHaveLength(2)
  },
}
