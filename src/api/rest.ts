import { ApiError, badRequestError } from './errors'
import { coreVersions, groupList, groupNamed, resourceList, subresourcesOf, ALL_VERBS } from './discovery'
import type { KubeObject } from './meta'
import { PatchError, patchApiError } from './patch/errors'
import type { Registry, Served } from './registry'
import { askPart, bindPod, evictPod, noStream, readLog } from './rest/actions'
import { mediaTypeOf, readBody } from './rest/body'
import { noSuchResource, notAllowed } from './rest/errors'
import { isTrue } from './rest/options'
import { get } from './rest/read'
import { targetOf } from './rest/target'
import type { Call, Outcome, RestHost, RestRequest, RestResponse } from './rest/types'
import { create, patch, remove, removeAll, replace } from './rest/write'
import { partialMetadata, tableOf, type IncludeObject } from './table'
import { inVersion } from './versions'

export type { RestHost, RestRequest, RestResponse } from './rest/types'

const JSON_TYPE = { 'content-type': 'application/json' }
const TEXT_TYPE = { 'content-type': 'text/plain; charset=utf-8' }
const NOT_FOUND: RestResponse = { code: 404, headers: TEXT_TYPE, body: '404 page not found\n' }
/** What GET /version says; the release whose rules are followed. */
const VERSION = { major: '1', minor: '36', gitVersion: 'v1.36.0', gitTreeState: 'clean', platform: 'linux/amd64' }
const HEALTH = new Set(['/healthz', '/livez', '/readyz'])

/**
 * The Kubernetes API as its clients know it: paths, discovery, lists, tables, patches, subresources and Statuses. One request, one answer,
 * both plain data; nothing waits. A watch is no single answer and is refused.
 */
export function answer(host: RestHost, actor: string, request: RestRequest): RestResponse {
  const warnings: string[] = []
  const headers = () => ({ ...JSON_TYPE, ...(warnings.length && { warning: warnings.map(warningText).join(', ') }) })
  try {
    const url = new URL(request.path, 'http://cluster')
    const told = request.method === 'GET' ? discovered(host.server.registry, url.pathname) : undefined
    if (told) return told
    const target = targetOf(host.server.registry, url.pathname.split('/').filter(Boolean))
    if (!target) return NOT_FOUND
    const call: Call = {
      host,
      server: host.server,
      actor,
      method: request.method,
      target,
      query: url.searchParams,
      headers: request.headers ?? {},
      body: request.body,
      warn: (warning) => void (warnings.includes(warning) || warnings.push(warning)),
    }
    host.server.reach(actor)
    const { deprecated } = target.served.kind
    if (deprecated) call.warn(deprecated)
    const outcome = asManager(call, () => carriedOut(call))
    if (request.method !== 'GET') host.server.warnings.forEach(call.warn)
    if ('plain' in outcome && typeof outcome.plain === 'string')
      return { code: outcome.code, headers: TEXT_TYPE, body: outcome.plain }
    return { code: outcome.code, headers: headers(), body: shown(call, outcome) }
  } catch (thrown) {
    const error = thrown instanceof PatchError ? patchApiError(thrown) : thrown
    if (!(error instanceof ApiError)) throw thrown
    return { code: error.code, headers: headers(), body: error.status }
  }
}

/** Carries out a call under the name of its client: its fieldManager, or the first part of its user agent. */
function asManager<T>({ server, query, headers }: Call, act: () => T): T {
  server.manager = query.get('fieldManager') || (headers['user-agent'] ?? '').split('/')[0]! || 'unknown'
  try {
    return act()
  } finally {
    server.manager = ''
  }
}

const warningText = (text: string) => `299 - ${JSON.stringify(text)}`

/** GET of what a server tells about itself; undefined for the paths of resources. */
function discovered(registry: Registry, path: string): RestResponse | undefined {
  const steps = path.split('/').filter(Boolean)
  const ok = (body: unknown): RestResponse => ({ code: 200, headers: JSON_TYPE, body })
  const found = (body: unknown) => (body ? ok(body) : undefined)
  if (path === '/version') return ok(VERSION)
  if (HEALTH.has(path)) return { code: 200, headers: TEXT_TYPE, body: 'ok' }
  if (steps[0] === 'api') {
    if (steps.length === 1) return ok(coreVersions())
    return steps.length === 2 ? found(resourceList(registry, steps[1]!)) : undefined
  }
  if (steps[0] !== 'apis') return steps.length ? NOT_FOUND : ok({ paths: paths(registry) })
  if (steps.length === 1) return ok(groupList(registry))
  if (steps.length === 2) return found(groupNamed(registry, steps[1]!)) ?? NOT_FOUND
  if (steps.length > 3) return undefined
  return found(resourceList(registry, `${steps[1]}/${steps[2]}`))
}

