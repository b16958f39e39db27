import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { dns1123Label } from '../../../api/names'
import { workloadColumns } from '../pod/api'
import { defaultStatefulSet, prepareStatefulSet } from './defaults'
import { statefulSetSchema } from './schema'
import type { StatefulSet } from './types'
import { validateStatefulSet, validateStatefulSetStatus, validateStatefulSetUpdate } from './validate'

export type * from './types'
export { validateFixed } from './validate'

declare module '../../../api/meta' {
  interface KindMap {
    StatefulSet: StatefulSet
  }
}

export default defineKind<StatefulSet>({
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  singular: 'statefulset',
  shortNames: ['sts'],
  categories: ['all'],
  namespaced: true,
  statusSubresource: true,
  scaleSubresource: true,
  generation: true,
  schema: statefulSetSchema,
  defaults: defaultStatefulSet,
  prepareForCreate: prepareStatefulSet,
  // Its pods' names are host names. A prefix may end in a dash, because something follows.
  validateName: (name, prefix) => dns1123Label(prefix ? name.replace(/-$/, 'a') : name),
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  validateStatusUpdate: validateStatefulSetStatus,
  columns: [
    nameColumn,
    textColumn('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
    ageColumn,
    // Upstream shows containers and images of a StatefulSet, but no selector.
    ...workloadColumns.slice(0, 2),
  ],
})
