import { ApiError, badRequestError } from '../../src/api/errors'
import type { KindDefinition } from '../../src/api/kind'
import type { Draft, KubeObject } from '../../src/api/meta'
import type { DeleteOptions, PatchType } from '../../src/api/client'
import { serverClient } from '../../src/api/serverClient'
import type { KindName } from '../../src/api/meta'
import { decode } from '../../src/api/schema/decode'
import type { ApiServer } from '../../src/api/server'

/** A request as it was recorded. */
export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly contentType?: string
}

const ACTOR = 'you'
const patchTypes: Readonly<Record<string, PatchType>> = {
  'application/merge-patch+json': 'merge',
  'application/json-patch+json': 'json',
  'application/strategic-merge-patch+json': 'strategic',
}
const serverNotFound = () => new ApiError(404, 'NotFound', 'the server could not find the requested resource')

/** Puts a recorded request to the API server. Throws ApiError. */
export function send(
  server: ApiServer,
  { method, path, body, contentType }: RecordedRequest,
): KubeObject | readonly KubeObject[] {
  const { kind, namespace, name, subresource, query } = route(server, path)
  const ref = { metadata: { name: name ?? '', ...(namespace && { namespace }) } }
  const found = () => {
    const object = server.read(ACTOR, kind.kind, name!, namespace)
    if (!object) throw server.registry.get(kind.kind) ? notFound(kind, name!) : serverNotFound()
    return object
  }
  if (method === 'GET') {
    if (name) return found()
    const text = (key: string) => query.get(key) ?? undefined
    return serverClient(server, ACTOR).list(kind.kind as KindName, {
      namespace,
      labels: text('labelSelector'),
      fields: text('fieldSelector'),
    }) as readonly KubeObject[]
  }
  if (method === 'POST') {
    if (contentType && contentType !== 'application/json') throw mediaType()
    if (subresource === 'eviction') return void serverClient(server, ACTOR).evict(ref) as unknown as KubeObject
    if (subresource === 'binding') return server.bind(ACTOR, ref, (body as { target: { name: string } }).target.name)
    const object = placed(decoded(server, kind, body), namespace)
    if (namespace && object.metadata.namespace && object.metadata.namespace !== namespace) {
      throw badRequestError('the namespace of the provided object does not match the namespace sent on the request')
    }
    return server.create(ACTOR, object)
  }
  if (!name) throw new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')
  if (method === 'PUT') {
    const object = decoded(server, kind, body)
    if (object.metadata.name !== name)
      throw badRequestError(`the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`)
    return server.update(ACTOR, object as KubeObject)
  }
  if (method === 'PATCH') {
    const type = patchTypes[contentType ?? '']
    if (!type) throw mediaType()
    return server.patch(ACTOR, kind.kind, ref, type, body, subresource as 'status' | 'scale' | undefined)
  }
  return server.delete(ACTOR, kind.kind, ref, (body ?? {}) as DeleteOptions)
}

const mediaType = () =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  )

function decoded(server: ApiServer, kind: KindDefinition, body: unknown): Draft {
  const object = typeof body === 'string' ? parsed(body) : body
  return lenient(server, kind.kind, object) as unknown as Draft
}

/** A body as the REST API takes it unless told otherwise: unknown fields are dropped with a warning. Throws ApiError for wrong types. */
export function lenient(server: ApiServer, kindName: string, body: unknown): Readonly<Record<string, unknown>> {
  const { schema } = server.kind(kindName)
  const known = schema ? decode(schema, body) : undefined
  return known && known.errors.length === 0 ? known.object : server.decode(kindName, body)
}

const placed = (object: Draft, namespace: string | undefined): Draft =>
  namespace && !object.metadata.namespace ? { ...object, metadata: { ...object.metadata, namespace } } : object

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw badRequestError(`the object provided is unrecognized: ${text}`)
  }
}

const notFound = ({ group, plural }: KindDefinition, name: string) =>
  new ApiError(404, 'NotFound', `${group ? `${plural}.${group}` : plural} "${name}" not found`, {
    name,
    ...(group && { group }),
    kind: plural,
  })

/** `/apis/apps/v1/namespaces/golden/deployments/d/scale` taken apart. Throws NotFound for what is not served. */
function route(server: ApiServer, path: string) {
  const url = new URL(path, 'http://cluster')
  const steps = url.pathname.split('/').filter(Boolean)
  const [group, version, ...rest] = steps[0] === 'api' ? ['', ...steps.slice(1)] : steps.slice(1)
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2
  const namespace = inNamespace ? rest[1] : undefined
  const [plural, name, subresource] = inNamespace ? rest.slice(2) : rest
  const kind = server.registry.kinds.find((one) => one.group === group && one.version === version && one.plural === plural)
  if (!kind) throw serverNotFound()
  return { kind, namespace, name, subresource, query: url.searchParams }
}
