import { ageColumn, nameColumn, numberColumn } from '../../../api/columns'
import { duplicate, invalid, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { defineKind } from '../../../api/kind'
import { qualifiedName } from '../../../api/names'
import { always, list, objectSchema, strings, struct } from '../../../api/schema/schema'
import { csiDriver } from '../pod/api'
import type { CSINode } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    CSINode: CSINode
  }
}

export default defineKind<CSINode>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSINode',
  plural: 'csinodes',
  singular: 'csinode',
  namespaced: false,
  schema: objectSchema('CSINode', {
    spec: always(
      struct('v1.CSINodeSpec', {
        drivers: always(
          list(
            struct('v1.CSINodeDriver', {
              name: 'string!',
              nodeID: 'string!',
              topologyKeys: strings,
              allocatable: struct('v1.VolumeNodeResources', { count: 'int32*' }),
            }),
          ),
        ),
      }),
    ),
  }),
  validate,
  validateUpdate,
  columns: [nameColumn, numberColumn('Drivers', ({ spec }) => spec.drivers?.length ?? 0), ageColumn],
})

/** Rule: ValidateCSINode. */
function validate({ spec }: CSINode): FieldError[] {
  const out: FieldError[] = []
  const names = new Set<string>()
  spec.drivers?.forEach(({ name, nodeID, topologyKeys = [], allocatable }, i) => {
    const path = `spec.drivers[${i}]`
    csiDriver(name, `${path}.name`, out)
    if (!nodeID) out.push(required(`${path}.nodeID`))
    if (allocatable?.count !== undefined && allocatable.count < 0) {
      out.push(invalid(`${path}.allocatable.count`, allocatable.count, 'must be greater than or equal to 0'))
    }
    const keys = new Set<string>()
    for (const key of topologyKeys) {
      if (!key) out.push(required(path))
      else for (const message of qualifiedName(key)) out.push(invalid(path, key, message))
      if (keys.has(key)) out.push(duplicate(path, key))
      keys.add(key)
    }
    if (names.has(name)) out.push(duplicate(`${path}.name`, name))
    names.add(name)
  })
  return out
}

/** Rule: ValidateCSINodeUpdate: a driver may come or go, but it stays what it is. */
function validateUpdate(node: CSINode, old: CSINode): FieldError[] {
  const out = validate(node)
  for (const driver of node.spec.drivers ?? []) {
    const before = old.spec.drivers?.find(({ name }) => name === driver.name)
    const { allocatable: _, ...rest } = driver
    const { allocatable: __, ...was } = before ?? driver
    if (!same(rest, was)) out.push(invalid('CSINodeDriver', driver, 'field is immutable'))
  }
  return out
}
