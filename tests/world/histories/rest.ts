import { expect } from 'vitest'
import { matchLabels } from '../../../src/api/labels'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { PersistentVolume } from '../../../src/kube/kinds/persistentvolume/api'
import { claimNamesOf } from '../../../src/kube/kinds/persistentvolumeclaim/api'
import type { Service } from '../../../src/kube/kinds/service/api'
import type { VolumeAttachment } from '../../../src/kube/kinds/volumeattachment/api'
import { isFinished, isReady } from '../../../src/kube/workload/pods'
import type { World } from '../../../src/world/world'
import { partsUp } from './families/faults'
import { unstick } from './families/statefulSets'
import { carryOut, type Act } from './act'
import type { Family } from './family'
import { all, one, titleOf } from './read'
import { orphans } from './rules/owners'
import { wrongQuotas } from './rules/quota'

const seconds = (count: number) => count * 1000
/** Longer than anything waits: a refused ReplicaSet tries again after up to 1,000 s, and a spare machine is kept for 600 s. */
const SETTLED_MS = seconds(4000)

/** Mends what is broken, gives everybody the last word, and waits. */
export function comeToRest(world: World, families: readonly Family[], look: () => void): void {
  for (const act of partsUp) carryOut(world, act)
  world.advance(world.now + seconds(30))
  const everywhere = (type: 'power-on' | 'mend' | 'uncordon') =>
    all(world, 'Node').forEach(({ metadata: { name } }) => carryOut(world, { type, node: name }))
  for (const { command } of world.log) {
    if (command.type === 'power-off') carryOut(world, { type: 'power-on', node: command.node })
    if (command.type === 'cut') carryOut(world, { type: 'mend', node: command.node })
  }
  world.advance(world.now + seconds(30))
  everywhere('uncordon')
  carryOut(world, { type: 'registry', speed: 1 })
  for (const { calm } of families) for (const act of calm) carryOut(world, act)
  world.advance(world.now + seconds(60))
  unstick(world)
  for (const { then = [] } of families) for (const act of then) carryOut(world, act)
  const last = world.now + SETTLED_MS
  let calm = 0
  while (world.now < last && calm < 3) {
    world.advance(world.now + seconds(150))
    look()
    calm = isAtRest(world, families) ? calm + 1 : 0
  }
}

function isAtRest(world: World, families: readonly Family[]): boolean {
  try {
    expectRest(world, families)
    return true
  } catch {
    return false
  }
}

/** What a person would see move. */
const sight = (world: World) => [
  ...all<Pod>(world, 'Pod').map((pod) => `${titleOf(pod)} ${pod.spec.nodeName} ${pod.status?.phase} ${isReady(pod)}`),
  ...all(world, 'Node').map(({ metadata }) => metadata.name),
  ...['Deployment', 'StatefulSet', 'ReplicaSet', 'Job'].flatMap((kind) =>
    all<Pod>(world, kind).map((object) => `${titleOf(object)} ${JSON.stringify({ ...object.spec, ...object.status })}`),
  ),
]

/** All that can serve serves, and the books are right. */
export function expectRest(world: World, families: readonly Family[]): void {
  for (const { rests } of families) rests(world)
  for (const pod of all<Pod>(world, 'Pod')) {
    const { deletionTimestamp } = pod.metadata
    expect(deletionTimestamp, `${titleOf(pod)} is on its way out`).toBeUndefined()
    expect(isFinished(pod) || pod.spec.nodeName, `${titleOf(pod)} has a node`).toBeTruthy()
    expect(isFinished(pod) || isReady(pod), `${titleOf(pod)} serves or is over`).toBe(true)
  }
  for (const service of all<Service>(world, 'Service')) expectEndpoints(world, service)
  expect(wrongQuotas(world)).toEqual([])
  expect(orphans(world).map(titleOf), 'orphans').toEqual([])
  for (const { spec, metadata } of all<VolumeAttachment>(world, 'VolumeAttachment')) {
    const { claimRef } = one<PersistentVolume>(world, 'PersistentVolume', spec.source.persistentVolumeName!)?.spec ?? {}
    const there = world.cluster.store.podsOn(spec.nodeName) as readonly Pod[]
    const used = there.some(
      (pod) => claimNamesOf(pod).includes(claimRef?.name ?? '') && pod.metadata.namespace === claimRef?.namespace,
    )
    expect(used, `${metadata.name} is for somebody`).toBe(true)
  }
}

