import { ageColumn, nameColumn, orNone, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { controllerOf } from '../../../api/meta'
import { objectSchema } from '../../../api/schema/schema'
import type { ControllerRevision } from './types'
import { validateControllerRevision, validateControllerRevisionUpdate } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    ControllerRevision: ControllerRevision
  }
}

export default defineKind<ControllerRevision>({
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  singular: 'controllerrevision',
  namespaced: true,
  schema: objectSchema('ControllerRevision', { data: 'any', revision: 'int64!' }),
  validate: validateControllerRevision,
  validateUpdate: validateControllerRevisionUpdate,
  columns: [
    nameColumn,
    textColumn('Controller', (revision) => orNone(ownerText(revision))),
    textColumn('Revision', ({ revision }) => revision),
    ageColumn,
  ],
})

/** `statefulset.apps/web`. */
function ownerText(revision: ControllerRevision): string | undefined {
  const owner = controllerOf(revision)
  if (!owner) return undefined
  const slash = owner.apiVersion.indexOf('/')
  const group = slash < 0 ? '' : `.${owner.apiVersion.slice(0, slash)}`
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`
}
