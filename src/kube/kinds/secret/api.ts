import { encodeBase64 } from '../../../api/base64'
import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { Draft } from '../../../api/meta'
import { map, objectSchema, stringMap } from '../../../api/schema/schema'
import type { Secret } from './types'
import { validateSecret, validateSecretUpdate } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Secret: Secret
  }
}

export default defineKind<Secret>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  namespaced: true,
  selectableFields: ['type'],
  schema: objectSchema('Secret', { immutable: 'bool*', data: map('bytes'), stringData: stringMap, type: 'string' }),
  defaults,
  // A replacement that names no type means the type it has.
  prepareForUpdate: (secret, old) => (secret.type ? secret : { ...secret, type: old.type }),
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  columns: [
    nameColumn,
    textColumn('Type', ({ type }) => type ?? ''),
    textColumn('Data', ({ data = {} }) => Object.keys(data).length),
    ageColumn,
  ],
})

/** Opaque unless said otherwise; what was written plainly becomes data. Rules: SetDefaults_Secret and the conversion of stringData. */
function defaults(secret: Draft<Secret>): Draft<Secret> {
  const { stringData, ...rest } = secret
  if (!stringData) return secret.type ? secret : { ...secret, type: 'Opaque' }
  const added = Object.fromEntries(Object.entries(stringData).map(([key, text]) => [key, encodeBase64(text)]))
  return { ...rest, type: secret.type || 'Opaque', data: { ...secret.data, ...added } }
}