/** Nothing moves any more, for as long as an autoscaler thinks about it. */
export function expectStillness(world: World): void {
  const before = sight(world)
  world.advance(world.now + seconds(400))
  expect(sight(world), 'what is there a while later').toEqual(before)
}

interface Slice {
  readonly endpoints?: readonly { readonly addresses: readonly string[]; readonly conditions: { readonly ready?: boolean } }[]
}

function expectEndpoints(world: World, service: Service): void {
  const { name, namespace = '' } = service.metadata
  const selector = service.spec.selector
  if (!selector) return
  const slices = world.cluster.store.labelled('EndpointSlice', namespace, 'kubernetes.io/service-name', name) as readonly Slice[]
  const found = slices
    .flatMap(({ endpoints = [] }) => endpoints)
    .filter(({ conditions }) => conditions.ready)
    .flatMap(({ addresses }) => addresses)
  const serving = (world.cluster.store.inNamespace('Pod', namespace) as readonly Pod[])
    .filter((pod) => matchLabels(selector, pod.metadata.labels) && isReady(pod) && !isFinished(pod))
    .map(({ status }) => status!.podIP!)
  expect([...found].sort(), `endpoints of ${titleOf(service)}`).toEqual(serving.sort())
}

/** What people make; all else is made for them. */
const MADE_BY_PEOPLE = [
  'HorizontalPodAutoscaler',
  'Ingress',
  'NetworkPolicy',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'Pod',
  'Service',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'ResourceQuota',
  'LimitRange',
  'ConfigMap',
  'RoleBinding',
  'Role',
  'PriorityClass',
  'StorageClass',
  'Namespace',
]
/** Events fade by themselves, and what belongs to a machine stays with it. */
const OF_MACHINES = new Set(['Event', 'Node', 'Lease', 'CSINode'])

/** Titles of all that is there besides the machines. */
export const inventory = (world: World): Set<string> =>
  new Set(
    world.cluster.store
      .kindNames()
      .filter((kind) => !OF_MACHINES.has(kind))
      .flatMap((kind) => all(world, kind).map(titleOf))
      .filter((title) => title !== 'ConfigMap kube-system/cluster-autoscaler-status'),
  )

/** Deletes all that was made since the world was as `before`; in the end nothing else is left. */
export function expectNothingLeft(world: World, before: ReadonlySet<string>, look: () => void): void {
  for (const kind of MADE_BY_PEOPLE) {
    for (const object of all(world, kind)) {
      const { name, namespace = '', ownerReferences } = object.metadata
      if (before.has(titleOf(object)) || ownerReferences?.length || isGenerated(object.metadata.name)) continue
      carryOut(world, { type: 'delete', kind, namespace, name } as Act)
    }
  }
  const left = () => [...inventory(world)].filter((title) => !before.has(title) && !isKept(world, title)).sort()
  const last = world.now + seconds(1500)
  do {
    world.advance(world.now + seconds(100))
    look()
  } while (left().length && world.now < last)
  expect(left(), 'what is left').toEqual([])
}

/** A volume of a class that keeps what nobody claims any more. */
function isKept(world: World, title: string): boolean {
  const [kind, name] = title.split(' ') as [string, string]
  const volume = kind === 'PersistentVolume' ? one<PersistentVolume>(world, kind, name) : undefined
  return volume?.spec.persistentVolumeReclaimPolicy === 'Retain' && volume.status.phase === 'Released'
}

const isGenerated = (name: string) => name === 'kube-root-ca.crt'
