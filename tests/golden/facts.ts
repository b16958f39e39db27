import type { KubeObject } from '../../src/api/meta'
import type { Store } from '../../src/api/store'
import type { Deployment } from '../../src/kube/kinds/deployment/api'
import type { EndpointSlice } from '../../src/kube/kinds/endpointslice/api'
import type { Node } from '../../src/kube/kinds/node/api'
import type { Pod } from '../../src/kube/kinds/pod/api'
import type { ReplicaSet } from '../../src/kube/kinds/replicaset/api'
import type { Service } from '../../src/kube/kinds/service/api'
import { kinds } from '../../src/world/kinds'
import { byName, conditionsOf, counts, imagesOf, isGoing, ownerOf, type Facts, type FactsOfKind, type Source } from './fact'
import { starred, type Names } from './names'

const files = import.meta.glob<{ default: FactsOfKind }>('./facts/*.ts', { eager: true })
const further = Object.keys(files)
  .sort()
  .map((path) => files[path]!.default)

const isNamespaced = (kind: string) => kinds.find((one) => one.kind === kind)?.namespaced ?? true

/** The facts of one namespace, and of the nodes when the scenario had them for itself. */
export function factsOf(store: Store, namespace: string, names: Names, exclusive: boolean, pinned: boolean): Facts {
  const inside = <T extends KubeObject>(kind: string) => store.inNamespace(kind, namespace) as unknown as readonly T[]
  const of = <T extends KubeObject>(kind: string) =>
    isNamespaced(kind) ? inside<T>(kind) : ([...store.all(kind)] as unknown as readonly T[])
  const source: Source = { of, names }
  const pods = inside<Pod>('Pod')
  const facts: Facts = {
    ...Object.fromEntries(further.map(({ name, facts }) => [name, facts(source)])),
    deployments: byName(inside<Deployment>('Deployment'), deploymentFact),
    replicasets: [...inside<ReplicaSet>('ReplicaSet')].sort(byRevision).map((set) => replicaSetFact(set, names)),
    services: byName(inside<Service>('Service'), serviceFact),
    endpointSlices: sliceFacts(inside<EndpointSlice>('EndpointSlice')),
    endpoints: byName(inside<Endpoints>('Endpoints'), endpointsFact),
    configmaps: byName(
      inside('ConfigMap').filter(({ metadata }) => metadata.finalizers?.length),
      ({ metadata }) => ({ finalizers: metadata.finalizers, terminating: isGoing(metadata) }),
    ),
    pods: grouped(pods.map((pod) => podFact(pod, names))),
    namespace: {
      phase: (store.get('Namespace', namespace) as { status?: { phase?: string } } | undefined)?.status?.phase ?? 'gone',
    },
  }
  for (const [group, fact] of Object.entries(facts))
    if (group !== 'pods' && Object.keys(fact as object).length === 0) delete facts[group]
  if (exclusive) Object.assign(facts, nodeFacts([...store.all('Node')] as unknown as Node[], pods, pinned))
  return facts
}

const deploymentFact = ({ metadata, spec, status }: Deployment) => ({
  replicas: spec.replicas,
  paused: spec.paused ?? false,
  revision: metadata.annotations?.['deployment.kubernetes.io/revision'] ?? null,
  status: counts(status, ['availableReplicas', 'readyReplicas', 'replicas', 'unavailableReplicas', 'updatedReplicas']),
  observed: status?.observedGeneration === metadata.generation,
  conditions: conditionsOf(status?.conditions),
  images: imagesOf(spec.template),
  terminating: isGoing(metadata),
})

const annotation = ({ metadata }: KubeObject, name: string) => metadata.annotations?.[`deployment.kubernetes.io/${name}`] ?? null

const replicaSetFact = (set: ReplicaSet, names: Names) => ({
  name: starred(set),
  owner: ownerOf(set, names),
  replicas: set.spec.replicas,
  images: imagesOf(set.spec.template ?? {}),
  status: counts(set.status, ['availableReplicas', 'fullyLabeledReplicas', 'readyReplicas', 'replicas']),
  conditions: conditionsOf(set.status?.conditions),
  revision: annotation(set, 'revision'),
  revisionHistory: annotation(set, 'revision-history'),
  desiredAnnotation: annotation(set, 'desired-replicas'),
  maxAnnotation: annotation(set, 'max-replicas'),
})

const byRevision = (a: ReplicaSet, b: ReplicaSet) =>
  Number(annotation(a, 'revision')) - Number(annotation(b, 'revision')) || (a.metadata.name < b.metadata.name ? -1 : 1)

