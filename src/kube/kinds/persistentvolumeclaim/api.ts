import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { accessModesText } from './accessModes'
import { defaultClaim, prepareClaim, withBothSources } from './defaults'
import { claimSchema } from './schema'
import { storageClassOf } from './storageClassOf'
import type { PersistentVolumeClaim } from './types'
import { validateClaim, validateClaimStatus, validateClaimUpdate } from './validate'

export type * from './types'
export { accessModesText } from './accessModes'
export { claimNamesOf } from './claimNames'
export { isMadeFor } from './madeFor'
export { CLASS_ANNOTATION, namesClass, storageClassOf } from './storageClassOf'

declare module '../../../api/meta' {
  interface KindMap {
    PersistentVolumeClaim: PersistentVolumeClaim
  }
}

export default defineKind<PersistentVolumeClaim>({
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  shortNames: ['pvc'],
  namespaced: true,
  statusSubresource: true,
  schema: claimSchema,
  defaults: defaultClaim,
  prepareForCreate: prepareClaim,
  prepareForUpdate: (claim) => ({ ...claim, spec: withBothSources(claim.spec) }),
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
  validateStatusUpdate: validateClaimStatus,
  columns: [
    nameColumn,
    textColumn('Status', ({ metadata, status }) => (metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''))),
    textColumn('Volume', ({ spec }) => spec.volumeName ?? ''),
    textColumn('Capacity', ({ spec, status }) => (spec.volumeName ? (status?.capacity?.['storage'] ?? '0') : '')),
    textColumn('Access Modes', ({ spec, status }) => (spec.volumeName ? accessModesText(status?.accessModes) : '')),
    textColumn('StorageClass', (object) => storageClassOf(object)),
    textColumn('VolumeAttributesClass', ({ spec }) => spec.volumeAttributesClassName ?? '<unset>'),
    ageColumn,
    textColumn('VolumeMode', ({ spec }) => spec.volumeMode ?? '<unset>', 'wide'),
  ],
})
