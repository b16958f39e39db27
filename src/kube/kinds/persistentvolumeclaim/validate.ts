import { forbidden, invalid, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { compareQuantity, isQuantity, toQuantity } from '../../../api/quantity'
import { validateAmount, validateClaimSpec } from '../pod/api'
import { CLASS_ANNOTATION } from './storageClassOf'
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './types'

/** Checks a claim. Rule: ValidatePersistentVolumeClaim. */
export function validateClaim({ spec }: PersistentVolumeClaim): FieldError[] {
  const out: FieldError[] = []
  validateClaimSpec(spec ?? {}, 'spec', out)
  return out
}

const immutable = 'field is immutable'
const requestsOnly = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'

/** Checks a replaced claim: a volume may be named once, a bound one may grow. Rule: ValidatePersistentVolumeClaimUpdate. */
export function validateClaimUpdate(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const out = validateClaim(claim)
  const bound = claim.status?.phase === 'Bound'
  const annotation = old.metadata.annotations?.[CLASS_ANNOTATION]
  const newAnnotation = claim.metadata.annotations?.[CLASS_ANNOTATION]
  const moved = movedToField(claim, old)
  if (!moved && annotation !== newAnnotation) {
    out.push(invalid(`metadata.annotations.${CLASS_ANNOTATION}`, newAnnotation ?? '', immutable))
  }
  const givenLater =
    annotation === undefined && old.spec.storageClassName === undefined && claim.spec.storageClassName !== undefined
  const comparable: PersistentVolumeClaimSpec = {
    ...claim.spec,
    ...((moved || givenLater) && { storageClassName: old.spec.storageClassName }),
    ...(bound && { resources: withRequest(claim.spec, old.spec), volumeAttributesClassName: old.spec.volumeAttributesClassName }),
  }
  const before = old.spec.volumeName ? old.spec : { ...old.spec, volumeName: claim.spec.volumeName }
  if (!same(comparable, before)) out.push(forbidden('spec', requestsOnly))
  const size = sizeOf(claim.spec.resources?.requests)
  const oldSize = sizeOf(old.spec.resources?.requests)
  if (compareQuantity(size, oldSize) < 0 && compareQuantity(size, sizeOf(old.status?.capacity)) <= 0) {
    out.push(forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity'))
  }
  if (claim.spec.volumeMode !== old.spec.volumeMode) out.push(invalid('volumeMode', claim.spec.volumeMode, immutable))
  return out
}

/** Checks a status. Rule: ValidatePersistentVolumeClaimStatusUpdate. */
export function validateClaimStatus(claim: PersistentVolumeClaim): FieldError[] {
  const out: FieldError[] = []
  if (!claim.spec.accessModes?.length) out.push(required('Spec.accessModes'))
  for (const field of ['capacity', 'allocatedResources'] as const) {
    for (const [name, text] of Object.entries(claim.status?.[field] ?? {})) {
      validateAmount(name, text, `status.${field}[${name}]`, out)
    }
  }
  return out
}

const sizeOf = (amounts: Readonly<Record<string, string>> | undefined) => {
  const text = amounts?.['storage'] ?? '0'
  return toQuantity(isQuantity(text) ? text : '0')
}

/** A bound claim may ask for more: for the comparison its storage request counts as unchanged. */
function withRequest(spec: PersistentVolumeClaimSpec, old: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec['resources'] {
  if (!spec.resources?.requests) return spec.resources
  const storage = old.resources?.requests?.['storage'] ?? '0'
  return { ...spec.resources, requests: { ...spec.resources.requests, storage } }
}

/** Was the class, which an annotation told before, written into the field that is meant for it? */
function movedToField(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): boolean {
  const annotation = old.metadata.annotations?.[CLASS_ANNOTATION]
  const newAnnotation = claim.metadata.annotations?.[CLASS_ANNOTATION]
  if (annotation === undefined || old.spec.storageClassName !== undefined) return false
  return claim.spec.storageClassName === annotation && (newAnnotation === undefined || newAnnotation === annotation)
}
