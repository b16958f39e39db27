import type { Draft, KubeObject } from '../../../src/api/meta'
import type { Event } from '../../../src/kube/kinds/event/api'
import type { PersistentVolume } from '../../../src/kube/kinds/persistentvolume/api'
import type { PersistentVolumeClaim } from '../../../src/kube/kinds/persistentvolumeclaim/api'
import type { Pod, PodSpec } from '../../../src/kube/kinds/pod/api'
import type { StandardClass } from '../../../src/world/bootstrapStorage'
import { createWorld, type World } from '../../../src/world/world'

/** A small world at rest, with a quick registry. */
export function storageWorld(options: { seed?: number; nodes?: number; standardClass?: StandardClass } = {}): World {
  const world = createWorld({ seed: 1, nodes: 3, ...options })
  world.dispatch({ type: 'registry', speed: 1000 })
  world.advance(15_000)
  return world
}

export const apply = (world: World, object: object): KubeObject => {
  const draft = object as Draft
  const metadata = { namespace: 'default', ...draft.metadata }
  return world.cluster.server.create('you', { ...draft, metadata })
}

export const claim = (name: string, spec: Partial<PersistentVolumeClaim['spec']> = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
})

export const volume = (name: string, spec: Partial<PersistentVolume['spec']> = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name, namespace: undefined },
  spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: `/tmp/${name}` }, ...spec },
})

export const storageClass = (name: string, more: object) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name, namespace: undefined },
  ...more,
})

/** A busybox pod that runs a script, with the claim `data` at /data unless said otherwise. */
export const pod = (name: string, script: string, spec: Partial<PodSpec> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'c',
        image: 'busybox',
        command: ['sh', '-c', script],
        volumeMounts: [{ name: 'd', mountPath: '/data' }],
      },
    ],
    volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }],
    ...spec,
  },
})

export const get = <T extends KubeObject>(world: World, kind: string, name: string, namespace = 'default'): T | undefined =>
  (world.cluster.store.get(kind, `${namespace}/${name}`) ?? world.cluster.store.get(kind, name)) as T | undefined

export const claimOf = (world: World, name = 'data') => get<PersistentVolumeClaim>(world, 'PersistentVolumeClaim', name)
export const podOf = (world: World, name: string) => get<Pod>(world, 'Pod', name)
export const volumes = (world: World) => [...world.cluster.store.all('PersistentVolume')] as PersistentVolume[]

export const remove = (world: World, kind: string, name: string, gracePeriodSeconds?: number) =>
  world.cluster.server.delete(
    'you',
    kind,
    { metadata: { name, namespace: 'default' } },
    gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds },
  )

/** `reason: message` of the events about an object, with the uid in names of made volumes left out. */
export const events = (world: World, about: string): string[] =>
  ([...world.cluster.store.all('Event')] as Event[])
    .filter(({ involvedObject }) => involvedObject.name === about)
    .map(({ reason, message }) => `${reason}: ${message}`.replace(/pvc-[0-9a-f-]{36}/g, 'pvc-*'))

export const lines = (world: World, name: string, container = 'c'): string[] =>
  (world.cluster.logs('default', name, container) ?? []).map(({ text }) => text)

export const run = (world: World, ms: number) => world.advance(world.now + ms)
