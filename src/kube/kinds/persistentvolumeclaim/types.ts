import type { Condition, KubeObject } from '../../../api/meta'
import type { PersistentVolumeClaimSpec } from '../pod/api'

export type { PersistentVolumeClaimSpec } from '../pod/api'

export type AccessMode = NonNullable<PersistentVolumeClaimSpec['accessModes']>[number]

/** `Lost`: the volume it was bound to is gone. */
export type ClaimPhase = 'Pending' | 'Bound' | 'Lost'

export interface PersistentVolumeClaimStatus {
  readonly phase?: ClaimPhase
  readonly accessModes?: readonly AccessMode[]
  /** What the bound volume really has. */
  readonly capacity?: Readonly<Record<string, string>>
  readonly conditions?: readonly Condition[]
  readonly allocatedResources?: Readonly<Record<string, string>>
  readonly allocatedResourceStatuses?: Readonly<Record<string, string>>
  readonly currentVolumeAttributesClassName?: string
  readonly modifyVolumeStatus?: { readonly targetVolumeAttributesClassName?: string; readonly status: string }
}

/** Asks for storage; a volume is found or made for it. */
export interface PersistentVolumeClaim extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'PersistentVolumeClaim'
  readonly spec: PersistentVolumeClaimSpec
  readonly status: PersistentVolumeClaimStatus
}
