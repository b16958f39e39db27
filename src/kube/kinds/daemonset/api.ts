import { ageColumn, labelsText, nameColumn, numberColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { workloadColumns } from '../pod/api'
import { defaultDaemonSet } from './defaults'
import { prepareDaemonSet, prepareDaemonSetUpdate } from './generation'
import { daemonSetSchema } from './schema'
import type { DaemonSet } from './types'
import { validateDaemonSet, validateDaemonSetReplaced, validateDaemonSetStatus } from './validate'

export type * from './types'
export { validateDaemonSetUpdate } from './validate'

declare module '../../../api/meta' {
  interface KindMap {
    DaemonSet: DaemonSet
  }
}

export default defineKind<DaemonSet>({
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  singular: 'daemonset',
  shortNames: ['ds'],
  categories: ['all'],
  namespaced: true,
  statusSubresource: true,
  generation: true,
  schema: daemonSetSchema,
  defaults: defaultDaemonSet,
  prepareForCreate: prepareDaemonSet,
  prepareForUpdate: prepareDaemonSetUpdate,
  validate: validateDaemonSet,
  validateUpdate: validateDaemonSetReplaced,
  validateStatusUpdate: validateDaemonSetStatus,
  columns: [
    nameColumn,
    numberColumn('Desired', ({ status }) => status?.desiredNumberScheduled ?? 0),
    numberColumn('Current', ({ status }) => status?.currentNumberScheduled ?? 0),
    numberColumn('Ready', ({ status }) => status?.numberReady ?? 0),
    numberColumn('Up-to-date', ({ status }) => status?.updatedNumberScheduled ?? 0),
    numberColumn('Available', ({ status }) => status?.numberAvailable ?? 0),
    textColumn('Node Selector', ({ spec }) => labelsText(spec.template?.spec?.nodeSelector)),
    ageColumn,
    ...workloadColumns,
  ],
})
