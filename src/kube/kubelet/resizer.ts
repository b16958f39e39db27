import { ApiError } from '../../api/errors'
import { same } from '../../api/freeze'
import { bytes } from '../../api/quantity'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Container, Pod, ResourceRequirements } from '../kinds/pod/api'
import { capacityOf, requestsOf } from '../scheduler/requests'
import type { Verdict } from './podConditions'
import { containerKey, type PodRecord, type Shared } from './shared'

/** Resources by the name of their container. */
type Sizes = Readonly<Record<string, ResourceRequirements | undefined>>

/** A pod whose containers do not have yet what its spec says. */
interface Held {
  /** What the node has set aside for each container. */
  readonly allocated: Sizes
  /** What each container really has. */
  readonly actual: Sizes
  /** Why the new size must wait, or cannot be. */
  readonly pending?: { readonly reason: 'Deferred' | 'Infeasible'; readonly message: string }
}

/** Gives running containers other resources. */
export interface Resizer {
  /** The spec of a pod changed: sees what is new about its sizes. */
  changed(record: PodRecord, old: Pod): void
  /** What is set aside for a container, and what it has. */
  sizesOf(
    uid: string,
    container: Container,
  ): { readonly allocated: ResourceRequirements | undefined; readonly actual: ResourceRequirements | undefined }
  /** PodResizePending and PodResizeInProgress, while they are true. */
  conditions(uid: string): readonly Verdict[]
  /** Something on the node became free: tries again what had to wait. */
  retry(node: string): void
  forget(uid: string): void
}

const TOPIC = 'kubelet.resize'
/** Ms from the decision until the runtime has done it. */
const ACTUATION_MS = 400

/**
 * In-place resize as the kubelet does it: a new size is first admitted (it must fit on the node), then carried out, container by
 * container, with a restart where the container's resizePolicy asks for one. Upstream: pkg/kubelet/allocation.
 */
