import { ageColumn, nameColumn, numberColumn, textColumn } from '../../../api/columns'
import { defineKind, type Column } from '../../../api/kind'
import { objectSchema } from '../../../api/schema/schema'
import { fill } from '../pod/api'
import type { PriorityClass } from './types'
import { validatePriorityClass, validatePriorityClassUpdate } from './validate'

export type * from './types'
export { SYSTEM_CRITICAL, systemPriorityClasses } from './system'

declare module '../../../api/meta' {
  interface KindMap {
    PriorityClass: PriorityClass
  }
}

const globalDefault: Column<PriorityClass> = {
  name: 'Global-Default',
  type: 'boolean',
  cell: (priorityClass) => priorityClass.globalDefault ?? false,
}

export default defineKind<PriorityClass>({
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  singular: 'priorityclass',
  shortNames: ['pc'],
  namespaced: false,
  generation: true,
  schema: objectSchema('PriorityClass', {
    value: 'int32!',
    globalDefault: 'bool',
    description: 'string',
    preemptionPolicy: 'string*',
  }),
  defaults: (draft) => fill(draft, { preemptionPolicy: 'PreemptLowerPriority' }),
  validate: validatePriorityClass,
  validateUpdate: validatePriorityClassUpdate,
  columns: [
    nameColumn,
    numberColumn('Value', ({ value }) => value ?? 0),
    globalDefault,
    ageColumn,
    textColumn('PreemptionPolicy', ({ preemptionPolicy }) => preemptionPolicy ?? ''),
  ],
})
