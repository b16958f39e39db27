import type { Client } from '../../api/client'
import { ApiError } from '../../api/errors'
import { same } from '../../api/freeze'
import { microTimestamp } from '../../api/time'
import type { ComponentContext } from '../../control/component'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import { hostMachine, type MachineHost } from '../../machine/host'
import type { ImagePuller, StoredImage } from '../../runtime/imagePuller'
import type { Lease } from '../kinds/lease/api'
import type { Node } from '../kinds/node/api'
import { kubeletMachine } from './kubelet.machine'
import { nodeMachine } from './node.machine'
import { nodeConditions, nodeDraft, nodeStatus, uuid, type MachineFacts } from './nodeStatus'

/** What the kubelets keep of a node. */
interface NodeRecord {
  readonly machine: MachineFacts
  readonly hostIP: string
  readonly boots: number
  readonly phase: number
  /** Virtual ms of the last full status. */
  readonly postedAt: number
  readonly images: readonly StoredImage[]
  /** As it last said. */
  readonly volumesInUse: readonly string[]
}

/** The nodes under the kubelets: power, registration, leases, status. */
export interface Nodes {
  readonly power: MachineHost<typeof nodeMachine>
  readonly kubelets: MachineHost<typeof kubeletMachine>
  /** A new machine, with power. At the very start of a world it is up at once. */
  add(machine: MachineFacts): void
  remove(node: string): void
  powerOff(node: string): void
  powerOn(node: string): void
  has(node: string): boolean
  powered(node: string): boolean
  /** Does its kubelet run and get answers? */
  hears(node: string): boolean
  noAnswer(node: string): void
  /** Tries at once to reach the server again. */
  retry(node: string): void
  client(node: string): Client
  hostIP(node: string): string
  /** What the machine is made of. */
  machine(node: string): MachineFacts | undefined
  /** Writes a node's status at once, if its kubelet gets answers. */
  repost(node: string): void
}

/** What the nodes tell the rest of the kubelets. */
export interface NodeListeners {
  readonly podCIDR: (node: string) => string
  readonly images: ImagePuller['images']
  /** Names of the volumes that its pods use; the same list as long as nothing changes. */
  readonly volumesInUse: (node: string) => readonly string[]
  /** Types of the conditions of what the node runs short of. */
  readonly pressures: (node: string) => readonly string[]
  /** Everything that ran on it is gone. */
  readonly lost: (node: string) => void
  /** Its kubelet sees the server (again): it should list its pods. */
  readonly connected: (node: string, rebooted: boolean) => void
}

const LEASE_MS = 10_000
const LEASE_SECONDS = 40
/** nodeStatusReportFrequency: a full status when nothing changed. */
const HEARTBEAT_MS = 300_000
const PHASES = 10
const NAMESPACE = 'kube-node-lease'

