import type { Client } from '../../api/client'
import { ApiError } from '../../api/errors'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Kernel } from '../../kernel/kernel'
import type { Engine } from '../../runtime/engine'
import type { ImagePuller } from '../../runtime/imagePuller'
import type { Container, Pod } from '../kinds/pod/api'
import type { Containers } from './containers'
import type { Disks } from './disks'
import type { PodWorkers } from './podWorkers'
import type { NodePressure } from './pressure'
import type { Prober } from './prober'
import type { Resizer } from './resizer'
import type { StatusWriter } from './statusWriter'
import type { VolumesInUse } from './volumesInUse'

/** Why a pod was ended before its time. */
export interface Ended {
  readonly reason: string
  readonly message: string
  /** Ms that its containers get, when not what its spec says. */
  readonly graceMs?: number
  /** It had to go for the sake of the others: its status says so. */
  readonly disrupts?: boolean
}

/** What a kubelet knows of one of its pods. Replaced, never changed. */
export interface PodRecord {
  readonly uid: string
  /** `namespace/name`. */
  readonly key: string
  readonly node: string
  /** The object as this kubelet last saw it. */
  readonly pod: Pod
  /** The volumes that must be attached for it, as the node's status names them, as far as its claims are bound. */
  readonly attachables: readonly string[]
  /** When it first saw it, virtual ms: status.startTime. */
  readonly seenAt: number
  /** '' before the sandbox has a network. */
  readonly ip: string
  /** Is that address still its own? */
  readonly holdsIP: boolean
  /** Why it was ended before its time, if it was: reason and message of the status. */
  readonly ended?: Ended
  /** It is being stopped for good. */
  readonly deleting: boolean
  /** The API server no longer has it. */
  readonly removed: boolean
  /** Its status changed since it was last written. */
  readonly dirty: boolean
  /** A write is on the agenda. */
  readonly waiting: boolean
}

/** What is known of a running container besides its machine. */
export interface Flags {
  /** Passed its startup probe, or has none. */
  readonly started: boolean
  /** Passes its readiness probe, or has none and is started. */
  readonly ready: boolean
}

/** What a node has asked of its kubelet's surroundings. */
export interface Reach {
  /** Does the machine run? */
  powered(node: string): boolean
  /** Does it hear of changes? Not when it is off or cut off. */
  hears(node: string): boolean
  /** A call got no answer: the node keeps to itself until it gets through again. */
  noAnswer(node: string): void
  client(node: string): Client
  hostIP(node: string): string
}

/** Everything that the parts of the kubelets have in common. */
export interface Shared {
  readonly kernel: Kernel
  readonly records: CowMap<string, PodRecord>
  /** Uids of the records of a node. */
  readonly onNode: CowMap<string, readonly string[]>
  readonly flags: CowMap<string, Flags>
  readonly reach: Reach
  readonly engine: Engine
  readonly puller: ImagePuller
  readonly containers: Containers
  readonly workers: PodWorkers
  readonly prober: Prober
  readonly status: StatusWriter
  readonly disks: Disks
  readonly volumesInUse: VolumesInUse
  readonly resizer: Resizer
  readonly pressure: NodePressure
  /** Writes an Event about a pod, or one of its containers, as its node's kubelet; nothing happens when nobody answers. */
  event(record: PodRecord, reason: string, message: string, type?: 'Normal' | 'Warning', container?: string): void
}

/** Keeps the records in keyframes. */
export function createRecords(kernel: Kernel): Pick<Shared, 'records' | 'onNode' | 'flags'> {
  const records = new CowMap<string, PodRecord>()
  const onNode = new CowMap<string, readonly string[]>()
  const flags = new CowMap<string, Flags>()
  kernel.part<readonly [SavedMap<string, PodRecord>, SavedMap<string, readonly string[]>, SavedMap<string, Flags>]>('kubelet', {
    save: () => [records.save(), onNode.save(), flags.save()],
    load: ([a, b, c]) => {
      records.load(a)
      onNode.load(b)
      flags.load(c)
    },
  })
  return { records, onNode, flags }
}

export const containerKey = (uid: string, name: string): string => `${uid}/${name}`

/** The record and the container that a container key names. */
export function containerOf(
  shared: Shared,
  id: string,
): { readonly record: PodRecord; readonly container: Container; readonly init: boolean } | undefined {
  const slash = id.indexOf('/')
  const record = shared.records.get(id.slice(0, slash))
  if (!record) return undefined
  const name = id.slice(slash + 1)
  const { containers, initContainers = [] } = record.pod.spec
  const main = containers.find((each) => each.name === name)
  if (main) return { record, container: main, init: false }
  const found = initContainers.find((each) => each.name === name)
  return found && { record, container: found, init: true }
}

/** Names of all containers of a pod, in the order of the spec, init containers first. */
export const containerNames = (pod: Pod): string[] => [
  ...(pod.spec.initContainers ?? []).map((each) => each.name),
  ...pod.spec.containers.map((each) => each.name),
]

/** `web-abc_default(uid)`: how messages name a pod. */
export const podLabel = ({ pod: { metadata } }: PodRecord): string => `${metadata.name}_${metadata.namespace}(${metadata.uid})`

/** Did the call get no answer (as opposed to a refusal)? */
export const isNoAnswer = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.code >= 500 || error.reason === 'Timeout')

/** Who hands out the addresses of pods. */
export interface PodAddresses {
  /** Undefined when the node's range is used up. */
  nextPodIP(node: string): string | undefined
  freePodIP(ip: string): void
}
