import { matchLabelSelector } from '../../../api/labels'
import { compareQuantity, toQuantity } from '../../../api/quantity'
import { storageClassOf, type PersistentVolumeClaim } from '../persistentvolumeclaim/api'
import type { PersistentVolume } from './types'

/** Is the volume meant for this claim, by a person or by the controller? Rule: IsVolumeBoundToClaim. */
export function isBoundTo({ spec: { claimRef } }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  if (!claimRef || claimRef.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false
  return !claimRef.uid || claimRef.uid === metadata.uid
}

const sizeOf = (amounts: Readonly<Record<string, string>> | undefined) => toQuantity(amounts?.['storage'] ?? '0')
const modeOf = ({ spec }: PersistentVolume | PersistentVolumeClaim) => spec.volumeMode ?? 'Filesystem'

const hasModes = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  (claim.spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode))

/**
 * The volume that serves a claim best: one that is meant for it, else the smallest that is large enough, among those with the fewest access
 * modes; null when there is none. `suits` is what a node adds to that; `waits`: only a volume that is meant for the claim will do.
 * Rules: findBestMatchForClaim, FindMatchingVolume.
 */
export function bestMatch(
  claim: PersistentVolumeClaim,
  volumes: Iterable<PersistentVolume>,
  {
    waits = false,
    suits = () => true,
  }: { readonly waits?: boolean; readonly suits?: (volume: PersistentVolume) => boolean } = {},
): PersistentVolume | null {
  const wanted = sizeOf(claim.spec.resources?.requests)
  const name = storageClassOf(claim)
  let best: PersistentVolume | null = null
  for (const volume of volumes) {
    const { claimRef } = volume.spec
    const meant = claimRef !== undefined && isBoundTo(volume, claim)
    if (claimRef && !meant) continue
    if (volume.metadata.deletionTimestamp || modeOf(volume) !== modeOf(claim) || !hasModes(volume, claim)) continue
    if (compareQuantity(sizeOf(volume.spec.capacity), wanted) < 0) continue
    if (meant) return suits(volume) ? volume : null
    if (waits || volume.status?.phase !== 'Available' || storageClassOf(volume) !== name) continue
    if (claim.spec.selector && !matchLabelSelector(claim.spec.selector, volume.metadata.labels)) continue
    if (!suits(volume)) continue
    if (!best || isBetter(volume, best)) best = volume
  }
  return best
}

function isBetter(a: PersistentVolume, b: PersistentVolume): boolean {
  const modes = (a.spec.accessModes?.length ?? 0) - (b.spec.accessModes?.length ?? 0)
  if (modes !== 0) return modes < 0
  const size = compareQuantity(sizeOf(a.spec.capacity), sizeOf(b.spec.capacity))
  return size !== 0 ? size < 0 : a.metadata.name < b.metadata.name
}

/** Why a volume that a claim asks for by name will not do; undefined when it will. Rule: checkVolumeSatisfyClaim. */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (volume.metadata.deletionTimestamp) return `the volume is marked for deletion ${JSON.stringify(volume.metadata.name)}`
  if (compareQuantity(sizeOf(volume.spec.capacity), sizeOf(claim.spec.resources?.requests)) < 0)
    return 'requested PV is too small'
  if (storageClassOf(volume) !== storageClassOf(claim)) return 'storageClassName does not match'
  if (modeOf(volume) !== modeOf(claim)) return 'incompatible volumeMode'
  return hasModes(volume, claim) ? undefined : 'incompatible accessMode'
}
