import { ageColumn, labelsText, nameColumn, numberColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
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

const joined = ({ spec }: ReplicationController, field: 'name' | 'image') =>
  (spec.template?.spec?.containers ?? []).map((container) => container[field]).join(',')

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
    textColumn('Containers', (rc) => joined(rc, 'name'), 'wide'),
    textColumn('Images', (rc) => joined(rc, 'image'), 'wide'),
    textColumn('Selector', ({ spec }) => labelsText(spec.selector), 'wide'),
  ],
})
