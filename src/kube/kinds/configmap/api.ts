import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { forbidden, invalid, tooLong, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { defineKind } from '../../../api/kind'
import { configMapKey } from '../../../api/names'
import { map, objectSchema, stringMap } from '../../../api/schema/schema'
import type { ConfigMap } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    ConfigMap: ConfigMap
  }
}

const maxBytes = 1024 * 1024
const frozen = 'field is immutable when `immutable` is set'

export default defineKind<ConfigMap>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  namespaced: true,
  schema: objectSchema('ConfigMap', { immutable: 'bool*', data: stringMap, binaryData: map('bytes') }),
  validate,
  validateUpdate: (object, old) => [...immutability(object, old), ...validate(object)],
  columns: [
    nameColumn,
    textColumn('Data', ({ data = {}, binaryData = {} }) => Object.keys(data).length + Object.keys(binaryData).length),
    ageColumn,
  ],
})

/** Rule: ValidateConfigMap. */
function validate({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const out: FieldError[] = []
  let size = 0
  for (const [field, values] of [
    ['data', data],
    ['binaryData', binaryData],
  ] as const) {
    for (const [key, value] of Object.entries(values)) {
      const at = `${field}[${key}]`
      for (const message of configMapKey(key)) out.push(invalid(at, key, message))
      if (field === 'data' && key in binaryData) out.push(invalid(at, key, 'duplicate of key present in binaryData'))
      size += field === 'data' ? utf8Length(value) : Math.floor((value.length * 3) / 4)
    }
  }
  if (size > maxBytes) out.push(tooLong('[]', maxBytes))
  return out
}

function immutability(object: ConfigMap, old: ConfigMap): FieldError[] {
  if (!old.immutable) return []
  const out: FieldError[] = []
  if (!object.immutable) out.push(forbidden('immutable', frozen))
  if (!same(object.data ?? {}, old.data ?? {})) out.push(forbidden('data', frozen))
  if (!same(object.binaryData ?? {}, old.binaryData ?? {})) out.push(forbidden('binaryData', frozen))
  return out
}

const utf8Length = (text: string) => new TextEncoder().encode(text).length
