import { nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { list, objectSchema, struct } from '../../../api/schema/schema'

interface ComponentCondition {
  readonly type: string
  readonly status: string
  readonly message?: string
  readonly error?: string
}

/** How a part of the control plane does; asked of the parts themselves whenever somebody looks. */
export interface ComponentStatus extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'ComponentStatus'
  readonly conditions?: readonly ComponentCondition[]
}

declare module '../../../api/meta' {
  interface KindMap {
    ComponentStatus: ComponentStatus
  }
}

const healthy = ({ conditions }: ComponentStatus) => conditions?.find(({ type }) => type === 'Healthy')

export default defineKind<ComponentStatus>({
  group: '',
  version: 'v1',
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  singular: 'componentstatus',
  shortNames: ['cs'],
  namespaced: false,
  verbs: ['get', 'list'],
  deprecated: 'v1 ComponentStatus is deprecated in v1.19+',
  schema: objectSchema('ComponentStatus', {
    conditions: list(struct('v1.ComponentCondition', { type: 'string!', status: 'string!', message: 'string', error: 'string' })),
  }),
  columns: [
    nameColumn,
    textColumn('Status', (one) => {
      const found = healthy(one)
      return found ? (found.status === 'True' ? 'Healthy' : 'Unhealthy') : 'Unknown'
    }),
    textColumn('Message', (one) => healthy(one)?.message ?? ''),
    textColumn('Error', (one) => healthy(one)?.error ?? ''),
  ],
})

/** What the API server asks for the health of the others. */
const PROBED = [
  { name: 'scheduler', part: 'scheduler', port: 10259 },
  { name: 'controller-manager', part: 'controller-manager', port: 10257 },
  { name: 'etcd-0', part: 'etcd', port: 2379 },
] as const

/** The statuses of the parts; `up` says whether a part's process answers. */
export const componentStatuses = (up: (part: (typeof PROBED)[number]['part']) => boolean): readonly ComponentStatus[] =>
  PROBED.map(({ name, part, port }) => {
    const refused = `Get "https://127.0.0.1:${port}/healthz": dial tcp 127.0.0.1:${port}: connect: connection refused`
    const condition = up(part)
      ? { type: 'Healthy', status: 'True', message: 'ok' }
      : { type: 'Healthy', status: 'False', message: refused }
    const metadata = { name, uid: '', resourceVersion: '', creationTimestamp: '' }
    return { apiVersion: 'v1', kind: 'ComponentStatus', metadata, conditions: [condition] }
  })
