import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { dns1123Subdomain } from '../../../api/names'
import {
  validateAccessModes,
  validateNodeSelector,
  validateStorageAmount,
  validateVolumeSource,
  volumeModes,
  type VolumeSource,
} from '../pod/api'
import type { CSIPersistentVolumeSource, PersistentVolume, PersistentVolumeSource, PersistentVolumeSpec } from './types'

const policies = ['Delete', 'Recycle', 'Retain']
const notSource = new Set([
  'capacity',
  'accessModes',
  'claimRef',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'mountOptions',
  'volumeMode',
  'nodeAffinity',
  'volumeAttributesClassName',
])

/** Checks a volume. Rule: ValidatePersistentVolume. */
export function validateVolume({ spec = {} }: PersistentVolume): FieldError[] {
  const out: FieldError[] = []
  validateAccessModes(spec.accessModes, 'spec.accessModes', out, '')
  const capacity = Object.entries(spec.capacity ?? {})
  if (!capacity.length) out.push(required('spec.capacity'))
  if (capacity.length !== 1 || capacity[0]![0] !== 'storage') {
    out.push(notSupported('spec.capacity', spec.capacity ?? {}, ['storage']))
  }
  for (const [name, amount] of capacity) validateStorageAmount(amount, `spec.capacity[${name}]`, out)
  const { persistentVolumeReclaimPolicy: policy } = spec
  if (policy && !policies.includes(policy)) out.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, policies))
  validateAffinity(spec, out)
  validateSource(spec, out)
  const path = spec.hostPath?.path
  if (path !== undefined && isRoot(path) && policy === 'Recycle') {
    out.push(forbidden('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'"))
  }
  for (const field of ['storageClassName', 'volumeAttributesClassName'] as const) {
    const name = spec[field]
    if (name) for (const message of dns1123Subdomain(name)) out.push(invalid(`spec.${field}`, name, message))
  }
  if (spec.volumeMode !== undefined && !volumeModes.includes(spec.volumeMode)) {
    out.push(notSupported('spec.volumeMode', spec.volumeMode, volumeModes))
  }
  return out
}

/** Checks a replaced volume: where its bytes are stays. Rule: ValidatePersistentVolumeUpdate. */
export function validateVolumeUpdate(volume: PersistentVolume, old: PersistentVolume): FieldError[] {
  const out = validateVolume(volume)
  const before = sourceOf(old.spec)
  const after = sourceOf(volume.spec)
  // A secret for growing the volume may be named later.
  const mended = before.csi && !before.csi.controllerExpandSecretRef && after.csi ? withoutExpandSecret(after) : after
  if (!same(mended, before)) {
    out.push(forbidden('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation'))
  }
  if (volume.spec.volumeMode !== old.spec.volumeMode) {
    out.push(invalid('volumeMode', volume.spec.volumeMode, 'field is immutable'))
  }
  if (old.spec.nodeAffinity && !same(volume.spec.nodeAffinity, old.spec.nodeAffinity)) {
    out.push(invalid('nodeAffinity', volume.spec.nodeAffinity, 'field is immutable'))
  }
  return out
}

function validateAffinity({ nodeAffinity, local }: PersistentVolumeSpec, out: FieldError[]): void {
  if (nodeAffinity?.required) validateNodeSelector(nodeAffinity.required, 'spec.nodeAffinity.required', out)
  else if (nodeAffinity) out.push(required('spec.nodeAffinity.required', 'must specify required node constraints'))
  if (local && !nodeAffinity) out.push(required('spec.nodeAffinity', 'Local volume requires node affinity'))
}

function validateSource(spec: PersistentVolumeSpec, out: FieldError[]): void {
  const source = sourceOf(spec)
  const kinds = Object.keys(source) as (keyof PersistentVolumeSource)[]
  if (!kinds.length) out.push(required('spec', 'must specify a volume type'))
  kinds.forEach((kind, i) => {
    const path = `spec.${kind}`
    if (i > 0) out.push(forbidden(path, 'may not specify more than 1 volume type'))
    else if (kind === 'local') {
      const target = source.local!.path
      if (!target) out.push(required(`${path}.path`))
      else if (target.split('/').includes('..')) out.push(invalid(`${path}.path`, target, "must not contain '..'"))
    } else if (kind === 'csi') validateCsi(source.csi!, path, out)
    else validateVolumeSource(source as VolumeSource, kind, path, out)
  })
}

function validateCsi(source: CSIPersistentVolumeSource, path: string, out: FieldError[]): void {
  for (const field of ['driver', 'volumeHandle'] as const) if (!source[field]) out.push(required(`${path}.${field}`))
  const secrets = [
    'controllerPublishSecretRef',
    'controllerExpandSecretRef',
    'nodePublishSecretRef',
    'nodeExpandSecretRef',
  ] as const
  for (const field of secrets) {
    const secret = source[field]
    if (!secret) continue
    for (const part of ['name', 'namespace'] as const) if (!secret[part]) out.push(required(`${path}.${field}.${part}`))
  }
}

/** The part of a spec that says where the bytes are. */
export const sourceOf = (spec: PersistentVolumeSpec): PersistentVolumeSource =>
  Object.fromEntries(Object.entries(spec).filter(([key, value]) => !notSource.has(key) && value !== undefined))

const withoutExpandSecret = ({ csi, ...rest }: PersistentVolumeSource): PersistentVolumeSource => {
  const { controllerExpandSecretRef: _, ...kept } = csi!
  return { ...rest, csi: kept }
}

/** Does the path, after its `.` and `..` are worked out, name the root? */
function isRoot(path: string): boolean {
  let depth = 0
  for (const part of path.split('/')) {
    if (part === '..') depth = Math.max(0, depth - 1)
    else if (part !== '' && part !== '.') depth++
  }
  return depth === 0 && path.startsWith('/')
}