export function createResizer(shared: Shared): Resizer {
  const { kernel, records, onNode } = shared
  const held = new CowMap<string, Held>()
  kernel.part<SavedMap<string, Held>>(TOPIC, { save: () => held.save(), load: (saved) => held.load(saved) })

  const admit = (record: PodRecord, before: Held) => {
    const wanted = sizes(record.pod)
    const refusal = shortageOf(record)
    if (refusal) {
      if (refusal.message === before.pending?.message) return
      held.set(record.uid, { ...before, pending: refusal })
      const { reason, message } = refusal
      shared.event(record, `Resize${reason}`, `Pod resize ${reason}: ${message}`, 'Warning')
    } else {
      held.set(record.uid, { allocated: wanted, actual: before.actual })
      shared.event(record, 'ResizeStarted', `Pod resize started: ${told(record.pod)}`)
      kernel.schedule(ACTUATION_MS, TOPIC, record.uid, wanted)
    }
    shared.status.touch(record.uid)
  }

  /** What is set aside on a node for all but one of its pods, and what it has. */
  const shortageOf = (record: PodRecord): Held['pending'] => {
    const allocatable = allocatableOf(record.node)
    if (!allocatable) return undefined
    const has = capacityOf(allocatable)
    const wants = requestsOf(record.pod)
    for (const resource of ['cpu', 'memory'] as const) {
      if (wants[resource] > has[resource]) {
        const message = `Node didn't have enough capacity: ${resource}, requested: ${wants[resource]}, capacity: ${has[resource]}`
        return { reason: 'Infeasible', message }
      }
    }
    const others = (onNode.get(record.node) ?? []).flatMap((uid) => (uid === record.uid ? [] : allocatedPod(uid)))
    for (const resource of ['cpu', 'memory'] as const) {
      const used = others.reduce((sum, pod) => sum + requestsOf(pod)[resource], 0)
      if (wants[resource] + used <= has[resource]) continue
      const amounts = `requested: ${wants[resource]}, used: ${used}, capacity: ${has[resource]}`
      return { reason: 'Deferred', message: `Node didn't have enough resource: ${resource}, ${amounts}` }
    }
    return undefined
  }

  const allocatableOf = (node: string) => {
    try {
      return shared.reach.client(node).get('Node', node)?.status?.allocatable
    } catch (error) {
      if (error instanceof ApiError) return undefined
      throw error
    }
  }

  /** A pod that still counts, with what is set aside for it. */
  const allocatedPod = (uid: string): Pod[] => {
    const record = records.get(uid)
    if (!record || /^(succeeded|failed|gone)$/.test(shared.workers.host.state(uid) ?? '')) return []
    const entry = held.get(uid)
    if (!entry) return [record.pod]
    const { pod } = record
    const containers = pod.spec.containers.map((each) => withSize(each, entry.allocated[each.name]))
    return [{ ...pod, spec: { ...pod.spec, containers } }]
  }

  kernel.on(TOPIC, (uid, body) => {
    const record = records.get(uid)
    const entry = held.get(uid)
    if (!record || !entry || record.deleting || !same(entry.allocated, body)) return
    for (const container of record.pod.spec.containers) {
      actuate(record, container, entry.actual[container.name], entry.allocated[container.name])
    }
    held.delete(uid)
    shared.event(record, 'ResizeCompleted', `Pod resize completed: ${told(record.pod)}`)
    shared.status.touch(uid)
    retry(record.node)
  })

  const actuate = (
    record: PodRecord,
    container: Container,
    before: ResourceRequirements | undefined,
    after: ResourceRequirements | undefined,
  ) => {
    if (same(before, after)) return
    const id = containerKey(record.uid, container.name)
    const differs = (resource: string) =>
      before?.requests?.[resource] !== after?.requests?.[resource] || before?.limits?.[resource] !== after?.limits?.[resource]
    const restarts = container.resizePolicy?.some(
      ({ resourceName, restartPolicy }) => restartPolicy === 'RestartContainer' && differs(resourceName),
    )
    const memory = after?.limits?.['memory']
    if (restarts) {
      const grace = (record.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000
      shared.containers.restart(id, `Container ${container.name} resize requires restart`, grace)
    } else shared.engine.limit(id, memory === undefined ? 0 : bytes(memory))
  }

  const retry = (node: string) => {
    if (held.size === 0) return
    for (const uid of onNode.get(node) ?? []) {
      const entry = held.get(uid)
      if (entry?.pending?.reason === 'Deferred') admit(records.get(uid)!, entry)
    }
  }

  return {
    changed(record, old) {
      if (same(sizes(record.pod), sizes(old))) return
      const entry = held.get(record.uid)
      const before = entry ?? { allocated: sizes(old), actual: sizes(old) }
      if (entry && same(sizes(record.pod), entry.actual) && same(entry.allocated, entry.actual)) {
        // Taken back before anything was done.
        held.delete(record.uid)
        shared.status.touch(record.uid)
      } else admit(record, { allocated: before.allocated, actual: before.actual })
    },
    sizesOf(uid, { name, resources }) {
      const entry = held.get(uid)
      const pick = (from: Sizes | undefined) => (from ? from[name] : resources)
      return { allocated: pick(entry?.allocated), actual: pick(entry?.actual) }
    },
    conditions(uid) {
      const entry = held.get(uid)
      if (!entry) return []
      if (entry.pending) return [{ type: 'PodResizePending', status: 'True', ...entry.pending }]
      return [{ type: 'PodResizeInProgress', status: 'True' }]
    },
    retry,
    forget: (uid) => void held.delete(uid),
  }
}

const sizes = ({ spec }: Pod): Sizes => Object.fromEntries(spec.containers.map(({ name, resources }) => [name, resources]))

const withSize = (container: Container, resources: ResourceRequirements | undefined): Container => {
  const { resources: _, ...rest } = container
  return resources ? { ...rest, resources } : rest
}

/** The sizes of a pod as its Events tell them. */
const told = ({ metadata, spec }: Pod): string =>
  JSON.stringify({
    containers: spec.containers.map(({ name, resources }) => ({ name, resources: resources ?? {} })),
    generation: metadata.generation ?? 0,
  })
