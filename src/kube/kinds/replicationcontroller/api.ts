import { ageColumn, labelsText, nameColumn, numberColumn, textColumn } from '../../../api/columns'
import { defineKind, type Column } from '../../../api/kind'
import { workloadColumns } from '../pod/api'
import { defaultReplicationController, prepareReplicationController } from './defaults'
import { replicationControllerSchema } from './schema'
import type { ReplicationController } from './types'
import { validateReplicationController, validateReplicationControllerStatus } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    ReplicationController: ReplicationController
  }
}

// Its selector is a map of labels, so only the columns of containers and images are those of the other workloads.
const containers = workloadColumns.slice(0, 2) as readonly Column[]

export default defineKind<ReplicationController>({
  group: '',
  version: 'v1',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  singular: 'replicationcontroller',
  shortNames: ['rc'],
  categories: ['all'],
  namespaced: true,
  statusSubresource: true,
  scaleSubresource: true,
  generation: true,
  selectableFields: ['status.replicas'],
  defaultPropagation: 'Orphan',
  schema: replicationControllerSchema,
  defaults: defaultReplicationController,
  prepareForCreate: prepareReplicationController,
  validate: validateReplicationController,
  validateUpdate: validateReplicationController,
  validateStatusUpdate: validateReplicationControllerStatus,
  columns: [
    nameColumn,
    numberColumn('Desired', ({ spec }) => spec.replicas ?? 0),
    numberColumn('Current', ({ status }) => status?.replicas ?? 0),
    numberColumn('Ready', ({ status }) => status?.readyReplicas ?? 0),
    ageColumn,
    ...containers,
    textColumn('Selector', ({ spec }) => labelsText(spec.selector), 'wide'),
  ],
})
