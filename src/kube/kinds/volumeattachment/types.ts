import type { KubeObject, Time } from '../../../api/meta'
import type { PersistentVolumeSpec } from '../persistentvolume/api'

export interface VolumeError {
  readonly time?: Time
  readonly message?: string
  readonly errorCode?: number
}

/** The wish that a volume be attached to a node, and whether it is. */
export interface VolumeAttachment extends KubeObject {
  readonly apiVersion: 'storage.k8s.io/v1'
  readonly kind: 'VolumeAttachment'
  readonly spec: {
    /** Name of the driver that attaches. */
    readonly attacher: string
    readonly source: { readonly persistentVolumeName?: string; readonly inlineVolumeSpec?: PersistentVolumeSpec }
    readonly nodeName: string
  }
  readonly status?: {
    readonly attached: boolean
    readonly attachmentMetadata?: Readonly<Record<string, string>>
    readonly attachError?: VolumeError
    readonly detachError?: VolumeError
  }
}
