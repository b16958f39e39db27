import { forbidden, invalid, required, tooLong, type FieldError } from './errors'
import type { ObjectMeta, OwnerReference } from './meta'
import { dns1123Label, labelValue, qualifiedName } from './names'

/** Checks a name, or with `prefix` a generateName; answers upstream's messages. */
export type NameValidator = (name: string, prefix: boolean) => readonly string[]

const totalAnnotationSize = 256 * 1024
const standardFinalizers = new Set(['kubernetes', 'orphan', 'foregroundDeletion'])
const immutable = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const

// Objects in the store are frozen and shared (a thousand pods hold their template's labels): what passed once is not read again.
const passed = new WeakSet<object>()

/** Lets a name validator see a generateName as upstream does: a trailing dash will be followed by letters. */
export const asName = (name: string, prefix: boolean) =>
  prefix && name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name

/** Checks what all objects share. Rule: ValidateObjectMeta, k8s.io/kubernetes/pkg/apis/core/validation. */
export function validateMeta(
  meta: Partial<ObjectMeta>,
  namespaced: boolean,
  validateName: NameValidator,
  path = 'metadata',
): FieldError[] {
  const errors: FieldError[] = []
  const { name, generateName, namespace, generation } = meta
  if (generateName) {
    for (const message of validateName(asName(generateName, true), false))
      errors.push(invalid(`${path}.generateName`, generateName, message))
  }
  if (!name) errors.push(required(`${path}.name`, 'name or generateName is required'))
  else for (const message of validateName(name, false)) errors.push(invalid(`${path}.name`, name, message))
  if (!namespaced) {
    if (namespace) errors.push(forbidden(`${path}.namespace`, 'not allowed on this type'))
  } else if (!namespace) errors.push(required(`${path}.namespace`))
  else for (const message of dns1123Label(namespace)) errors.push(invalid(`${path}.namespace`, namespace, message))
  if (generation !== undefined && generation < 0) {
    errors.push(invalid(`${path}.generation`, generation, 'must be greater than or equal to 0'))
  }
  addSharedMeta(meta, path, errors)
  return errors
}

/** Checks a replacement; also that what may never change has not. Rule: ValidateObjectMetaUpdate. */
export function validateMetaUpdate(meta: Partial<ObjectMeta>, old: Partial<ObjectMeta>, path = 'metadata'): FieldError[] {
  const errors: FieldError[] = []
  if (!meta.resourceVersion) errors.push(invalid(`${path}.resourceVersion`, '', 'must be specified for an update'))
  const before = old.finalizers ?? []
  const added = old.deletionTimestamp ? meta.finalizers?.filter((name) => !before.includes(name)) : undefined
  if (added?.length) {
    const list = added.map((name) => JSON.stringify(name)).join(', ')
    errors.push(
      forbidden(
        `${path}.finalizers`,
        `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`,
      ),
    )
  }
  if ((meta.generation ?? 0) < (old.generation ?? 0)) {
    errors.push(invalid(`${path}.generation`, meta.generation, 'must not be decremented'))
  }
  for (const field of immutable) {
    if ((meta[field] ?? '') !== (old[field] ?? ''))
      errors.push(invalid(`${path}.${field}`, meta[field] ?? '', 'field is immutable'))
  }
  addSharedMeta(meta, path, errors)
  return errors
}

/** Checks labels as they stand in metadata, selectors and templates. Rule: ValidateLabels. */
export function validateLabels(labels: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  return once(labels, (given) => {
    const errors: FieldError[] = []
    for (const [key, value] of Object.entries(given)) {
      for (const message of qualifiedName(key)) errors.push(invalid(path, key, message))
      for (const message of labelValue(String(value))) errors.push(invalid(path, value, message))
    }
    return errors
  })
}

/** Checks annotation keys and their total size. Rule: ValidateAnnotations. */
export function validateAnnotations(annotations: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  return once(annotations, (given) => {
    const errors: FieldError[] = []
    let size = 0
    for (const [key, value] of Object.entries(given)) {
      for (const message of qualifiedName(key.toLowerCase())) errors.push(invalid(path, key, message))
      size += key.length + value.length
    }
    if (size > totalAnnotationSize) errors.push(tooLong(path, totalAnnotationSize))
    return errors
  })
}

/** Checks one finalizer's name. Rule: ValidateFinalizerName of the core group. */
export function validateFinalizer(name: string, path: string): FieldError[] {
  return [...qualifiedName(name).map((message) => invalid(path, name, message)), ...standardFinalizer(name, path)]
}

function standardFinalizer(name: string, path: string): FieldError[] {
  if (name.includes('/') || standardFinalizers.has(name)) return []
  return [invalid(path, name, 'name is neither a standard finalizer name nor is it fully qualified')]
}

/** Adds what is wrong with labels, annotations, owners and finalizers to `errors`. */
function addSharedMeta(
  { labels, annotations, ownerReferences, finalizers }: Partial<ObjectMeta>,
  path: string,
  errors: FieldError[],
) {
  if (isNews(labels)) errors.push(...validateLabels(labels, `${path}.labels`))
  if (isNews(annotations)) errors.push(...validateAnnotations(annotations, `${path}.annotations`))
  if (isNews(ownerReferences))
    errors.push(...once(ownerReferences, (owners) => validateOwners(owners, `${path}.ownerReferences`)))
  if (!finalizers?.length) return
  for (const name of finalizers)
    for (const message of qualifiedName(name)) errors.push(invalid(`${path}.finalizers`, name, message))
  finalizers.forEach((name, i) => errors.push(...standardFinalizer(name, `${path}.finalizers[${i}]`)))
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(`${path}.finalizers`, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'))
  }
}

/** Is there something that did not pass before? */
const isNews = (value: object | undefined): boolean => value !== undefined && !passed.has(value)

function validateOwners(owners: readonly OwnerReference[], path: string): FieldError[] {
  const errors: FieldError[] = []
  let controller: string | undefined
  for (const owner of owners) {
    const version = owner.apiVersion?.split('/').at(-1)
    if (!version) errors.push(invalid(`${path}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'))
    for (const field of ['kind', 'name', 'uid'] as const) {
      if (!owner[field]) errors.push(invalid(`${path}.${field}`, '', 'must not be empty'))
    }
    if (owner.kind === 'Event' && owner.apiVersion === 'v1') {
      errors.push(invalid(path, owner, '/v1, Kind=Event is disallowed from being an owner'))
    }
    if (!owner.controller) continue
    if (controller !== undefined) {
      const why = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${owner.name}`
      errors.push(invalid(path, owners, why))
    }
    controller = owner.name
  }
  return errors
}

function once<T extends object>(value: T | undefined, validate: (value: T) => FieldError[]): FieldError[] {
  if (!value || passed.has(value)) return []
  const errors = validate(value)
  if (!errors.length && Object.isFrozen(value)) passed.add(value)
  return errors
}
