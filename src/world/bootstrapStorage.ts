import type { Draft } from '../api/meta'
import type { ApiServer } from '../api/server'
import { DISK_DRIVER, provisioners } from '../kube/kinds/csidriver/api'
import { DEFAULT_ANNOTATION } from '../kube/kinds/storageclass/api'

/** How volumes of the default class come into being. */
export interface StandardClass {
  readonly provisioner: string
  readonly volumeBindingMode: 'Immediate' | 'WaitForFirstConsumer'
}

/** Network disks, made where the first pod is. */
const DISKS: StandardClass = { provisioner: DISK_DRIVER, volumeBindingMode: 'WaitForFirstConsumer' }

/** The storage that a cluster comes with: its drivers, and the class `standard` of those who name none. */
export function bootstrapStorage(server: ApiServer, { provisioner, volumeBindingMode } = DISKS): void {
  const apiVersion = 'storage.k8s.io/v1'
  for (const { name, source, attaches } of provisioners.values()) {
    if (source !== 'csi') continue
    server.create('apiserver', { apiVersion, kind: 'CSIDriver', metadata: { name }, spec: { attachRequired: attaches } } as Draft)
  }
  server.create('apiserver', {
    apiVersion,
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { [DEFAULT_ANNOTATION]: 'true' } },
    provisioner,
    volumeBindingMode,
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: provisioners.get(provisioner)?.expands ?? false,
  } as Draft)
}
