import { ageColumn, nameColumn, numberColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { workloadColumns } from '../pod/api'
import { defaultReplicaSet, prepareReplicaSet } from './defaults'
import { replicaSetSchema } from './schema'
import type { ReplicaSet } from './types'
import { validateReplicaSet, validateReplicaSetStatus, validateReplicaSetUpdate } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    ReplicaSet: ReplicaSet
  }
}

export default defineKind<ReplicaSet>({
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],
  categories: ['all'],
  namespaced: true,
  statusSubresource: true,
  scaleSubresource: true,
  generation: true,
  schema: replicaSetSchema,
  defaults: defaultReplicaSet,
  prepareForCreate: prepareReplicaSet,
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  validateStatusUpdate: validateReplicaSetStatus,
  columns: [
    nameColumn,
    numberColumn('Desired', ({ spec }) => spec.replicas ?? 0),
    numberColumn('Current', ({ status }) => status?.replicas ?? 0),
    numberColumn('Ready', ({ status }) => status?.readyReplicas ?? 0),
    ageColumn,
    ...workloadColumns,
  ],
})
