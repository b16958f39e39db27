import type { PatchType } from '../client'
import { decodeBody } from '../decodeBody'
import { ApiError, badRequestError, conflictError, required } from '../errors'
import type { Draft, KubeObject } from '../meta'
import { serverSideApply } from '../ssa/applyRequest'
import { createdBy } from '../ssa/managedFields'
import { timestamp } from '../time'
import { mediaTypeOf, parseJson, parseYaml, typedBody } from './body'
import { badOptions } from './errors'
import { listed } from './list'
import { deleteOptions, isTrue, writeOptions, type WriteOptions } from './options'
import { existing } from './read'
import { patchedReplicas, replicasOf, scaleOf } from './scale'
import type { Call, Outcome } from './types'

const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
}

const APPLY = 'application/apply-patch+yaml'

/** POST to a collection. */
export function create(call: Call, body: unknown): Outcome {
  const { server, actor } = call
  const options = writeOptions(call, 'CreateOptions')
  const object = sentObject(call, body, options)
  const { kind } = call.target.served
  const owning = (next: KubeObject) => createdBy(server.manager, kind, next, timestamp(server.kernel.now))
  return { code: 201, object: server.create(actor, object as unknown as Draft, options.dryRun, kind.answer ? undefined : owning) }
}

/** PUT of an object or of a part of it. */
export function replace(call: Call, body: unknown): Outcome {
  const { server, actor, target } = call
  const { name, subresource } = target
  const options = writeOptions(call, 'UpdateOptions')
  if (subresource === 'scale') {
    const { resourceVersion, name: given } = (body as Partial<KubeObject>).metadata ?? {}
    if (given !== name) throw misnamed(given, name)
    return scaled(call, replicasOf(body), options, resourceVersion)
  }
  const object = sentObject(call, body, options)
  if (object.metadata.name !== name) throw misnamed(object.metadata.name, name)
  return { code: 200, object: server.update(actor, object, subresource || undefined, 'update', options.dryRun) }
}

/** PATCH of an object or of a part of it. */
export function patch(call: Call): Outcome {
  const { server, actor, target, headers, warn } = call
  const { served, subresource } = target
  if (mediaTypeOf(headers) === APPLY) return apply(call)
  const type = PATCH_TYPES[mediaTypeOf(headers)]
  if (!type) throw new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type')
  const options = writeOptions(call, 'PatchOptions')
  const body = typeof call.body === 'string' ? parseJson(call.body) : call.body
  const old = existing(call)
  if (subresource === 'scale') return scaled(call, patchedReplicas(scaleOf(old), type, body), options)
  const apiVersion = served.group ? `${served.group}/${served.version}` : served.version
  const reading = { apiVersion, validation: options.validation, warn }
  const object = server.patch(actor, served.kind.kind, old, type, body, subresource || undefined, options.dryRun, reading)
  return { code: 200, object }
}

/** PATCH that says what an object should be; makes it when it is not there. */
function apply(call: Call): Outcome {
  const { server, actor, target, query, warn } = call
  const { served, namespace, name, subresource } = target
  const { dryRun, validation, fieldManager } = writeOptions(call, 'PatchOptions')
  if (!fieldManager) throw badOptions('PatchOptions', [required('fieldManager', 'is required for apply patch')])
  const body = typeof call.body === 'string' ? parseYaml(call.body) : call.body
  const expected = served.group ? `${served.group}/${served.version}` : served.version
  const { apiVersion: given = '' } = (body ?? {}) as Partial<KubeObject>
  if (given !== expected) {
    throw badRequestError(`Incorrect version specified in apply patch. Specified patch version: ${given}, expected: ${expected}`)
  }
  const config = typedBody(server, served, body)
  if (config.metadata.name && config.metadata.name !== name) throw misnamed(config.metadata.name, name)
  const force = isTrue(query, 'force')
  const request = { actor, served, namespace, name, subresource, config, manager: fieldManager, force, dryRun, validation, warn }
  const { object, created } = serverSideApply(server, request)
  return { code: created ? 201 : 200, object }
}

/** DELETE of an object: the object while something keeps it, else a Status that says what is gone. */
export function remove(call: Call, body: unknown): Outcome {
  const { server, actor, target } = call
  const { kind } = target.served
  const { options, dryRun } = deleteOptions(call, body)
  const old = existing(call)
  const left = server.delete(actor, kind.kind, old, options, dryRun)
  const stays = dryRun ? kind.returnDeleted : server.store.get(kind.kind, keyIn(target))?.metadata.uid === left.metadata.uid
  if (stays || kind.returnDeleted) return { code: 200, object: left }
  const details = { name: old.metadata.name, ...(kind.group && { group: kind.group }), kind: kind.plural, uid: old.metadata.uid }
  return { code: 200, plain: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } }
}

/** DELETE of a collection: all that the selectors mean, each by itself. */
export function removeAll(call: Call, body: unknown): Outcome {
  const { server, actor, target } = call
  const { options, dryRun } = deleteOptions(call, body)
  const { objects, list } = listed(call)
  const left = objects.map((object) => server.delete(actor, target.served.kind.kind, object, options, dryRun))
  return { code: 200, objects: left, list }
}

const misnamed = (given: string | undefined, asked: string) =>
  badRequestError(`the name of the object (${given ?? ''}) does not match the name on the URL (${asked})`)

const keyIn = ({ namespace, name }: Call['target']) => (namespace ? `${namespace}/${name}` : name)

function scaled(call: Call, replicas: number, { dryRun }: WriteOptions, resourceVersion = ''): Outcome {
  const { server, actor, target } = call
  const old = existing(call)
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) {
    const why = 'the object has been modified; please apply your changes to the latest version and try again'
    throw conflictError(target.served.kind, old.metadata.name, why)
  }
  return { code: 200, plain: scaleOf(server.scale(actor, target.served.kind.kind, old, replicas, dryRun)) }
}

/** The object of a body, read by its version's fields and put where the path says. Throws BadRequest. */
function sentObject({ server, target, warn }: Call, body: unknown, { validation }: WriteOptions): KubeObject {
  const { served, namespace } = target
  const { object, warnings } = decodeBody(served, typedBody(server, served, body), validation)
  const sent = object as unknown as KubeObject
  warnings.forEach(warn)
  served.kind.warnings?.(sent).forEach(warn)
  const metadata = sent.metadata ?? ({} as KubeObject['metadata'])
  if (!namespace) return { ...sent, metadata }
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequestError('the namespace of the provided object does not match the namespace sent on the request')
  }
  return { ...sent, metadata: { ...metadata, namespace } }
}
