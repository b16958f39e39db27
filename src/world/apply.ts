import { ApiError, badRequestError, type FieldError } from '../api/errors'
import { parseManifest, pathSteps, type ManifestDocument } from '../api/manifest'
import type { Draft, KubeObject } from '../api/meta'
import { PatchError, patchApiError } from '../api/patch/errors'
import { equalJson, isList, isObject, type Json, type JsonObject } from '../api/patch/json'
import { lastAppliedOf, manifestPatch, withLastApplied } from '../api/patch/threeWay'
import type { ApiServer } from '../api/server'
import { inVersion } from '../api/versions'
import type { Diagnostic } from './frame'
import { APPLY } from './view/why'

/** What became of one document of a file. */
export interface Applied {
  readonly line: number
  readonly endLine: number
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly verb: 'created' | 'configured' | 'unchanged' | 'refused'
  /** For refused documents. */
  readonly reason?: string
  readonly message?: string
  readonly field?: string
  /** Where in the text the refusal points. */
  readonly at?: number
}

export interface ApplyResult {
  readonly documents: readonly Applied[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Who applies files, as the trace names it. */
const YOU = 'you'

/**
 * `kubectl apply -f` of one file: every document by itself, in order; a refused one does not keep the others from being applied.
 * A file that the parser refuses is not applied at all, so that a half-typed line never deletes or changes anything.
 */
export function applyFile(server: ApiServer, file: string, text: string, actor = YOU): ApplyResult {
  const { documents, errors } = parseManifest(text)
  if (errors.length) {
    const diagnostics = errors.map((error) => ({ ...error, file, severity: 'error' as const, source: 'parser' }))
    return { documents: [], diagnostics }
  }
  const diagnostics: Diagnostic[] = []
  const applied = documents.map((doc) => {
    const named = nameOf(server, doc)
    try {
      const object = wellFormed(server, doc)
      const { kernel } = server
      const subject = `${named.kind} ${named.namespace ? `${named.namespace}/` : ''}${named.name}`
      const cause = kernel.record(APPLY, YOU, 'apiserver', liveUid(server, named), subject, `${file}:${changeOf(server, doc)}`)
      const verb = kernel.because(cause, () => applyObject(server, object, actor))
      if (verb !== 'unchanged') diagnostics.push(...server.warnings.map((message) => warning(doc, file, message)))
      return { ...named, verb }
    } catch (error) {
      const refusal = error instanceof PatchError ? patchApiError(error) : error
      if (!(refusal instanceof ApiError)) throw error
      diagnostics.push(...refusals(doc, file, refusal))
      const field = refusal.fields[0]?.field ?? refusal.details.causes?.[0]?.field
      return {
        ...named,
        verb: 'refused' as const,
        reason: refusal.reason,
        message: refusal.message,
        ...(field && { field }),
        at: doc.locate(field ?? '').line,
      }
    }
  })
  return { documents: applied, diagnostics }
}

/** The line that makes the difference between this document and what was applied before, and the difference in words: `6 replicas 1 → 6`. */
function changeOf(server: ApiServer, doc: ManifestDocument): string {
  const manifest = doc.object as unknown as KubeObject
  const { name, namespace } = manifest.metadata
  const live = server.read(YOU, manifest.kind, name, namespace || 'default')
  const before = live && lastAppliedOf(live as unknown as JsonObject)
  if (!live) return `${doc.line} ${manifest.kind} ${name}`
  const now = manifest as unknown as Json
  const path = before && firstDifference(before, now)
  if (before === undefined || path === undefined) return String(doc.line)
  const steps = pathSteps(path)
  const told = (value: Json | undefined) => (value === undefined || typeof value === 'object' ? '' : String(value))
  const [old, fresh] = [told(valueAt(before, steps)), told(valueAt(now, steps))]
  const field = String(steps.findLast((step) => typeof step === 'string') ?? manifest.kind)
  const words = old && fresh ? `${field} ${lastPart(old)} → ${lastPart(fresh)}` : field
  return `${doc.locate(path).line} ${words}`
}

const liveUid = (server: ApiServer, { kind, name, namespace }: { kind: string; name: string; namespace: string }): string =>
  (name && server.read(YOU, kind, name, namespace)?.metadata.uid) || ''

const valueAt = (value: Json | undefined, steps: readonly (string | number)[]): Json | undefined =>
  steps.reduce<Json | undefined>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<string, Json>)[step] : undefined),
    value,
  )

/** Of two images only what differs is worth telling: the last part. */
const lastPart = (text: string) => (/^[\w./-]+:[\w.-]+$/.test(text) ? text.slice(text.lastIndexOf(':') + 1) : text.slice(0, 24))

