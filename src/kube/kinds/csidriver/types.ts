import type { KubeObject } from '../../../api/meta'

/** What a storage driver can do and needs. */
export interface CSIDriver extends KubeObject {
  readonly apiVersion: 'storage.k8s.io/v1'
  readonly kind: 'CSIDriver'
  readonly spec: {
    /** Must its volumes be attached to a node before they can be mounted there? */
    readonly attachRequired?: boolean
    readonly podInfoOnMount?: boolean
    readonly volumeLifecycleModes?: readonly ('Persistent' | 'Ephemeral')[]
    /** Does it publish CSIStorageCapacity objects for the scheduler? */
    readonly storageCapacity?: boolean
    readonly fsGroupPolicy?: 'None' | 'File' | 'ReadWriteOnceWithFSType'
    readonly tokenRequests?: readonly { readonly audience: string; readonly expirationSeconds?: number }[]
    readonly requiresRepublish?: boolean
    readonly seLinuxMount?: boolean
    readonly nodeAllocatableUpdatePeriodSeconds?: number
    readonly serviceAccountTokenInSecrets?: boolean
  }
}
