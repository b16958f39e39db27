import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { invalid, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { defineKind } from '../../../api/kind'
import { dns1123Subdomain } from '../../../api/names'
import { labelSelector, objectSchema } from '../../../api/schema/schema'
import { validateAmount, validateSelector } from '../pod/api'
import type { CSIStorageCapacity } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    CSIStorageCapacity: CSIStorageCapacity
  }
}

export default defineKind<CSIStorageCapacity>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  singular: 'csistoragecapacity',
  namespaced: true,
  schema: objectSchema('CSIStorageCapacity', {
    nodeTopology: labelSelector,
    storageClassName: 'string!',
    capacity: 'quantity*',
    maximumVolumeSize: 'quantity*',
  }),
  validate,
  validateUpdate(one, old) {
    const out = validate(one)
    for (const field of ['nodeTopology', 'storageClassName'] as const) {
      if (!same(one[field], old[field])) out.push(invalid(field, one[field], 'field is immutable'))
    }
    return out
  },
  columns: [
    nameColumn,
    textColumn('StorageClassName', ({ storageClassName }) => storageClassName),
    textColumn('Capacity', ({ capacity }) => capacity ?? ''),
    ageColumn,
  ],
})

/** Rule: ValidateCSIStorageCapacity. */
function validate({ nodeTopology, storageClassName, capacity, maximumVolumeSize }: CSIStorageCapacity): FieldError[] {
  const out: FieldError[] = []
  for (const message of dns1123Subdomain(storageClassName)) out.push(invalid('storageClassName', storageClassName, message))
  validateSelector(nodeTopology, 'nodeTopology', out)
  if (capacity !== undefined) validateAmount('storage', capacity, 'capacity', out)
  if (maximumVolumeSize !== undefined) validateAmount('storage', maximumVolumeSize, 'maximumVolumeSize', out)
  return out
}
