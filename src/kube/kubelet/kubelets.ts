import { ApiError } from '../../api/errors'
import { same } from '../../api/freeze'
import type { ComponentContext } from '../../control/component'
import { createEngine } from '../../runtime/engine'
import { parseImage } from '../../runtime/imageRef'
import { createImagePuller } from '../../runtime/imagePuller'
import type { LogLine } from '../../runtime/processState'
import type { ShellNet } from '../../runtime/shell/tools'
import { createRegistry } from '../../runtime/registry'
import type { Pod } from '../kinds/pod/api'
import { createNodes, type Nodes } from '../node/nodes'
import type { MachineFacts } from '../node/nodeStatus'
import { createAnswers, type Answers } from './answers'
import { createContainers } from './containers'
import { createDeeds } from './deeds'
import { createDisks } from './disks'
import { createInspection, type Inspection } from './inspect'
import { createLoad, type Load } from './load'
import { outsideOf } from './outside'
import { createPodWorkers } from './podWorkers'
import { createPressure, type PressureOptions } from './pressure'
import { createProber } from './prober'
import { containerKey, createRecords, type PodAddresses, type PodRecord, type Shared } from './shared'
import { createResizer } from './resizer'
import { createStatusWriter } from './statusWriter'
import { createVolumesInUse } from './volumesInUse'

/** What the kubelets need of the cluster they are in. */
export interface KubeletOptions {
  readonly addresses: PodAddresses & {
    podCIDR(node: string): string
    freeNode(node: string): void
  }
  /** Which machines can reach the control plane; what the others are told does not arrive. Default: all. */
  readonly machines?: { reaches(node: string): boolean }
  /** Ms of a window of the metrics; 15 s unless said. */
  readonly metricsWindowMs?: number
  /** The network as it looks from a pod, once there is one. Default: Services are found, policies are not known. */
  readonly visit?: (pod: Pod, ip: string) => ShellNet | undefined
  /** When pods are evicted from a node that runs short; upstream's defaults unless said. */
  readonly eviction?: PressureOptions
}

/** All kubelets of a cluster, and the machines under them. */
export interface Kubelets extends Load, Answers, Inspection {
  addNode(machine: MachineFacts): void
  /** The machine is taken away; its Node object is not touched. */
  removeNode(node: string): void
  /** Everything that runs there is gone at once; nobody is told. */
  powerOff(node: string): void
  powerOn(node: string): void
  /** The network of a node went, or came back. Its containers run on. */
  cut(node: string): void
  mend(node: string): void
  /** Kills the main process of a container (137); false when there is none. */
  killContainer(namespace: string, pod: string, container: string): boolean
  setRegistrySpeed(speed: number): void
  /** 1 normal, 0 unreachable. */
  registrySpeed(): number
  setImageKnown(image: string, known: boolean): void
  /** Puts an image on a node without a pull. */
  preload(node: string, image: string): void
  /** Lines of a container, oldest first; `previous`: of its run before. Undefined when there is no such container. */
  logs(namespace: string, pod: string, container: string, previous?: boolean): readonly LogLine[] | undefined
  /** Runs a command in a container; undefined when it does not run. */
  exec(
    namespace: string,
    pod: string,
    container: string,
    argv: readonly string[],
  ): { readonly code: number; readonly out: string } | undefined
  /** Millicores in use on a node now. */
  cpuUsed(node: string): number
  /** Bytes in use on a node now, those of its system included. */
  memoryUsed(node: string): number
}

/** As an Event names a container: `spec.containers{web}`. */
const fieldPath = ({ spec }: Pod, container: string): string =>
  `spec.${spec.containers.some((each) => each.name === container) ? 'containers' : 'initContainers'}{${container}}`

/** Is there something in a changed pod that its kubelet did not write itself? */
const concerns = (pod: Pod, old: Pod | undefined): boolean =>
  pod.spec !== old?.spec ||
  pod.metadata.annotations !== old.metadata.annotations ||
  pod.metadata.deletionTimestamp !== undefined ||
  pod.spec.readinessGates !== undefined

