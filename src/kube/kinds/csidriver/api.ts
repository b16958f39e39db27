import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { duplicate, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { defineKind } from '../../../api/kind'
import type { Draft } from '../../../api/meta'
import { always, list, objectSchema, strings, struct } from '../../../api/schema/schema'
import { csiDriver, fill, replace } from '../pod/api'
import type { CSIDriver } from './types'

export type * from './types'
export * from './drivers'

declare module '../../../api/meta' {
  interface KindMap {
    CSIDriver: CSIDriver
  }
}

const modes = ['Ephemeral', 'Persistent']
const policies = ['File', 'None', 'ReadWriteOnceWithFSType']

export default defineKind<CSIDriver>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIDriver',
  plural: 'csidrivers',
  singular: 'csidriver',
  namespaced: false,
  schema: objectSchema('CSIDriver', {
    spec: always(
      struct('v1.CSIDriverSpec', {
        attachRequired: 'bool*',
        podInfoOnMount: 'bool*',
        volumeLifecycleModes: strings,
        storageCapacity: 'bool*',
        fsGroupPolicy: 'string*',
        tokenRequests: list(struct('v1.TokenRequest', { audience: 'string!', expirationSeconds: 'int64*' })),
        requiresRepublish: 'bool*',
        seLinuxMount: 'bool*',
        nodeAllocatableUpdatePeriodSeconds: 'int64*',
        serviceAccountTokenInSecrets: 'bool*',
      }),
    ),
  }),
  defaults,
  validate,
  validateUpdate,
  columns: [
    nameColumn,
    { name: 'AttachRequired', type: 'boolean', cell: ({ spec }) => spec.attachRequired ?? true },
    { name: 'PodInfoOnMount', type: 'boolean', cell: ({ spec }) => spec.podInfoOnMount ?? false },
    { name: 'StorageCapacity', type: 'boolean', cell: ({ spec }) => spec.storageCapacity ?? false },
    textColumn('TokenRequests', ({ spec }) => spec.tokenRequests?.map(({ audience }) => audience).join(',') || '<unset>'),
    { name: 'RequiresRepublish', type: 'boolean', cell: ({ spec }) => spec.requiresRepublish ?? false },
    textColumn('Modes', ({ spec }) => spec.volumeLifecycleModes?.join(',') || '<none>'),
    ageColumn,
  ],
})

/** Rule: SetDefaults_CSIDriver. */
const defaultSpec: CSIDriver['spec'] = {
  attachRequired: true,
  podInfoOnMount: false,
  storageCapacity: false,
  fsGroupPolicy: 'ReadWriteOnceWithFSType',
  requiresRepublish: false,
  seLinuxMount: false,
}

function defaults(driver: Draft<CSIDriver>): Draft<CSIDriver> {
  const spec = fill(driver.spec ?? {}, defaultSpec)
  return replace(driver, { spec: spec.volumeLifecycleModes?.length ? spec : { ...spec, volumeLifecycleModes: ['Persistent'] } })
}

/** Rule: ValidateCSIDriver. */
function validate({ metadata, spec }: CSIDriver): FieldError[] {
  const out: FieldError[] = []
  csiDriver(metadata.name, 'metadata.name', out)
  for (const field of ['attachRequired', 'podInfoOnMount', 'storageCapacity', 'fsGroupPolicy', 'seLinuxMount'] as const) {
    if (spec[field] === undefined) out.push(required(`spec.${field}`))
  }
  for (const mode of spec.volumeLifecycleModes ?? []) {
    if (!modes.includes(mode)) out.push(notSupported('spec.volumeLifecycleModes', mode, modes))
  }
  if (spec.fsGroupPolicy && !policies.includes(spec.fsGroupPolicy)) {
    out.push(notSupported('spec.fsGroupPolicy', spec.fsGroupPolicy, policies))
  }
  const audiences = new Set<string>()
  spec.tokenRequests?.forEach(({ audience, expirationSeconds }, i) => {
    const path = `spec.tokenRequests[${i}]`
    if (audiences.has(audience)) out.push(duplicate(`${path}.audience`, audience))
    audiences.add(audience)
    if (expirationSeconds !== undefined && expirationSeconds < 600) {
      out.push(invalid(`${path}.expirationSeconds`, expirationSeconds, 'may not specify a duration less than 10 minutes'))
    }
  })
  return out
}

/** Rule: ValidateCSIDriverUpdate. */
function validateUpdate(driver: CSIDriver, old: CSIDriver): FieldError[] {
  const out = validate(driver)
  for (const field of ['attachRequired', 'volumeLifecycleModes'] as const) {
    if (!same(driver.spec[field], old.spec[field])) {
      out.push(invalid(`spec.${field}`, driver.spec[field], 'field is immutable'))
    }
  }
  return out
}
