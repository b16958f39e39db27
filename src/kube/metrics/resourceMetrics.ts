import type { ListOptions } from '../../api/client'
import { listObjects } from '../../api/listing'
import type { KubeObject, ObjectMeta } from '../../api/meta'
import type { Store } from '../../api/store'
import { timestamp } from '../../api/time'
import type { Node } from '../kinds/node/api'
import type { NodeMetrics } from '../kinds/nodemetrics/api'
import type { Pod } from '../kinds/pod/api'
import type { PodMetrics } from '../kinds/podmetrics/api'
import type { WindowUsage } from '../kubelet/load'

declare module '../../control/component' {
  interface ComponentOptions {
    /** How often the metrics server asks the kubelets; 15 s unless said. */
    readonly metricsWindowMs?: number
  }
}

/** What the metrics server learns from the kubelets. */
export interface Metered {
  windowOf(uid: string): readonly WindowUsage[]
  window(): { readonly ms: number; readonly end: number }
}

type Asked = ListOptions & { readonly name?: string }

/**
 * The metrics server: tells what pods and nodes used over the last window. It keeps nothing: what it would have scraped is worked out
 * when somebody asks, so an idle cluster pays nothing for it.
 */
export function createResourceMetrics(store: Store, metered: Metered) {
  const podMetrics = (pod: Pod): PodMetrics | undefined => {
    if (pod.status?.phase !== 'Running') return undefined
    const usage = metered.windowOf(pod.metadata.uid)
    if (!usage.length) return undefined
    const { ms, end } = metered.window()
    return {
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'PodMetrics',
      metadata: metaOf(pod, end),
      timestamp: timestamp(end),
      window: `${ms / 1000}s`,
      containers: usage.map(({ name, cpu, memory }) => ({ name, usage: amounts(cpu, memory) })),
    }
  }

  const nodeMetrics = (node: Node): NodeMetrics | undefined => {
    const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')
    if (ready?.status !== 'True') return undefined
    const { ms, end } = metered.window()
    let cpu = 0
    let memory = 0
    for (const pod of store.podsOn(node.metadata.name)) {
      for (const usage of metered.windowOf(pod.metadata.uid)) {
        cpu += usage.cpu
        memory += usage.memory
      }
    }
    return {
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'NodeMetrics',
      metadata: metaOf(node, end),
      timestamp: timestamp(end),
      window: `${ms / 1000}s`,
      usage: amounts(cpu, memory),
    }
  }

  const told = <T extends KubeObject, M>(kind: 'Pod' | 'Node', asked: Asked, tell: (object: T) => M | undefined): M[] => {
    const { name, namespace } = asked
    const one = name && store.get(kind, namespace ? `${namespace}/${name}` : name)
    const objects = name ? (one ? [one] : []) : listObjects(store, kind, asked)
    return objects.flatMap((object) => tell(object as unknown as T) ?? [])
  }

  return {
    pods: (asked: Asked) => told('Pod', asked, podMetrics),
    nodes: (asked: Asked) => told('Node', asked, nodeMetrics),
  }
}

const metaOf = ({ metadata: { name, namespace, labels } }: KubeObject, at: number): ObjectMeta => ({
  name,
  ...(namespace && { namespace }),
  ...(labels && { labels }),
  uid: '',
  resourceVersion: '',
  creationTimestamp: timestamp(at),
})

/** Millicores and bytes as the metrics server writes them. */
const amounts = (cpu: number, memory: number) => ({
  cpu: cpu === 0 ? '0' : `${Math.round(cpu * 1e6)}n`,
  memory: `${Math.round(memory / 1024)}Ki`,
})
