import { duplicate, forbidden, invalid, notSupported, required, tooLong, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { qualifiedName } from '../../../api/names'
import { validateLabelName } from '../pod/api'
import type { StorageClass, TopologySelectorTerm } from './types'

const bindingModes = ['Immediate', 'WaitForFirstConsumer']
const policies = ['Delete', 'Retain']
const mostParameters = 512
const mostParameterBytes = 256 * 1024

/** Checks a class. Rule: ValidateStorageClass. */
export function validateStorageClass(storageClass: StorageClass): FieldError[] {
  const { provisioner, parameters, reclaimPolicy, volumeBindingMode } = storageClass
  const out: FieldError[] = []
  if (!provisioner) out.push(required('provisioner', provisioner))
  else for (const message of qualifiedName(provisioner.toLowerCase())) out.push(invalid('provisioner', provisioner, message))
  validateParameters(parameters ?? {}, out)
  if (reclaimPolicy && !policies.includes(reclaimPolicy)) out.push(notSupported('reclaimPolicy', reclaimPolicy, policies))
  if (volumeBindingMode === undefined) out.push(required('volumeBindingMode'))
  else if (!bindingModes.includes(volumeBindingMode)) {
    out.push(notSupported('volumeBindingMode', volumeBindingMode, bindingModes))
  }
  validateTopologies(storageClass.allowedTopologies ?? [], out)
  return out
}

/** Checks a replaced class: only what concerns volumes to come may change. Rule: ValidateStorageClassUpdate. */
export function validateStorageClassUpdate(storageClass: StorageClass, old: StorageClass): FieldError[] {
  const out: FieldError[] = []
  validateTopologies(storageClass.allowedTopologies ?? [], out)
  for (const field of ['parameters', 'provisioner', 'reclaimPolicy'] as const) {
    if (!same(storageClass[field], old[field])) out.push(forbidden(field, `updates to ${field} are forbidden.`))
  }
  if (storageClass.volumeBindingMode !== old.volumeBindingMode) {
    out.push(invalid('volumeBindingMode', storageClass.volumeBindingMode, 'field is immutable'))
  }
  return out
}

function validateParameters(parameters: Readonly<Record<string, string>>, out: FieldError[]): void {
  const entries = Object.entries(parameters)
  if (entries.length > mostParameters) return void out.push(tooLong('parameters', mostParameters))
  let size = 0
  for (const [key, value] of entries) {
    if (key === '') out.push(invalid('parameters', key, 'field can not be empty.'))
    size += key.length + value.length
  }
  if (size > mostParameterBytes) out.push(tooLong('parameters', mostParameterBytes))
}

function validateTopologies(terms: readonly TopologySelectorTerm[], out: FieldError[]): void {
  // Upstream compares each term with a list that begins with as many empty ones as there are terms.
  const seen: ReadonlyMap<string, ReadonlySet<string>>[] = terms.map(() => new Map())
  terms.forEach((term, i) => {
    const at = `allowedTopologies[${i}]`
    const wanted = new Map<string, ReadonlySet<string>>()
    term.matchLabelExpressions?.forEach(({ key, values = [] }, n) => {
      const path = `${at}.matchLabelExpressions[${n}]`
      const set = new Set<string>()
      if (!values.length) out.push(required(`${path}.values`))
      values.forEach((value, v) => {
        if (set.has(value)) out.push(duplicate(`${path}.values[${v}]`, value))
        set.add(value)
      })
      validateLabelName(key, `${path}.key`, out)
      if (wanted.has(key)) out.push(duplicate(`${path}.key`, key))
      wanted.set(key, set)
    })
    for (const other of seen) if (equal(wanted, other)) out.push(duplicate(`${at}.matchLabelExpressions`, ''))
    seen.push(wanted)
  })
}

const equal = (a: ReadonlyMap<string, ReadonlySet<string>>, b: ReadonlyMap<string, ReadonlySet<string>>): boolean =>
  a.size === b.size &&
  [...a].every(([key, values]) => {
    const others = b.get(key)
    return others?.size === values.size && [...values].every((value) => others.has(value))
  })
