import type { KubeObject } from '../../../api/meta'
import type { AccessMode } from '../persistentvolumeclaim/api'
import type { NodeSelector, VolumeSource } from '../pod/api'

/** A secret of some namespace. */
export interface SecretReference {
  readonly name?: string
  readonly namespace?: string
}

/** A volume that a CSI driver made or knows. */
export interface CSIPersistentVolumeSource {
  readonly driver: string
  /** The driver's own name for the volume. */
  readonly volumeHandle: string
  readonly readOnly?: boolean
  readonly fsType?: string
  readonly volumeAttributes?: Readonly<Record<string, string>>
  readonly controllerPublishSecretRef?: SecretReference
  readonly nodeStageSecretRef?: SecretReference
  readonly nodePublishSecretRef?: SecretReference
  readonly controllerExpandSecretRef?: SecretReference
  readonly nodeExpandSecretRef?: SecretReference
}

/** Where a volume's bytes are. Exactly one field is set. */
export type PersistentVolumeSource = Omit<
  VolumeSource,
  | 'emptyDir'
  | 'gitRepo'
  | 'secret'
  | 'configMap'
  | 'downwardAPI'
  | 'projected'
  | 'persistentVolumeClaim'
  | 'ephemeral'
  | 'image'
  | 'csi'
  | 'glusterfs'
  | 'iscsi'
  | 'cinder'
  | 'azureFile'
  | 'storageos'
> & {
  readonly glusterfs?: VolumeSource['glusterfs'] & { readonly endpointsNamespace?: string }
  readonly iscsi?: VolumeSource['iscsi'] & { readonly secretRef?: SecretReference }
  readonly cinder?: VolumeSource['cinder'] & { readonly secretRef?: SecretReference }
  readonly azureFile?: VolumeSource['azureFile'] & { readonly secretNamespace?: string }
  readonly storageos?: VolumeSource['storageos'] & { readonly secretRef?: SecretReference }
  readonly csi?: CSIPersistentVolumeSource
  /** A disk or folder of one node. */
  readonly local?: { readonly path: string; readonly fsType?: string }
}

/** The claim that a volume belongs to. */
export interface ClaimReference {
  readonly kind?: string
  readonly apiVersion?: string
  readonly namespace?: string
  readonly name?: string
  readonly uid?: string
  readonly resourceVersion?: string
}

export type PersistentVolumeSpec = PersistentVolumeSource & {
  readonly capacity?: Readonly<Record<string, string>>
  readonly accessModes?: readonly AccessMode[]
  readonly claimRef?: ClaimReference
  readonly persistentVolumeReclaimPolicy?: 'Retain' | 'Delete' | 'Recycle'
  readonly storageClassName?: string
  readonly mountOptions?: readonly string[]
  readonly volumeMode?: 'Filesystem' | 'Block'
  readonly nodeAffinity?: { readonly required?: NodeSelector }
  readonly volumeAttributesClassName?: string
}

export type VolumePhase = 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed'

export interface PersistentVolumeStatus {
  readonly phase?: VolumePhase
  readonly message?: string
  readonly reason?: string
  readonly lastPhaseTransitionTime?: string
}

/** A piece of storage that outlives pods and nodes. */
export interface PersistentVolume extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'PersistentVolume'
  readonly spec: PersistentVolumeSpec
  readonly status: PersistentVolumeStatus
}
