import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { accessModesText, storageClassOf } from '../persistentvolumeclaim/api'
import { defaultVolumeObject, prepareVolume } from './defaults'
import { volumeSchema } from './schema'
import type { PersistentVolume } from './types'
import { validateVolume, validateVolumeUpdate } from './validate'

export type * from './types'
export * from './annotations'
export { bind, bindVolume, setPhase, unbindVolume } from './binding'
export { bestMatch, isBoundTo, mismatch } from './matching'
export { DRIVER_FINALIZER, provisionedName, provisionedVolume } from './provisioned'
export { volumeSpec } from './schema'

declare module '../../../api/meta' {
  interface KindMap {
    PersistentVolume: PersistentVolume
  }
}

export default defineKind<PersistentVolume>({
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  shortNames: ['pv'],
  namespaced: false,
  statusSubresource: true,
  schema: volumeSchema,
  defaults: defaultVolumeObject,
  prepareForCreate: prepareVolume,
  validate: validateVolume,
  validateUpdate: validateVolumeUpdate,
  columns: [
    nameColumn,
    textColumn('Capacity', ({ spec }) => spec.capacity?.['storage'] ?? '0'),
    textColumn('Access Modes', ({ spec }) => accessModesText(spec.accessModes)),
    textColumn('Reclaim Policy', ({ spec }) => spec.persistentVolumeReclaimPolicy ?? ''),
    textColumn('Status', ({ metadata, status }) => (metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''))),
    textColumn('Claim', ({ spec: { claimRef } }) => (claimRef ? `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}` : '')),
    textColumn('StorageClass', (object) => storageClassOf(object)),
    textColumn('VolumeAttributesClass', ({ spec }) => spec.volumeAttributesClassName ?? '<unset>'),
    textColumn('Reason', ({ status }) => status?.reason ?? ''),
    ageColumn,
    textColumn('VolumeMode', ({ spec }) => spec.volumeMode ?? '<unset>', 'wide'),
  ],
})