/** Makes the one component that is every node's kubelet. Each node speaks to the server as itself (`kubelet:NODE`). */
export function createKubelets(
  context: ComponentContext,
  { addresses, machines, metricsWindowMs, visit, eviction }: KubeletOptions,
): Kubelets {
  const { kernel } = context
  const registry = createRegistry(kernel)
  const store = createRecords(kernel)
  const parts: Partial<Shared> = {}
  const shared = parts as Shared

  const did = createDeeds(shared, (actor) => context.clientAs(actor))
  const engine = createEngine(kernel, {
    topic: 'kubelet.engine',
    outside: (id) => outsideOf(shared, context.client, load, id, visit),
    exited(id, exit) {
      if (exit.code === 0) did(id)
      shared.containers.exited(id, exit)
    },
  })
  const puller = createImagePuller(kernel, registry, {
    topic: 'kubelet.images',
    done: (id, result) => shared.containers.pulled(id, result),
  })
  const nodes: Nodes = createNodes(context, {
    podCIDR: (node) => addresses.podCIDR(node),
    images: (node) => puller.images(node),
    volumesInUse: (node) => shared.volumesInUse.of(node),
    pressures: (node) => shared.pressure.conditions(node),
    lost(node) {
      puller.drop(node)
      for (const { uid } of recordsOn(node)) shared.workers.lose(uid)
    },
    connected: (node, rebooted) => resync(node, rebooted),
  })

  const recorders = new Map<string, ReturnType<ComponentContext['recorder']>>()
  const event: Shared['event'] = ({ node, pod }, reason, message, type, container) => {
    let recorder = recorders.get(node)
    if (!recorder) recorders.set(node, (recorder = context.recorder('kubelet', node, nodes.client(node))))
    recorder(pod, reason, message, type, container && fieldPath(pod, container))
  }

  Object.assign(parts, { kernel, ...store, reach: nodes, engine, puller, event })
  Object.assign(parts, { disks: createDisks(shared, context.client), volumesInUse: createVolumesInUse(shared) })
  Object.assign(parts, {
    resizer: createResizer(shared),
    status: createStatusWriter(shared),
    containers: createContainers(shared),
    prober: createProber(shared),
  })
  Object.assign(parts, { workers: createPodWorkers(shared, addresses) })
  const load = createLoad(shared, metricsWindowMs)
  const pressure = createPressure(
    shared,
    load,
    {
      machine: (node) => nodes.machine(node),
      object: (node) => quietly(() => nodes.client(node).get('Node', node)),
      repost: (node) => nodes.repost(node),
      imageBytes: (node) => puller.images(node).reduce((sum, { size }) => sum + size, 0),
      record: (node) => context.recorder('kubelet', node, nodes.client(node)),
    },
    eviction,
  )
  Object.assign(parts, { pressure })
  const inspection = createInspection(shared, nodes)

  const recordsOn = (node: string): PodRecord[] => (store.onNode.get(node) ?? []).map((uid) => store.records.get(uid)!)

  /** The kubelet lists its pods anew: stops what is gone, sees what is new, says what it could not say. */
  const resync = (node: string, rebooted: boolean) => {
    const pods = context.client.podsOn(node)
    const present = new Set(pods.map((pod) => pod.metadata.uid))
    for (const { uid } of recordsOn(node)) if (!present.has(uid)) shared.workers.removed(uid)
    for (const pod of pods) shared.workers.seen(node, pod)
    for (const record of recordsOn(node)) {
      if (rebooted) shared.workers.boot(record.uid)
      // What ended while nobody answered is let go now.
      if (shared.workers.host.state(record.uid) === 'gone') shared.status.finish(record.uid)
      else shared.status.flush(record.uid)
    }
  }

  context.watch('Pod', ({ type, object, old }) => {
    const node = object.spec.nodeName
    if (!node || !nodes.hears(node) || machines?.reaches(node) === false) return
    if (type === 'DELETED') {
      const { deletionGracePeriodSeconds = 0, uid } = object.metadata
      shared.workers.removed(uid, Math.max(1000, deletionGracePeriodSeconds * 1000))
    } else if (type === 'ADDED' || concerns(object, old)) shared.workers.seen(node, object)
  })

  context.watch('Node', ({ type, object: { metadata, status }, old }) => {
    const { name } = metadata
    if (type !== 'MODIFIED' || !status?.volumesAttached || !nodes.hears(name) || machines?.reaches(name) === false) return
    const { volumesAttached, volumesInUse } = old?.status ?? {}
    if (same(status.volumesAttached, volumesAttached) && same(status.volumesInUse, volumesInUse)) return
    for (const { uid, attachables } of recordsOn(name)) if (attachables.length) shared.workers.attached(uid)
  })
  context.watch('PersistentVolume', ({ type, object, old }) => {
    const { persistentVolumeReclaimPolicy: policy } = object.spec
    const gone = type === 'DELETED' && policy === 'Delete' && object.status?.phase !== 'Bound'
    const emptied = policy === 'Recycle' && old?.status?.phase === 'Released' && object.status?.phase === 'Available'
    if (gone || emptied) shared.disks.dropVolume(object)
  })

  const find = (namespace: string, pod: string) => {
    const key = `${namespace}/${pod}`
    for (const record of store.records.values()) if (record.key === key && !record.removed) return record
    return undefined
  }

  return {
    ...load,
    ...createAnswers(shared, load),
    ...inspection,
    addNode: (machine) => nodes.add(machine),
    removeNode(node) {
      nodes.remove(node)
      for (const { uid } of recordsOn(node)) shared.workers.forget(uid)
      pressure.forget(node)
      addresses.freeNode(node)
    },
    powerOff: (node) => nodes.powerOff(node),
    powerOn: (node) => nodes.powerOn(node),
    cut: (node) => nodes.noAnswer(node),
    mend: (node) => nodes.retry(node),
    killContainer(namespace, pod, container) {
      const record = find(namespace, pod)
      const id = record && containerKey(record.uid, container)
      if (!id || !engine.alive(id)) return false
      engine.signal(id, 'KILL')
      return true
    },
    setRegistrySpeed: (speed) => registry.setSpeed(speed),
    registrySpeed: () => registry.speed,
    setImageKnown(image, known) {
      const ref = parseImage(image)
      if (ref) registry.setKnown(ref, known)
    },
    preload: (node, image) => puller.preload(node, image),
    logs(namespace, pod, container, previous) {
      const record = find(namespace, pod)
      return record && engine.logs(containerKey(record.uid, container), previous)
    },
    exec(namespace, pod, container, argv) {
      const record = find(namespace, pod)
      const id = record && containerKey(record.uid, container)
      return id && engine.alive(id) ? engine.exec(id, argv) : undefined
    },
    memoryUsed: (node) => pressure.memoryUsed(node),
    cpuUsed: (node) =>
      nodes.powered(node) ? context.client.podsOn(node).reduce((sum, pod) => sum + load.usage(pod.metadata.uid).cpu, 0) : 0,
  }
}

/** What a call gives; undefined when nobody answers. */
function quietly<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}
