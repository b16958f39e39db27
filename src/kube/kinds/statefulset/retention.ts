import { controllerRef, type KubeObject, type OwnerReference } from '../../../api/meta'
import type { StatefulSet } from './api'
import { isInRange } from './identity'

/** A pod as far as an owner reference tells of it; one that is not made yet has no uid. */
export type PodRef = {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly uid: string }
}

/**
 * The owners that a claim is to have, so that the garbage collector takes it away with the set or with the pod, as the policy says:
 * the set while the pod stays, the pod once it is scaled away. The same list when it is right, or when the claim is somebody else's.
 * Upstream: isClaimOwnerUpToDate, updateClaimOwnerRefForSetAndPod.
 */
export function claimOwners(claim: KubeObject, set: StatefulSet, pod: PodRef, ordinal: number): readonly OwnerReference[] {
  const refs = claim.metadata.ownerReferences ?? none
  if (isStale(refs, set) || isStale(refs, pod)) return refs
  const isMine = (ref: OwnerReference) => names(ref, set) || names(ref, pod)
  const others = refs.filter((ref) => !isMine(ref))
  const { whenDeleted, whenScaled } = policyOf(set)
  const foreign = managedByOthers(claim, set, pod)
  const isScaledAway = !isInRange(set, ordinal)
  const bySet = !foreign && whenDeleted === 'Delete' && !(whenScaled === 'Delete' && isScaledAway)
  const byPod = !foreign && whenScaled === 'Delete' && isScaledAway
  const mine = refs.filter(isMine)
  const right =
    mine.length === Number(bySet) + Number(byPod) && mine.every((ref) => ref.controller && (names(ref, set) ? bySet : byPod))
  if (right) return refs
  return [...others, ...(byPod ? [controllerRef(pod as KubeObject)] : []), ...(bySet ? [controllerRef(set)] : [])]
}

const none: readonly OwnerReference[] = []

export const policyOf = ({ spec }: StatefulSet) => ({
  whenDeleted: spec.persistentVolumeClaimRetentionPolicy?.whenDeleted ?? 'Retain',
  whenScaled: spec.persistentVolumeClaimRetentionPolicy?.whenScaled ?? 'Retain',
})

/** Does another controller manage a claim that the policy wants to take away? */
export function managedByOthers({ metadata }: KubeObject, set: StatefulSet, pod: PodRef): boolean {
  const { whenDeleted, whenScaled } = policyOf(set)
  if (whenDeleted === 'Retain' && whenScaled === 'Retain') return false
  return (metadata.ownerReferences ?? []).some((ref) => {
    if (names(ref, set)) return ref.uid !== set.metadata.uid
    if (names(ref, pod)) return ref.uid !== pod.metadata.uid
    return ref.controller === true
  })
}

/** Does a reference name a former object of that name? */
export const isStale = (refs: readonly OwnerReference[], owner: PodRef): boolean =>
  refs.some((ref) => names(ref, owner) && ref.uid !== owner.metadata.uid)

const names = (ref: OwnerReference, { apiVersion, kind, metadata }: PodRef) =>
  ref.apiVersion === apiVersion && ref.kind === kind && ref.name === metadata.name
