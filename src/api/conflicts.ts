import { badRequestError, conflictError } from './errors'
import type { KindDefinition } from './kind'
import type { KubeObject } from './meta'

/** Where the store keeps kinds that it had before they were named as they are. */
const places: Readonly<Record<string, string>> = {
  endpoints: 'services/endpoints',
  ingresses: 'ingress',
  nodes: 'minions',
  replicationcontrollers: 'controllers',
  services: 'services/specs',
}

/** Throws Conflict when an update was written for another object, or for an older state of this one. */
export function checkVersion(kind: KindDefinition, input: KubeObject, old: KubeObject): void {
  const { name, namespace } = old.metadata
  const { resourceVersion, uid } = input.metadata
  if (uid && uid !== old.metadata.uid) {
    const key = ['/registry', places[kind.plural] ?? kind.plural, ...(namespace ? [namespace] : []), name].join('/')
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`
    const told = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`
    throw conflictError(kind, name, told)
  }
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) {
    const why = 'the object has been modified; please apply your changes to the latest version and try again'
    throw conflictError(kind, name, why)
  }
}

/** A patched object as the update that it is. Throws BadRequest when the patch changed what names the object. */
export function updateFrom(patched: KubeObject, old: KubeObject): KubeObject {
  if (patched.metadata.name !== old.metadata.name) {
    throw badRequestError(
      `the name of the object (${patched.metadata.name}) does not match the name on the URL (${old.metadata.name})`,
    )
  }
  const { namespace } = patched.metadata
  if (namespace !== undefined && namespace !== old.metadata.namespace) {
    throw badRequestError('the namespace of the provided object does not match the namespace sent on the request')
  }
  if (patched.kind !== old.kind || patched.apiVersion !== old.apiVersion) {
    throw badRequestError('the patch must not change apiVersion or kind')
  }
  const carriesVersion = patched.metadata.resourceVersion !== old.metadata.resourceVersion
  return carriesVersion ? patched : { ...patched, metadata: { ...patched.metadata, resourceVersion: '' } }
}
