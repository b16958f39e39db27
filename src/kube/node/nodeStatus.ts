import { bytes } from '../../api/quantity'
import type { Condition, Draft } from '../../api/meta'
import { timestamp } from '../../api/time'
import { fakeDigest } from '../../runtime/digest'
import type { StoredImage } from '../../runtime/imagePuller'
import type { Node, NodeStatus, Taint } from '../kinds/node/api'

/** What a machine is made of. */
export interface MachineFacts {
  readonly name: string
  /** As quantities. */
  readonly cpu: string
  readonly memory: string
  readonly zone: string
  readonly pods: number
  /** What its Node is registered with, besides the labels of every machine. */
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly Taint[]
}

export const KUBELET_VERSION = 'v1.36.0'

/** Bytes of a node's one file system, for images and containers alike. */
export const NODE_DISK = 100 * 1024 ** 3

const enough = [
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
] as const
const short: Readonly<Record<string, readonly [reason: string, message: string]>> = {
  MemoryPressure: ['KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'],
  DiskPressure: ['KubeletHasDiskPressure', 'kubelet has disk pressure'],
  PIDPressure: ['KubeletHasInsufficientPID', 'kubelet has insufficient PID available'],
}

/** The conditions that a kubelet posts, `pressures` being those of what the node runs short of. Those that keep their status keep their time. */
export function nodeConditions(
  before: readonly Condition[],
  ready: boolean,
  now: number,
  pressures: readonly string[] = [],
): Condition[] {
  const time = timestamp(now)
  const make = (type: string, status: 'True' | 'False', reason: string, message: string) => {
    const old = before.find((each) => each.type === type)
    return {
      type,
      status,
      lastHeartbeatTime: time,
      lastTransitionTime: old?.status === status ? (old.lastTransitionTime ?? time) : time,
      reason,
      message,
    }
  }
  return [
    ...enough.map(([type, reason, message]) =>
      pressures.includes(type) ? make(type, 'True', ...short[type]!) : make(type, 'False', reason, message),
    ),
    ready
      ? make('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status')
      : make(
          'Ready',
          'False',
          'KubeletNotReady',
          'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
        ),
  ]
}

/** The status of a node, whole. */
export function nodeStatus(
  machine: MachineFacts,
  hostIP: string,
  boots: number,
  images: readonly StoredImage[],
  conditions: readonly Condition[],
  volumesInUse: readonly string[],
): NodeStatus {
  const { name, cpu, memory, pods } = machine
  const disk = NODE_DISK
  const amounts = {
    cpu,
    'ephemeral-storage': `${disk / 1024}Ki`,
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: `${bytes(memory) / 1024}Ki`,
    pods: String(pods),
  }
  return {
    conditions,
    addresses: [
      { type: 'InternalIP', address: hostIP },
      { type: 'Hostname', address: name },
    ],
    capacity: { ...amounts, cpu, memory },
    allocatable: { ...amounts, cpu, memory, 'ephemeral-storage': String(Math.floor(disk * 0.9)) },
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: uuid(`${name}/boot/${boots}`),
      containerRuntimeVersion: 'containerd://2.2.0',
      kernelVersion: '6.12.0-amd64',
      kubeProxyVersion: '',
      kubeletVersion: KUBELET_VERSION,
      machineID: machineIdOf(name),
      operatingSystem: 'linux',
      osImage: OS_IMAGE,
      systemUUID: uuid(`${name}/system`),
    },
    images: images.slice(0, 50).map((image) => ({
      names: [`${image.name.replace(/[@:][^/]*$/, '')}@${image.digest}`, image.name],
      sizeBytes: image.size,
    })),
    ...(volumesInUse.length > 0 && { volumesInUse }),
  }
}

/** The operating system of every machine. */
export const OS_IMAGE = 'Debian GNU/Linux 13 (trixie)'

/** What a machine is known by, as its /etc/machine-id has it. */
export const machineIdOf = (node: string): string => fakeDigest(`machine/${node}`).slice(0, 32)

/** The object with which a kubelet registers its node. */
export function nodeDraft(machine: MachineFacts, podCIDR: string, status: NodeStatus): Draft<Node> {
  const { name, zone, labels, taints } = machine
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': zone,
        ...labels,
      },
    },
    spec: { ...(podCIDR && { podCIDR, podCIDRs: [podCIDR] }), ...(taints?.length && { taints }) },
    status,
  }
}

/** A stable stand-in for a random UUID. */
export function uuid(text: string): string {
  const hex = fakeDigest(text)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
