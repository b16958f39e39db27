import type { KubeObject } from '../../api/meta'
import { bytes, milli } from '../../api/quantity'
import type { Change } from '../../api/store'
import { virtualMs } from '../../api/time'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Node } from '../../kube/kinds/node/api'
import type { Pod } from '../../kube/kinds/pod/api'
import type { Hue, NodeView } from '../frame'
import type { HueBook } from './hues'
import { requestsOf } from './podView'
import type { Sources } from './sources'

const ZONE = 'topology.kubernetes.io/zone'

/** The nodes of the read model; each is rebuilt only when it, its pods or its lease changed. */
export class NodeViews {
  private readonly views = new Map<string, NodeView>()
  private readonly leases = new CowMap<string, number>()
  private stale = new Set<string>()
  private changed = true

  constructor(
    private readonly sources: Sources,
    private readonly hues: HueBook,
  ) {
    sources.kernel.part<SavedMap<string, number>>('view/leases', {
      save: () => this.leases.save(),
      load: (saved) => this.leases.load(saved),
    })
  }

  /** Does the API server not know any more how this node is? */
  isLost(name: string): boolean {
    const node = name ? (this.sources.store.get('Node', name) as Node | undefined) : undefined
    return node !== undefined && readiness(node) === 'Unknown'
  }

  /** Something about the node that is in no object changed: power, network. */
  touch(name: string): void {
    this.stale.add(name)
  }

  hear({ type, object, old }: Change, stalePod: (uid: string) => void): void {
    if (object.kind === 'Node') {
      this.stale.add(object.metadata.name)
      this.changed = true
      if (old && readiness(object as Node) !== readiness(old as Node)) {
        for (const pod of this.sources.store.podsOn(object.metadata.name)) stalePod(pod.metadata.uid)
      }
      return
    }
    if (object.kind !== 'Pod') return
    const node = (object as Pod).spec.nodeName
    if (node && (!old || (old as Pod).spec.nodeName !== node || (object as Pod).status?.phase !== (old as Pod).status?.phase))
      this.stale.add(node)
    if (node && type === 'DELETED') this.stale.add(node)
  }

  hearLease(lease: KubeObject): void {
    if (lease.metadata.namespace !== 'kube-node-lease') return
    const { renewTime } = (lease as KubeObject & { spec?: { renewTime?: string } }).spec ?? {}
    this.leases.set(lease.metadata.name, renewTime ? virtualMs(renewTime) : this.sources.kernel.now)
    this.stale.add(lease.metadata.name)
  }

  /** All nodes in order of creation if any changed, else nothing. */
  take(reset: boolean): readonly NodeView[] | undefined {
    const { store } = this.sources
    if (reset) this.views.clear()
    else if (this.stale.size === 0 && !this.changed) return undefined
    const nodes: NodeView[] = []
    for (const node of store.all('Node') as IterableIterator<Node>) {
      const { name } = node.metadata
      let view = this.views.get(name)
      if (!view || this.stale.has(name)) {
        view = this.view(node)
        this.views.set(name, view)
      }
      nodes.push(view)
    }
    for (const name of this.stale) if (!store.get('Node', name)) this.views.delete(name)
    this.stale = new Set()
    this.changed = false
    return nodes
  }

  private view(node: Node): NodeView {
    const { name, uid, labels } = node.metadata
    const allocatable = node.status?.allocatable ?? {}
    const { powered, connected, cpuUsed, draining } = this.sources.nodeFacts(name)
    return {
      uid,
      name,
      zone: labels?.[ZONE] ?? '',
      ready: readiness(node),
      powered,
      connected,
      unschedulable: node.spec?.unschedulable ?? false,
      taints: (node.spec?.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
      cpu: milli(allocatable['cpu'] ?? 0),
      memory: bytes(allocatable['memory'] ?? 0),
      pods: Number(allocatable['pods'] ?? 0),
      requests: this.requests(name),
      cpuUsed,
      lease: this.leases.get(name) ?? -1,
      ...(draining &&
        node.spec?.unschedulable && {
          draining: { left: draining.left, kept: draining.kept, message: draining.message, next: draining.next },
        }),
    }
  }

  private requests(node: string): NodeView['requests'] {
    const sums = new Map<Hue, [Hue, number, number]>()
    for (const pod of this.sources.store.podsOn(node) as readonly Pod[]) {
      if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue
      const hue = this.hues.of(pod)
      const { cpu, memory } = requestsOf(pod)
      const sum = sums.get(hue)
      if (sum) {
        sum[1] += cpu
        sum[2] += memory
      } else sums.set(hue, [hue, cpu, memory])
    }
    return [...sums.values()]
  }
}

const readiness = (node: Node): NodeView['ready'] => node.status?.conditions?.find((c) => c.type === 'Ready')?.status ?? 'Unknown'