/** Path of the first field that differs, as validation names it; what only apply itself adds does not count. */
function firstDifference(before: Json | undefined, now: Json, path = ''): string | undefined {
  if (isList(now) && isList(before)) {
    const at = now.findIndex((item, i) => !equalJson(item, before[i]))
    return at < 0 ? path : firstDifference(before[at], now[at]!, `${path}[${at}]`)
  }
  if (!isObject(now) || !isObject(before)) return path
  for (const [key, value] of Object.entries(now)) {
    if (path === 'metadata' && (key === 'annotations' || key === 'namespace')) continue
    if (equalJson(value, before[key])) continue
    const found = firstDifference(before[key], value, path ? `${path}.${key}` : key)
    if (found !== undefined) return found
  }
  const removed = Object.keys(before).some((key) => !Object.hasOwn(now, key) && path !== 'metadata')
  return removed ? path : undefined
}

/** Creates the object, or patches it three ways; upstream: kubectl's client-side apply. */
export function applyObject(server: ApiServer, manifest: Draft, actor = YOU): Applied['verb'] {
  const kind = server.kind(manifest.kind)
  const namespace = kind.namespaced ? manifest.metadata.namespace || 'default' : ''
  const placed = (namespace ? { ...manifest, metadata: { ...manifest.metadata, namespace } } : manifest) as unknown as JsonObject
  const live = manifest.metadata.name ? server.read(actor, manifest.kind, manifest.metadata.name, namespace) : undefined
  if (!live) {
    server.create(actor, server.decode(manifest.kind, withLastApplied(placed)) as unknown as Draft)
    return 'created'
  }
  const { apiVersion } = manifest
  const shown = inVersion(server.served(manifest.kind, apiVersion), live)
  const { type, patch } = manifestPatch(placed, shown as unknown as JsonObject)
  if (Object.keys(patch).length === 0) return 'unchanged'
  return server.patch(actor, manifest.kind, live, type, patch, '', false, { apiVersion }) === live ? 'unchanged' : 'configured'
}

function nameOf(server: ApiServer, { object, line, endLine }: ManifestDocument) {
  const metadata = (typeof object['metadata'] === 'object' && object['metadata'] !== null ? object['metadata'] : {}) as Record<
    string,
    unknown
  >
  const kind = String(object['kind'] ?? '')
  const namespaced = server.registry.get(kind)?.namespaced ?? true
  return {
    line,
    endLine,
    apiVersion: String(object['apiVersion'] ?? ''),
    kind,
    namespace: namespaced ? String(metadata['namespace'] ?? 'default') : '',
    name: String(metadata['name'] ?? metadata['generateName'] ?? ''),
  }
}

/** What kubectl itself checks before it sends anything. */
function wellFormed(server: ApiServer, { object }: ManifestDocument): Draft {
  const { apiVersion, kind, metadata } = object
  if (typeof kind !== 'string' || !kind) throw missing('kind', "Object 'Kind' is missing")
  if (typeof apiVersion !== 'string' || !apiVersion) throw missing('apiVersion', "Object 'apiVersion' is missing")
  const definition = server.registry.find(apiVersion, kind)
  if (!definition) {
    throw missing('kind', `no matches for kind "${kind}" in version "${apiVersion}"`, 'NotFound')
  }
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    throw missing('metadata', 'resource name may not be empty')
  }
  server.decode(kind, object)
  return object as unknown as Draft
}

const missing = (field: string, message: string, reason: 'BadRequest' | 'NotFound' = 'BadRequest') =>
  reason === 'BadRequest'
    ? new ApiError(400, reason, message, {}, [{ type: 'Required value', field, detail: '' }])
    : new ApiError(404, reason, message, {}, [{ type: 'Not found', field, detail: '' }])

function refusals(doc: ManifestDocument, file: string, error: ApiError): Diagnostic[] {
  const located = (field: string, message: string): Diagnostic => ({
    ...doc.locate(field),
    file,
    severity: 'error',
    source: 'apiserver',
    message,
  })
  const fields: readonly Pick<FieldError, 'field'>[] = error.fields
  if (error.reason === 'Invalid' && fields.length) {
    const causes = error.details.causes ?? []
    return causes.map((cause) => located(cause.field ?? '', `${cause.field}: ${cause.message}`))
  }
  return [located(fields[0]?.field ?? error.details.causes?.[0]?.field ?? '', error.message)]
}

/** What the server took, and has something to say about. */
const warning = (doc: ManifestDocument, file: string, message: string): Diagnostic => ({
  ...doc.locate(''),
  file,
  severity: 'warning',
  source: 'apiserver',
  message,
})

/** For commands that name a kind that is not served. */
export const unknownKind = (kind: string) => badRequestError(`the server doesn't have a resource type "${kind}"`)

/** The object a command names. Throws NotFound. */
export function existing(server: ApiServer, kind: string, namespace: string, name: string): KubeObject {
  const found = server.read(YOU, kind, name, namespace)
  if (!found) throw new ApiError(404, 'NotFound', `${server.kind(kind).plural} "${name}" not found`)
  return found
}
