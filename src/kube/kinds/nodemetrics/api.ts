import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { KubeObject, Time } from '../../../api/meta'

/** What a node used of late. Never stored: the metrics server tells it when asked. */
export interface NodeMetrics extends KubeObject {
  readonly apiVersion: 'metrics.k8s.io/v1beta1'
  readonly kind: 'NodeMetrics'
  /** The end of the window. */
  readonly timestamp: Time
  readonly window: string
  readonly usage: { readonly cpu: string; readonly memory: string }
}

declare module '../../../api/meta' {
  interface KindMap {
    NodeMetrics: NodeMetrics
  }
}

export default defineKind<NodeMetrics>({
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  kind: 'NodeMetrics',
  plural: 'nodes',
  singular: 'nodemetrics',
  namespaced: false,
  verbs: ['get', 'list'],
  columns: [
    nameColumn,
    textColumn('Cpu', ({ usage }) => usage.cpu),
    textColumn('Memory', ({ usage }) => usage.memory),
    textColumn('Window', ({ window }) => window),
    ageColumn,
  ],
})
