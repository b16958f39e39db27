import { same } from '../../../api/freeze'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import { conditionOf } from '../../workload/pods'
import { attempt } from '../../workload/rounds'
import type { Node } from '../node/api'

const TOPIC = 'attach-detach/report'
const REACTION_MS = 40
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'

/** What a node's status tells the controller, and what the controller tells in it. */
export interface NodeReports {
  /** From now on the node is told, a moment later, that it has a volume. */
  add(node: string, volume: string): void
  /** The node is told, a moment later, that it has a volume no more. */
  remove(node: string, volume: string): void
  /** Tells a node at once that a volume is no longer its; throws an ApiError when that cannot be written. */
  withdraw(node: string, volume: string): void
}

/** Keeps `status.volumesAttached` of the nodes: which volumes their kubelets may mount. Upstream: the node status updater. */
export function createNodeReports(context: ComponentContext): NodeReports {
  const { kernel, client } = context
  // Names of volumes by node, sorted.
  const attached = new CowMap<string, readonly string[]>()
  kernel.part<SavedMap<string, readonly string[]>>(TOPIC, {
    save: () => attached.save(),
    load: (saved) => attached.load(saved),
  })
  context.onStart(() => attached.clear())

  const write = (name: string) => {
    const node = client.get('Node', name)
    if (!node) return
    const { volumesAttached: before = [], ...status } = node.status ?? {}
    const now = (attached.get(name) ?? []).map((volume) => ({ name: volume, devicePath: '' }))
    if (!same(before, now))
      client.updateStatus<Node>({ ...node, status: { ...status, ...(now.length && { volumesAttached: now }) } })
  }
  const soon = (node: string) => kernel.schedule(REACTION_MS, TOPIC, node)
  kernel.on(TOPIC, (node) => {
    if (context.up && attempt(() => write(node))) kernel.schedule(1000, TOPIC, node)
  })
  context.watch('Node', ({ type, object: { metadata, status } }) => {
    if (type === 'ADDED' && (status?.volumesAttached || attached.has(metadata.name))) soon(metadata.name)
  })

  const put = (node: string, names: readonly string[]) => {
    if (names.length) attached.set(node, names)
    else attached.delete(node)
  }
  const without = (node: string, volume: string) => (attached.get(node) ?? []).filter((each) => each !== volume)
  return {
    add(node, volume) {
      if (attached.get(node)?.includes(volume)) return
      put(node, [...without(node, volume), volume].sort())
      soon(node)
    },
    remove(node, volume) {
      if (!attached.get(node)?.includes(volume)) return
      put(node, without(node, volume))
      soon(node)
    },
    withdraw(node, volume) {
      put(node, without(node, volume))
      write(node)
    },
  }
}

/** Does a node's kubelet say that it uses a volume? Of one that is gone nobody can say that it does not. */
export const isMountedBy = (node: Node | undefined, volume: string): boolean =>
  node === undefined || (node.status?.volumesInUse ?? []).includes(volume)

export const isHealthy = (node: Node | undefined): boolean => node !== undefined && conditionOf(node, 'Ready')?.status === 'True'

export const isOutOfService = (node: Node | undefined): boolean =>
  node?.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) ?? false

/** Did something change by which a volume that was held may be let go? */
export const mayRelease = (node: Node, old: Node | undefined): boolean =>
  isHealthy(node) !== isHealthy(old) ||
  !same(node.spec.taints, old?.spec.taints) ||
  !same(node.status?.volumesInUse, old?.status?.volumesInUse)
