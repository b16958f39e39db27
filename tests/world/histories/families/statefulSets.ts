import fc from 'fast-check'
import { expect } from 'vitest'
import { isReady } from '../../../../src/kube/workload/pods'
import type { Pod } from '../../../../src/kube/kinds/pod/api'
import type { World } from '../../../../src/world/world'
import { carryOut, file } from '../act'
import type { Family } from '../family'
import { IMAGES, service, template, workload } from '../manifests'
import { all, imagesOf, one, readyOf } from '../read'

const NAMES = ['db', 'par'] as const
type Name = (typeof NAMES)[number]
const named = (name: Name) => ({ kind: 'StatefulSet', namespace: 'default', name }) as const
const claim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
}
/** `db` goes in order and keeps its claims, `par` goes all at once and gives them back. */
const traits = {
  db: { podManagementPolicy: 'OrderedReady' },
  par: {
    podManagementPolicy: 'Parallel',
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
  },
}
const set = (name: Name, replicas: number, image: string, partition = 0) =>
  file(
    name,
    service(name, { clusterIP: 'None' }),
    workload('StatefulSet', name, {
      replicas,
      serviceName: name,
      ...traits[name],
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
      template: template(name, image, {}, { volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
      volumeClaimTemplates: [claim],
    }),
  )

/** Pods with names and disks. */
export const statefulSets: Family = {
  name: 'statefulSets',
  begin: [set('db', 2, 'nginx:1.27'), set('par', 2, 'nginx:1.27')],
  acts: fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...NAMES), fc.integer({ min: 0, max: 4 }), fc.constantFrom(...IMAGES), fc.constantFrom(0, 0, 1))
        .map((parts) => set(...parts)),
    },
    fc
      .record({ type: fc.constantFrom('restart', 'undo'), name: fc.constantFrom(...NAMES) })
      .map(({ type, name }) => ({ type, ...named(name) })),
    fc
      .record({ name: fc.constantFrom(...NAMES), replicas: fc.integer({ min: 0, max: 4 }) })
      .map(({ name, replicas }) => ({ type: 'scale' as const, ...named(name), replicas })),
    fc.constantFrom(...NAMES).map((name) => ({ type: 'delete' as const, ...named(name) })),
    fc.record({
      pod: fc.constantFrom('kill', 'force', 'evict', 'kill-container'),
      place: fc.nat(9),
      app: fc.constantFrom(...NAMES),
    }),
    fc.record({ name: fc.constantFrom(...NAMES), ordinal: fc.nat(3) }).map(({ name, ordinal }) => ({
      type: 'delete' as const,
      kind: 'PersistentVolumeClaim',
      namespace: 'default',
      name: `data-${name}-${ordinal}`,
    })),
  ),
  calm: [set('db', 3, 'nginx:1.29'), set('par', 3, 'nginx:1.29')],
  rests(world) {
    for (const name of NAMES) {
      expect(imagesOf(readyOf(world, name)), `images of ${name}`).toEqual(Array(3).fill('nginx:1.29'))
      for (let i = 0; i < 3; i++) {
        expect(one(world, 'PersistentVolumeClaim', `default/data-${name}-${i}`), `claim of ${name}-${i}`).toMatchObject({
          status: { phase: 'Bound' },
        })
      }
    }
  },
}

/** What upstream tells people to do after a broken rollout: an ordered set does not replace a pod that never got ready. */
export function unstick(world: World): void {
  const pods = all<Pod>(world, 'Pod')
  pods.forEach((pod, place) => {
    const stuck = pod.metadata.ownerReferences?.[0]?.kind === 'StatefulSet' && !isReady(pod)
    if (stuck && one(world, 'Pod', `${pod.metadata.namespace}/${pod.metadata.name}`))
      carryOut(world, { type: 'kill-pod', namespace: pod.metadata.namespace!, pod: pods[place]!.metadata.name })
  })
}
