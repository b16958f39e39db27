import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { Draft, ObjectMeta } from '../../../api/meta'
import { fill } from '../pod/api'
import { storageClassSchema } from './schema'
import type { StorageClass } from './types'
import { validateStorageClass, validateStorageClassUpdate } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    StorageClass: StorageClass
  }
}

/** By which the class of those is marked who name none. */
export const DEFAULT_ANNOTATION = 'storageclass.kubernetes.io/is-default-class'
const BETA_DEFAULT_ANNOTATION = 'storageclass.beta.kubernetes.io/is-default-class'

/** Is it the class of those who name none? */
export const isDefaultClass = ({ annotations = {} }: Pick<ObjectMeta, 'annotations'>): boolean =>
  annotations[DEFAULT_ANNOTATION] === 'true' || annotations[BETA_DEFAULT_ANNOTATION] === 'true'

/** The default class among several: the newest, then the first by name. Rule: GetDefaultClass. */
export function defaultClassOf(classes: Iterable<StorageClass>): StorageClass | undefined {
  let best: StorageClass | undefined
  for (const one of classes) {
    if (!isDefaultClass(one.metadata)) continue
    const { creationTimestamp, name } = one.metadata
    const newer = !best || creationTimestamp > best.metadata.creationTimestamp
    if (newer || (creationTimestamp === best!.metadata.creationTimestamp && name < best!.metadata.name)) best = one
  }
  return best
}

export default defineKind<StorageClass>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  singular: 'storageclass',
  shortNames: ['sc'],
  namespaced: false,
  schema: storageClassSchema,
  defaults: (one: Draft<StorageClass>) => fill(one, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  validate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,
  columns: [
    { ...nameColumn, cell: ({ metadata }) => (isDefaultClass(metadata) ? `${metadata.name} (default)` : metadata.name) },
    textColumn('Provisioner', ({ provisioner }) => provisioner),
    textColumn('ReclaimPolicy', ({ reclaimPolicy }) => reclaimPolicy ?? 'Delete'),
    textColumn('VolumeBindingMode', ({ volumeBindingMode }) => volumeBindingMode ?? 'Immediate'),
    textColumn('AllowVolumeExpansion', ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false),
    ageColumn,
  ],
})