const paths = (registry: Registry) => [
  '/api',
  '/api/v1',
  '/apis',
  ...registry.groups.flatMap(({ name, versions }) => [`/apis/${name}`, ...versions.map((version) => `/apis/${name}/${version}`)]),
  ...HEALTH,
  '/version',
]

/** Sends a call on its way. Throws NotFound and MethodNotAllowed for what a kind does not offer. */
function carriedOut(call: Call): Outcome {
  const { method, target, query, headers } = call
  const verb = verbOf(call)
  const { verbs = ALL_VERBS } = target.served.kind
  const part = subresourcesOf(target.served.kind).find(({ name }) => name === target.subresource)
  if (target.subresource && !part) throw noSuchResource()
  if (!verb || !(part?.verbs ?? verbs).includes(verb)) throw notAllowed()
  if (method === 'GET') {
    if (isTrue(query, 'watch')) throw notAllowed()
    if (target.subresource === 'log') return readLog(call)
    if (part && !part.merge && part.name !== 'status' && part.name !== 'scale') throw noStream(call)
    return get(call)
  }
  if (method === 'PATCH') return patch(call)
  const body = call.body === undefined ? undefined : readBody(call.body, mediaTypeOf(headers))
  if (method === 'PUT') return replace(call, needed(body))
  if (method === 'DELETE') return target.name ? remove(call, body) : removeAll(call, body)
  if (target.subresource === 'eviction') return evictPod(call, body)
  if (target.subresource === 'binding' || target.served.kind.kind === 'Binding') return bindPod(call, needed(body))
  if (part?.answer) return askPart(call, needed(body))
  if (part) throw noStream(call)
  return create(call, needed(body))
}

function needed(body: unknown): unknown {
  if (body === undefined) throw badRequestError('unexpected EOF')
  return body
}

/** The verb that a method means at a path; undefined for one that means nothing there. */
function verbOf({ method, target }: Call): string | undefined {
  const { name, namespace, subresource, served } = target
  const placed = !served.kind.namespaced || namespace !== ''
  if (method === 'GET') return name ? 'get' : 'list'
  if (!placed) return undefined
  if (method === 'POST') return name && !subresource ? undefined : 'create'
  if (method === 'PUT') return name ? 'update' : undefined
  if (method === 'PATCH') return name ? 'patch' : undefined
  return method === 'DELETE' ? (name ? 'delete' : 'deletecollection') : undefined
}

/** An outcome in the form that the client accepts: objects of the version asked for, a table, or metadata alone. */
function shown(call: Call, outcome: Outcome): unknown {
  if ('plain' in outcome) return outcome.plain
  const { target, server, headers, query } = call
  const { served } = target
  const form = formOf(headers['accept'] ?? '')
  if (form === 'Table') {
    const objects = 'object' in outcome ? [outcome.object] : outcome.objects
    const metadata = 'list' in outcome ? outcome.list : { resourceVersion: outcome.object.metadata.resourceVersion }
    const include = (query.get('includeObject') ?? 'Metadata') as IncludeObject
    if (!['None', 'Metadata', 'Object'].includes(include)) {
      throw badRequestError(`unrecognized includeObject value: ${JSON.stringify(include)}`)
    }
    return tableOf(served.kind, objects, server.kernel.now, { include, metadata })
  }
  const one = (object: KubeObject) => (form ? partialMetadata(object) : inVersion(served, object))
  if ('object' in outcome) return one(outcome.object)
  const items = outcome.objects.map((object) => (form ? one(object) : withoutType(one(object) as KubeObject)))
  return { ...listType(served, form), metadata: outcome.list, items }
}

function listType({ kind, group, version }: Served, form: string) {
  if (form) return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' }
  return { kind: `${kind.kind}List`, apiVersion: group ? `${group}/${version}` : version }
}

/** Items of a list do not repeat what the list says. */
function withoutType({ apiVersion: _, kind: __, ...rest }: KubeObject) {
  return rest
}

/** The form that an Accept header asks for first: '' = the objects themselves. */
function formOf(accept: string): '' | 'Table' | 'PartialObjectMetadata' {
  const [first = ''] = accept.split(',')
  const as = /;\s*as=(\w+)/.exec(first)?.[1]
  if (as === 'Table') return 'Table'
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? 'PartialObjectMetadata' : ''
}