const serviceFact = ({ spec }: Service) => ({
  type: spec.type,
  headless: spec.clusterIP === 'None',
  hasClusterIP: Boolean(spec.clusterIP) && spec.clusterIP !== 'None',
  ports: spec.ports?.map(({ name, port, protocol, targetPort, nodePort }) => ({
    ...(name && { name }),
    port,
    protocol,
    targetPort,
    nodePort: Boolean(nodePort),
  })),
})

function sliceFacts(slices: readonly EndpointSlice[]): Record<string, { ready: number; notReady: number }> {
  const found: Record<string, { ready: number; notReady: number }> = {}
  for (const { metadata, endpoints } of slices) {
    const count = (found[metadata.labels?.['kubernetes.io/service-name'] ?? ''] ??= { ready: 0, notReady: 0 })
    for (const { conditions } of endpoints ?? []) {
      // Pods on their way out were no endpoints then.
      if (conditions?.terminating && !conditions.ready) continue
      count[conditions?.ready === false ? 'notReady' : 'ready']++
    }
  }
  return found
}

interface Address {
  readonly hostname?: string
}

interface Endpoints extends KubeObject {
  readonly subsets?: readonly {
    readonly addresses?: readonly Address[]
    readonly notReadyAddresses?: readonly Address[]
    readonly ports?: readonly { readonly name?: string; readonly port: number; readonly protocol?: string }[]
  }[]
}

const endpointsFact = ({ subsets = [] }: Endpoints) =>
  subsets.map(({ addresses = [], notReadyAddresses = [], ports = [] }) => ({
    ready: addresses.length,
    notReady: notReadyAddresses.length,
    ports: ports.map(({ name, port, protocol }) => ({ name: name ?? null, port, protocol })),
    hostnames: addresses.flatMap(({ hostname }) => (hostname ? [hostname] : [])).sort(),
  }))

function podFact(pod: Pod, names: Names) {
  const status = pod.status ?? {}
  const conditions = conditionsOf(status.conditions)
  return {
    name: starred(pod),
    owner: ownerOf(pod, names),
    phase: status.phase,
    ready: conditions['Ready']?.startsWith('True') ?? false,
    scheduled: Boolean(pod.spec.nodeName),
    conditions,
    containers: pod.spec.containers.map(({ name, image }) => {
      const container = status.containerStatuses?.find((one) => one.name === name)
      return { name, image, ...(container && { restarts: container.restartCount, state: stateOf(container.state) }) }
    }),
    qos: status.qosClass,
    ...(pod.spec.priority && { priority: pod.spec.priority }),
    ...(isGoing(pod.metadata) && { terminating: true }),
  }
}

function stateOf(state: NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number]['state']): string {
  if (state?.running) return 'running'
  if (state?.terminated) return `terminated/${state.terminated.reason}(${state.terminated.exitCode})`
  return `waiting/${state?.waiting?.reason ?? ''}`
}

/** Equal facts once, with their number. */
function grouped<T extends object>(facts: readonly T[]): (T & { count: number })[] {
  const groups = new Map<string, T & { count: number }>()
  for (const fact of facts) {
    const key = JSON.stringify(fact)
    const group = groups.get(key)
    if (group) group.count++
    else groups.set(key, { ...fact, count: 1 })
  }
  return [...groups.values()]
}

function nodeFacts(nodes: readonly Node[], pods: readonly Pod[], pinned: boolean): Facts {
  const bound = pods.filter((pod) => pod.spec.nodeName && (pod.status?.phase === 'Pending' || pod.status?.phase === 'Running'))
  const on = new Map<string, number>(nodes.map((node) => [node.metadata.name, 0]))
  const zones = new Map<string, number>()
  const zoneOf = new Map(nodes.map((node) => [node.metadata.name, node.metadata.labels?.['topology.kubernetes.io/zone'] ?? '']))
  for (const pod of bound) {
    const node = pod.spec.nodeName!
    if (!on.has(node)) continue
    on.set(node, on.get(node)! + 1)
    zones.set(zoneOf.get(node)!, (zones.get(zoneOf.get(node)!) ?? 0) + 1)
  }
  const falling = (numbers: Iterable<number>) => [...numbers].sort((a, b) => b - a)
  return {
    nodes: Object.fromEntries(nodes.map((node) => [node.metadata.name, nodeFact(node)])),
    podsPerNode: falling(on.values()),
    podsPerZone: falling(zones.values()),
    ...(pinned && { podsByNode: Object.fromEntries(on) }),
  }
}

function nodeFact({ spec, status }: Node) {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  return {
    ready: `${ready?.status}/${ready?.reason}`,
    taints: (spec.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`).sort(),
    unschedulable: spec.unschedulable ?? false,
  }
}
