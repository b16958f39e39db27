import type { Client } from '../../../api/client'
import { same } from '../../../api/freeze'
import { timestamp } from '../../../api/time'
import type { PersistentVolumeClaim } from '../persistentvolumeclaim/api'
import { annotation, BIND_COMPLETED, BOUND_BY_CONTROLLER, withAnnotations } from './annotations'
import { isBoundTo } from './matching'
import type { ClaimReference, PersistentVolume, VolumePhase } from './types'

/** How a volume names its claim. */
export const claimReference = ({ metadata }: PersistentVolumeClaim): ClaimReference => ({
  kind: 'PersistentVolumeClaim',
  namespace: metadata.namespace!,
  name: metadata.name,
  uid: metadata.uid,
  apiVersion: 'v1',
  resourceVersion: metadata.resourceVersion,
})

/** Makes a volume the claim's. Rule: GetBindVolumeToClaim. */
export function bindVolume(client: Client, volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const { claimRef } = volume.spec
  if (claimRef && isBoundTo(volume, claim) && claimRef.uid === claim.metadata.uid) return volume
  const meant = isBoundTo(volume, claim)
  const next = { ...volume, spec: { ...volume.spec, claimRef: claimReference(claim) } }
  return client.update(meant ? next : withAnnotations(next, { [BOUND_BY_CONTROLLER]: 'yes' }))
}

/** Makes a claim the volume's, both in its spec and in its status. Rules: bindClaimToVolume, updateClaimStatus. */
export function bindClaim(client: Client, claim: PersistentVolumeClaim, volume: PersistentVolume): PersistentVolumeClaim {
  const chosen = claim.spec.volumeName !== volume.metadata.name
  let next = claim
  if (chosen || annotation(claim, BIND_COMPLETED) === undefined) {
    const named: PersistentVolumeClaim = { ...claim, spec: { ...claim.spec, volumeName: volume.metadata.name } }
    next = client.update(withAnnotations(named, { [BIND_COMPLETED]: 'yes', ...(chosen && { [BOUND_BY_CONTROLLER]: 'yes' }) }))
  }
  const { status = {} } = next
  const capacity = status.phase === 'Bound' && status.capacity ? status.capacity : volume.spec.capacity
  const wanted = { ...status, phase: 'Bound' as const, accessModes: volume.spec.accessModes, capacity }
  return same(wanted, status) ? next : client.updateStatus({ ...next, status: wanted })
}

/** Both halves of a binding, the volume's first: whatever interrupts it, the volume is not given to another. */
export function bind(client: Client, volume: PersistentVolume, claim: PersistentVolumeClaim, now: number): void {
  const taken = bindVolume(client, volume, claim)
  const bound = setPhase(client, taken, 'Bound', now)
  bindClaim(client, claim, bound)
}

/** Writes a volume's phase, if it is another one. */
export function setPhase(
  client: Client,
  volume: PersistentVolume,
  phase: VolumePhase,
  now: number,
  message?: string,
): PersistentVolume {
  const { status = {} } = volume
  if (status.phase === phase && status.message === message) return volume
  const { message: _, reason: __, ...rest } = status
  const moved = status.phase !== phase && { lastPhaseTransitionTime: timestamp(now) }
  return client.updateStatus({ ...volume, status: { ...rest, phase, ...moved, ...(message !== undefined && { message }) } })
}

/** Lets a volume go: wholly when the controller chose it, else down to the name that a person wrote. Rule: unbindVolume. */
export function unbindVolume(client: Client, volume: PersistentVolume, now: number): void {
  const { claimRef, ...spec } = volume.spec
  const byController = annotation(volume, BOUND_BY_CONTROLLER) !== undefined
  const { uid: _, ...named } = claimRef ?? {}
  const next: PersistentVolume = byController ? { ...volume, spec } : { ...volume, spec: { ...spec, claimRef: named } }
  setPhase(client, client.update(withAnnotations(next, { [BOUND_BY_CONTROLLER]: undefined })), 'Available', now)
}
