import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { qualifiedName } from '../../../api/names'
import { compareQuantity, isQuantity, toQuantity } from '../../../api/quantity'
import { validateBasicAmount, validateClaimSpec } from '../pod/api'
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
  const given = claim.spec.storageClassName
  const givenLater =
    old.spec.storageClassName === undefined && given !== undefined && (annotation === undefined || annotation === given)
  const comparable: PersistentVolumeClaimSpec = {
    ...claim.spec,
    ...((moved || givenLater) && { storageClassName: old.spec.storageClassName }),
    ...(bound && { resources: withRequest(claim.spec, old.spec) }),
    ...(bound && claim.spec.volumeAttributesClassName && { volumeAttributesClassName: old.spec.volumeAttributesClassName }),
  }
  const before = old.spec.volumeName ? old.spec : { ...old.spec, volumeName: claim.spec.volumeName }
  if (!same(comparable, before)) out.push(forbidden('spec', requestsOnly))
  const size = sizeOf(claim.spec.resources?.requests)
  const oldSize = sizeOf(old.spec.resources?.requests)
  if (compareQuantity(size, oldSize) < 0 && compareQuantity(size, sizeOf(old.status?.capacity)) <= 0) {
    out.push(forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity'))
  }
  const attributes = claim.spec.volumeAttributesClassName
  if (old.spec.volumeAttributesClassName !== undefined && !attributes) {
    const to = attributes === undefined ? 'nil' : 'an empty string'
    out.push(forbidden('spec.volumeAttributesClassName', `update from non-nil value to ${to} is forbidden`))
  }
  if (claim.spec.volumeMode !== old.spec.volumeMode) out.push(invalid('volumeMode', claim.spec.volumeMode, immutable))
  return out
}

/** Checks a status. Rule: ValidatePersistentVolumeClaimStatusUpdate. */
export function validateClaimStatus(claim: PersistentVolumeClaim): FieldError[] {
  const out: FieldError[] = []
  if (!claim.spec.accessModes?.length) out.push(required('Spec.accessModes'))
  for (const [name, text] of Object.entries(claim.status?.capacity ?? {})) {
    validateBasicAmount(text, `status.capacity[${name}]`, out)
  }
  for (const [name, word] of Object.entries(claim.status?.allocatedResourceStatuses ?? {})) {
    resourceKey(name, 'status.allocatedResourceStatus', out)
    if (!resizeStatuses.includes(word)) out.push(notSupported('status.allocatedResourceStatus', name, resizeStatuses))
  }
  for (const [name, text] of Object.entries(claim.status?.allocatedResources ?? {})) {
    const before = out.length
    resourceKey(name, 'status.allocatedResources', out)
    if (out.length === before) validateBasicAmount(text, `status.allocatedResources[${name}]`, out)
  }
  return out
}

const resizeStatuses = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
].sort()

/** Rule: validatePersistentVolumeClaimResourceKey. */
function resourceKey(name: string, path: string, out: FieldError[]): void {
  const messages = qualifiedName(name)
  for (const message of messages) out.push(invalid(path, name, message))
  const isNative = !name.includes('/') || name.includes('kubernetes.io/')
  if (!messages.length && isNative && name !== 'storage') out.push(notSupported(path, name, ['storage']))
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
