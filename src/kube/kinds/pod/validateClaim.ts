import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { dns1123Label, dns1123Subdomain } from '../../../api/names'
import { compareQuantity, formatQuantity, isQuantity, scaledValue, toQuantity } from '../../../api/quantity'
import { validateAmount } from './validateResources'
import { validateSelector } from './validateSelector'
import type { PersistentVolumeClaimSpec } from './volumeTypes'

/** The ways in which a volume may be used, as messages list them. */
export const accessModes: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
/** How a container sees a volume. */
export const volumeModes: readonly string[] = ['Block', 'Filesystem']

/** Checks a list of access modes. Rule: the part that claims and volumes share. */
export function validateAccessModes(modes: readonly string[] | undefined, path: string, out: FieldError[], detail: string): void {
  if (!modes?.length) out.push(required(path, detail))
  for (const mode of modes ?? []) if (!accessModes.includes(mode)) out.push(notSupported(path, mode, accessModes))
  if (modes?.includes('ReadWriteOncePod') && modes.some((mode) => accessModes.includes(mode) && mode !== 'ReadWriteOncePod')) {
    out.push(forbidden(path, 'may not use ReadWriteOncePod with other access modes'))
  }
}

const nothing = toQuantity('0')

/** Checks that a storage amount is more than nothing. Rule: ValidatePositiveQuantityValue. */
export function validateStorageAmount(text: string, path: string, out: FieldError[]): void {
  if (isQuantity(text) && compareQuantity(toQuantity(text), nothing) <= 0) {
    out.push(invalid(path, formatQuantity(toQuantity(text)), 'must be greater than zero'))
  } else validateAmount('storage', text, path, out)
}

/** Checks that an amount is not below nothing. Rule: validateBasicResource. */
export function validateBasicAmount(text: string, path: string, out: FieldError[]): void {
  if (!isQuantity(text) || compareQuantity(toQuantity(text), nothing) >= 0) return
  out.push(invalid(path, Number(scaledValue(toQuantity(text), 0)), 'must be a valid resource quantity'))
}

/** Checks what is claimed. Rule: ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, path: string, out: FieldError[]): void {
  validateAccessModes(spec.accessModes, `${path}.accessModes`, out, 'at least 1 access mode is required')
  validateSelector(spec.selector, `${path}.selector`, out)
  const storage = spec.resources?.requests?.['storage']
  if (storage === undefined) out.push(required(`${path}.resources[storage]`))
  else validateStorageAmount(storage, `${path}.resources[storage]`, out)
  for (const field of ['storageClassName', 'volumeAttributesClassName'] as const) {
    const name = spec[field]
    if (name) for (const message of dns1123Subdomain(name)) out.push(invalid(`${path}.${field}`, name, message))
  }
  if (spec.volumeMode !== undefined && !volumeModes.includes(spec.volumeMode)) {
    out.push(notSupported(`${path}.volumeMode`, spec.volumeMode, volumeModes))
  }
  validateSources(spec, path, out)
}

function validateSources({ dataSource, dataSourceRef }: PersistentVolumeClaimSpec, path: string, out: FieldError[]): void {
  for (const [field, source] of Object.entries({ dataSource, dataSourceRef })) {
    if (!source) continue
    if (!source.name) out.push(required(`${path}.${field}.name`))
    if (!source.kind) out.push(required(`${path}.${field}.kind`))
    const group = source.apiGroup ?? ''
    if (!group && source.kind !== 'PersistentVolumeClaim') {
      out.push(invalid(`${path}.${field}`, source.kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"))
    }
    if (group) for (const message of dns1123Subdomain(group)) out.push(invalid(`${path}.${field}.apiGroup`, group, message))
  }
  const namespace = dataSourceRef?.namespace
  if (namespace) {
    for (const message of dns1123Label(namespace)) out.push(invalid(`${path}.dataSourceRef.namespace`, namespace, message))
  }
  if (!dataSource || !dataSourceRef) return
  if (dataSourceRef.namespace) {
    const why = 'may not be specified when dataSourceRef.namespace is specified'
    out.push(invalid(path, `${path}.dataSource`, why))
  } else if (
    dataSource.kind !== dataSourceRef.kind ||
    dataSource.name !== dataSourceRef.name ||
    dataSource.apiGroup !== dataSourceRef.apiGroup
  ) {
    out.push(invalid(path, `${path}.dataSource`, 'must match dataSourceRef'))
  }
}
