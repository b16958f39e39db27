import type { LabelSelector } from '../../../api/meta'
import type { LocalObjectReference, ObjectFieldSelector, ResourceFieldSelector } from './containerTypes'

/** A key of a ConfigMap or Secret as a file. */
export interface KeyToPath {
  readonly key: string
  readonly path: string
  readonly mode?: number
}

export interface DownwardAPIVolumeFile {
  readonly path: string
  readonly fieldRef?: ObjectFieldSelector
  readonly resourceFieldRef?: ResourceFieldSelector
  readonly mode?: number
}

export interface VolumeProjection {
  readonly secret?: { readonly name?: string; readonly items?: readonly KeyToPath[]; readonly optional?: boolean }
  readonly configMap?: { readonly name?: string; readonly items?: readonly KeyToPath[]; readonly optional?: boolean }
  readonly downwardAPI?: { readonly items?: readonly DownwardAPIVolumeFile[] }
  readonly serviceAccountToken?: { readonly audience?: string; readonly expirationSeconds?: number; readonly path: string }
  readonly clusterTrustBundle?: {
    readonly name?: string
    readonly signerName?: string
    readonly labelSelector?: LabelSelector
    readonly optional?: boolean
    readonly path: string
  }
  readonly podCertificate?: {
    readonly signerName: string
    readonly keyType: string
    readonly maxExpirationSeconds?: number
    readonly credentialBundlePath?: string
    readonly keyPath?: string
    readonly certificateChainPath?: string
    readonly userAnnotations?: Readonly<Record<string, string>>
  }
}

/** `spec` of a PersistentVolumeClaim, here as the template of an ephemeral volume. */
export interface PersistentVolumeClaimSpec {
  readonly accessModes?: readonly ('ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod')[]
  readonly selector?: LabelSelector
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>
    readonly limits?: Readonly<Record<string, string>>
  }
  readonly volumeName?: string
  readonly storageClassName?: string
  readonly volumeMode?: 'Filesystem' | 'Block'
  readonly dataSource?: { readonly apiGroup?: string; readonly kind: string; readonly name: string }
  readonly dataSourceRef?: {
    readonly apiGroup?: string
    readonly kind: string
    readonly name: string
    readonly namespace?: string
  }
  readonly volumeAttributesClassName?: string
}

/** Where a volume's contents come from: exactly one is set. */
export interface VolumeSource {
  readonly hostPath?: { readonly path: string; readonly type?: string }
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string }
  readonly gcePersistentDisk?: {
    readonly pdName: string
    readonly fsType?: string
    readonly partition?: number
    readonly readOnly?: boolean
  }
  readonly awsElasticBlockStore?: {
    readonly volumeID: string
    readonly fsType?: string
    readonly partition?: number
    readonly readOnly?: boolean
  }
  readonly gitRepo?: { readonly repository: string; readonly revision?: string; readonly directory?: string }
  readonly secret?: {
    readonly secretName?: string
    readonly items?: readonly KeyToPath[]
    readonly defaultMode?: number
    readonly optional?: boolean
  }
  readonly nfs?: { readonly server: string; readonly path: string; readonly readOnly?: boolean }
  readonly iscsi?: {
    readonly targetPortal: string
    readonly iqn: string
    readonly lun: number
    readonly iscsiInterface?: string
    readonly fsType?: string
    readonly readOnly?: boolean
    readonly portals?: readonly string[]
    readonly chapAuthDiscovery?: boolean
    readonly chapAuthSession?: boolean
    readonly secretRef?: LocalObjectReference
    readonly initiatorName?: string
  }
  readonly glusterfs?: { readonly endpoints: string; readonly path: string; readonly readOnly?: boolean }
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean }
  readonly rbd?: {
    readonly monitors: readonly string[]
    readonly image: string
    readonly fsType?: string
    readonly pool?: string
    readonly user?: string
    readonly keyring?: string
    readonly secretRef?: LocalObjectReference
    readonly readOnly?: boolean
  }
  readonly flexVolume?: {
    readonly driver: string
    readonly fsType?: string
    readonly secretRef?: LocalObjectReference
    readonly readOnly?: boolean
    readonly options?: Readonly<Record<string, string>>
  }
  readonly cinder?: {
    readonly volumeID: string
    readonly fsType?: string
    readonly readOnly?: boolean
    readonly secretRef?: LocalObjectReference
  }
  readonly cephfs?: {
    readonly monitors: readonly string[]
    readonly path?: string
    readonly user?: string
    readonly secretFile?: string
    readonly secretRef?: LocalObjectReference
    readonly readOnly?: boolean
  }
  readonly flocker?: { readonly datasetName?: string; readonly datasetUUID?: string }
  readonly downwardAPI?: { readonly items?: readonly DownwardAPIVolumeFile[]; readonly defaultMode?: number }
  readonly fc?: {
    readonly targetWWNs?: readonly string[]
    readonly lun?: number
    readonly fsType?: string
    readonly readOnly?: boolean
    readonly wwids?: readonly string[]
  }
  readonly azureFile?: { readonly secretName: string; readonly shareName: string; readonly readOnly?: boolean }
  readonly configMap?: {
    readonly name?: string
    readonly items?: readonly KeyToPath[]
    readonly defaultMode?: number
    readonly optional?: boolean
  }
  readonly vsphereVolume?: {
    readonly volumePath: string
    readonly fsType?: string
    readonly storagePolicyName?: string
    readonly storagePolicyID?: string
  }
  readonly quobyte?: {
    readonly registry: string
    readonly volume: string
    readonly readOnly?: boolean
    readonly user?: string
    readonly group?: string
    readonly tenant?: string
  }
  readonly azureDisk?: {
    readonly diskName: string
    readonly diskURI: string
    readonly cachingMode?: string
    readonly fsType?: string
    readonly readOnly?: boolean
    readonly kind?: string
  }
  readonly photonPersistentDisk?: { readonly pdID: string; readonly fsType?: string }
  readonly projected?: { readonly sources?: readonly VolumeProjection[]; readonly defaultMode?: number }
  readonly portworxVolume?: { readonly volumeID: string; readonly fsType?: string; readonly readOnly?: boolean }
  readonly scaleIO?: {
    readonly gateway: string
    readonly system: string
    readonly secretRef: LocalObjectReference
    readonly sslEnabled?: boolean
    readonly protectionDomain?: string
    readonly storagePool?: string
    readonly storageMode?: string
    readonly volumeName?: string
    readonly fsType?: string
    readonly readOnly?: boolean
  }
  readonly storageos?: {
    readonly volumeName?: string
    readonly volumeNamespace?: string
    readonly fsType?: string
    readonly readOnly?: boolean
    readonly secretRef?: LocalObjectReference
  }
  readonly csi?: {
    readonly driver: string
    readonly readOnly?: boolean
    readonly fsType?: string
    readonly volumeAttributes?: Readonly<Record<string, string>>
    readonly nodePublishSecretRef?: LocalObjectReference
  }
  readonly ephemeral?: {
    readonly volumeClaimTemplate?: {
      readonly metadata?: {
        readonly labels?: Readonly<Record<string, string>>
        readonly annotations?: Readonly<Record<string, string>>
      }
      readonly spec: PersistentVolumeClaimSpec
    }
  }
  readonly image?: { readonly reference?: string; readonly pullPolicy?: 'Always' | 'IfNotPresent' | 'Never' }
}

/** A named volume of a pod. */
export interface Volume extends VolumeSource {
  readonly name: string
}
