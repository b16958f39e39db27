import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { workloadColumns } from '../pod/api'
import { defaultDeployment, prepareDeployment } from './defaults'
import { deploymentSchema } from './schema'
import type { Deployment } from './types'
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Deployment: Deployment
  }
}

export default defineKind<Deployment>({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  namespaced: true,
  statusSubresource: true,
  scaleSubresource: true,
  generation: true,
  schema: deploymentSchema,
  defaults: defaultDeployment,
  prepareForCreate: prepareDeployment,
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  validateStatusUpdate: validateDeploymentStatus,
  columns: [
    nameColumn,
    textColumn('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
    textColumn('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
    textColumn('Available', ({ status }) => status?.availableReplicas ?? 0),
    ageColumn,
    ...workloadColumns,
  ],
})
