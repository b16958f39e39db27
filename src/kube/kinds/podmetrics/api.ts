import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { KubeObject, Time } from '../../../api/meta'

/** What one container used over the window: CPU in nanocores (`1500000n`), memory in Ki. */
export interface ContainerMetrics {
  readonly name: string
  readonly usage: { readonly cpu: string; readonly memory: string }
}

/** What a pod used of late. Never stored: the metrics server tells it when asked. */
export interface PodMetrics extends KubeObject {
  readonly apiVersion: 'metrics.k8s.io/v1beta1'
  readonly kind: 'PodMetrics'
  /** The end of the window. */
  readonly timestamp: Time
  /** As Go prints durations: `15s`. */
  readonly window: string
  readonly containers: readonly ContainerMetrics[]
}

declare module '../../../api/meta' {
  interface KindMap {
    PodMetrics: PodMetrics
  }
}

const amounts = (of: 'cpu' | 'memory') => (metrics: PodMetrics) => metrics.containers.map(({ usage }) => usage[of]).join(',')

export default defineKind<PodMetrics>({
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  kind: 'PodMetrics',
  plural: 'pods',
  singular: 'podmetrics',
  namespaced: true,
  verbs: ['get', 'list'],
  columns: [
    nameColumn,
    textColumn('Cpu', amounts('cpu')),
    textColumn('Memory', amounts('memory')),
    textColumn('Window', ({ window }) => window),
    ageColumn,
  ],
})
