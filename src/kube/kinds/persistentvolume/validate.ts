import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { dns1123Subdomain } from '../../../api/names'
import { validateAccessModes, validateBasicAmount, validateNodeSelector, validateStorageAmount, volumeModes } from '../pod/api'
import type { NodeSelector } from '../pod/api'
import type { PersistentVolume, PersistentVolumeSource, PersistentVolumeSpec } from './types'
import { validateSource } from './validateSource'

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
export function validateVolume({ spec = {}, metadata }: PersistentVolume): FieldError[] {
  const out: FieldError[] = []
  validateAccessModes(spec.accessModes, 'spec.accessModes', out, '')
  const capacity = Object.entries(spec.capacity ?? {})
  if (!capacity.length) out.push(required('spec.capacity'))
  if (capacity.length !== 1 || capacity[0]![0] !== 'storage') {
    out.push(notSupported('spec.capacity', spec.capacity ?? {}, ['storage']))
  }
  for (const [name, amount] of capacity) {
    validateBasicAmount(amount, `spec.capacity[${name}]`, out)
    validateStorageAmount(amount, `spec.capacity[${name}]`, out)
  }
  const { persistentVolumeReclaimPolicy: policy } = spec
  if (policy && !policies.includes(policy)) out.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, policies))
  validateAffinity(spec, out)
  validateSource(spec, metadata?.name ?? '', 'spec', out)
  const path = spec.hostPath?.path
  if (path !== undefined && isRoot(path) && policy === 'Recycle') {
    out.push(forbidden('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'"))
  }
  for (const field of ['storageClassName', 'volumeAttributesClassName'] as const) {
    const name = spec[field]
    if (name) for (const message of dns1123Subdomain(name)) out.push(invalid(`spec.${field}`, name, message))
  }
  const attributes = spec.volumeAttributesClassName
  if (attributes === '') out.push(required('spec.volumeAttributesClassName', 'an empty string is disallowed'))
  if (attributes !== undefined && !spec.csi) {
    out.push(required('spec.csi', 'has to be specified when using volumeAttributesClassName'))
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
  const was = old.spec.nodeAffinity
  if (was && !same(withKeysOf(volume.spec.nodeAffinity?.required, was.required), was.required)) {
    const why = 'field is immutable, except for updating from beta label to GA'
    out.push(invalid('nodeAffinity', volume.spec.nodeAffinity ?? null, why))
  }
  if (old.spec.volumeAttributesClassName !== undefined && volume.spec.volumeAttributesClassName === undefined) {
    out.push(forbidden('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden'))
  }
  return out
}

function validateAffinity({ nodeAffinity, local }: PersistentVolumeSpec, out: FieldError[]): void {
  if (nodeAffinity?.required) validateNodeSelector(nodeAffinity.required, 'spec.nodeAffinity.required', out)
  else if (nodeAffinity) out.push(required('spec.nodeAffinity.required', 'must specify required node constraints'))
  if (local && !nodeAffinity) out.push(required('spec.nodeAffinity', 'Local volume requires node affinity'))
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

/** Labels of nodes under their names of old, and as they are called since. */
const renamed: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
}

/** The selector with the keys that the old one had where they only got their new names. */
function withKeysOf(now: NodeSelector | undefined, old: NodeSelector | undefined): NodeSelector | undefined {
  return (
    now && {
      ...now,
      nodeSelectorTerms: now.nodeSelectorTerms?.map((term, t) => {
        const before = old?.nodeSelectorTerms[t]?.matchExpressions
        if (!term.matchExpressions || !before) return term
        const keyed = term.matchExpressions.map((one, i) => {
          const key = before[i]?.key
          return key !== undefined && renamed[key] === one.key ? { ...one, key } : one
        })
        return { ...term, matchExpressions: keyed }
      }),
    }
  )
}