export function createNodes(context: ComponentContext, listeners: NodeListeners): Nodes {
  const { kernel } = context
  const records = new CowMap<string, NodeRecord>()
  const phases = new CowMap<number, readonly string[]>()
  let added = 0
  kernel.part<readonly [SavedMap<string, NodeRecord>, SavedMap<number, readonly string[]>, number]>('nodes', {
    save: () => [records.save(), phases.save(), added],
    load: ([a, b, c]) => {
      records.load(a)
      phases.load(b)
      added = c
    },
  })
  const clients = new Map<string, Client>()
  const client = (node: string): Client => {
    let found = clients.get(node)
    if (!found) clients.set(node, (found = context.clientAs(`kubelet:${node}`)))
    return found
  }
  const record = (node: string, about: Node, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal') =>
    context.recorder('kubelet', node, client(node))(about, reason, message, type)

  /** Runs a call; false when nobody answered. Refusals are passed on. */
  const answered = (node: string, call: () => void): boolean => {
    try {
      call()
      return true
    } catch (error) {
      if (!(error instanceof ApiError) || error.code < 500) throw error
      kubelets.send(node, { type: 'NO_ANSWER' })
      return false
    }
  }

  const post = (node: string, ready: boolean) => {
    const now = records.get(node)!
    const images = listeners.images(node)
    const volumesInUse = listeners.volumesInUse(node)
    const own = client(node)
    const object = own.get('Node', node)
    const status = nodeStatus(
      now.machine,
      now.hostIP,
      now.boots,
      images,
      nodeConditions(object?.status?.conditions ?? [], ready, kernel.now, listeners.pressures(node)),
      volumesInUse,
    )
    records.set(node, { ...now, postedAt: kernel.now, images, volumesInUse })
    if (!object) {
      // A node that somebody deleted is registered again only when its kubelet starts anew.
      if (kubelets.state(node) !== 'registering') return
      const created = own.create(nodeDraft(now.machine, listeners.podCIDR(node), status))
      if (!created.status?.conditions?.length) own.updateStatus({ ...created, status })
      return
    }
    const wasReady = object.status?.conditions?.find((each) => each.type === 'Ready')?.status === 'True'
    const { volumesInUse: _, ...before } = object.status ?? {}
    const next = { ...object, status: { ...before, ...status } }
    if (!same(object.status, next.status)) own.updateStatus(next)
    if (ready && !wasReady && kernel.now > 0) record(node, object, 'NodeReady', `Node ${node} status is now: NodeReady`)
  }

  const renew = (node: string) => {
    const own = client(node)
    const lease = own.get('Lease', node, NAMESPACE)
    const renewTime = microTimestamp(kernel.now)
    if (lease) {
      own.update<Lease>({ ...lease, metadata: { ...lease.metadata, resourceVersion: '' }, spec: { ...lease.spec, renewTime } })
      return
    }
    const object = own.get('Node', node)
    const owner = object && { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node, uid: object.metadata.uid }] }
    own.create<Lease>({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: node, namespace: NAMESPACE, ...owner },
      spec: { holderIdentity: node, leaseDurationSeconds: LEASE_SECONDS, renewTime },
    })
  }

  /** A status is written when it changed, with the beat: a pod waits that long for its disk. */
  const isPostDue = (node: string): boolean => {
    const { postedAt, images, volumesInUse } = records.get(node)!
    const changed = images !== listeners.images(node) || volumesInUse !== listeners.volumesInUse(node)
    return changed || kernel.now - postedAt >= HEARTBEAT_MS
  }

  /** One beat of one kubelet: its lease, and its status when that is due. */
  const beat = (node: string) => {
    const state = kubelets.state(node)
    if (!state?.startsWith('running')) return
    const heard = answered(node, () => {
      renew(node)
      if (state === 'running.connected' && isPostDue(node)) post(node, true)
    })
    if (heard && state === 'running.alone') kubelets.send(node, { type: 'ANSWER' })
  }

  kernel.on('kubelet.lease', (to) => {
    const phase = Number(to)
    const names = phases.get(phase) ?? []
    if (!names.length) return void phases.delete(phase)
    kernel.schedule(LEASE_MS, 'kubelet.lease', to)
    for (const name of names) beat(name)
  })
  kernel.on('kubelet.retry', beat)

  const kubelets: Nodes['kubelets'] = hostMachine(kernel, {
    topic: 'kubelet',
    machine: kubeletMachine,
    effects: {
      register(node) {
        if (answered(node, () => post(node, kernel.now === 0 || records.get(node)!.boots > 1)))
          kubelets.send(node, { type: 'REGISTERED' })
      },
      connected(node) {
        const { boots } = records.get(node)!
        beat(node)
        const object = boots > 1 ? quietly(() => client(node).get('Node', node)) : undefined
        if (object) {
          record(node, object, 'Starting', 'Starting kubelet.')
          record(node, object, 'Rebooted', `Node ${node} has been rebooted, boot id: ${uuid(`${node}/boot/${boots}`)}`, 'Warning')
        }
        if (kernel.now > 0 && boots === 1) kernel.schedule(2000, 'kubelet.network', node)
        listeners.connected(node, boots > 1)
      },
      reconnected(node) {
        if (answered(node, () => post(node, true))) listeners.connected(node, false)
      },
    },
  })
  kernel.on('kubelet.network', (node) => {
    if (kubelets.state(node) === 'running.connected') answered(node, () => post(node, true))
  })

  const power: Nodes['power'] = hostMachine(kernel, {
    topic: 'kubelet.power',
    machine: nodeMachine,
    effects: {
      booted(node) {
        const now = records.get(node)!
        records.set(node, { ...now, boots: now.boots + 1 })
        kubelets.send(node, { type: 'START' })
      },
      poweredOff(node) {
        kubelets.send(node, { type: 'STOP' })
        listeners.lost(node)
      },
    },
  })

  return {
    power,
    kubelets,
    add(machine) {
      const number = added++
      const phase = number % PHASES
      const { name } = machine
      records.set(name, {
        machine,
        hostIP: hostAddress(number),
        boots: 0,
        phase,
        postedAt: 0,
        images: listeners.images(name),
        volumesInUse: [],
      })
      const names = phases.get(phase)
      phases.set(phase, [...(names ?? []), name])
      if (!names) kernel.schedule((phase * LEASE_MS) / PHASES + LEASE_MS / 2, 'kubelet.lease', String(phase))
      const young = kernel.now === 0
      kubelets.start(name, { startMs: young ? 0 : 1000 })
      power.start(name, { bootMs: young ? 0 : 2000 })
    },
    remove(node) {
      const now = records.get(node)
      if (!now) return
      listeners.lost(node)
      power.stop(node)
      kubelets.stop(node)
      records.delete(node)
      phases.set(
        now.phase,
        phases.get(now.phase)!.filter((name) => name !== node),
      )
    },
    powerOff: (node) => void power.send(node, { type: 'POWER_OFF' }),
    powerOn: (node) => void power.send(node, { type: 'POWER_ON' }),
    has: (node) => records.has(node),
    powered: (node) => power.state(node) === 'up',
    hears: (node) => kubelets.state(node) === 'running.connected',
    noAnswer: (node) => void kubelets.send(node, { type: 'NO_ANSWER' }),
    retry: (node) => kernel.schedule(1000, 'kubelet.retry', node),
    client,
    hostIP: (node) => records.get(node)?.hostIP ?? '',
    machine: (node) => records.get(node)?.machine,
    repost(node) {
      if (kubelets.state(node) === 'running.connected') answered(node, () => post(node, true))
    },
  }
}

/** 10.0.1.1 and on: the machines' own network. */
const hostAddress = (number: number): string => `10.0.${1 + Math.floor(number / 250)}.${1 + (number % 250)}`

function quietly<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}
