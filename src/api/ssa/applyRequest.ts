import { decodeBody, type FieldValidation } from '../decodeBody'
import { ApiError, badRequestError } from '../errors'
import { apiVersionOf } from '../kind'
import type { Draft, KubeObject, ManagedFieldsEntry } from '../meta'
import { isList, isObject, type Json, type JsonObject } from '../patch/json'
import type { Served } from '../registry'
import type { ApiServer } from '../server'
import { timestamp } from '../time'
import { asStored } from '../versions'
import { isEmpty } from './fieldSet'
import { mergeTypeOf } from './kindType'
import { entriesOf, fieldsWritten, managersOf, owned, writerId } from './managedFields'
import { fieldsOf } from './typed'
import { misfit, misfits } from './undeclared'
import { applied, type Conflict, type Managers } from './updater'

/** Who applies, and how. */
export interface ApplyRequest {
  readonly actor: string
  readonly served: Served
  readonly namespace: string
  readonly name: string
  readonly subresource: string
  readonly config: KubeObject
  readonly manager: string
  readonly force: boolean
  readonly dryRun: boolean
  readonly validation: FieldValidation
  readonly warn: (warning: string) => void
}

/** What an object that was never applied belongs to. */
const BEFORE = 'before-first-apply'

/**
 * PATCH with `application/apply-patch+yaml`: makes the object say what the configuration says. Throws Conflict where it would change
 * what others own, unless forced. Fields are owned as the stored version writes them. Upstream: the FieldManager's Apply.
 */
export function serverSideApply(
  server: ApiServer,
  request: ApplyRequest,
): { readonly object: KubeObject; readonly created: boolean } {
  const { actor, served, namespace, name, subresource, manager, force, dryRun } = request
  const { kind } = served
  if (request.config.metadata?.managedFields?.length) throw badRequestError('metadata.managedFields must be nil')
  const apiVersion = apiVersionOf(kind)
  const type = mergeTypeOf(apiVersion, kind.kind, kind.schema)
  const asWritten = served.as ? mergeTypeOf(apiVersion, kind.kind, served.as.schema) : type
  const complaints = misfits(asWritten, request.config as unknown as Json)
  if (complaints.length) throw misfit(served, request.config as unknown as Json, complaints)
  const config = configOf(request)
  const id = writerId(manager, 'Apply', apiVersion, subresource)
  const now = timestamp(server.kernel.now)
  const live = server.read(actor, kind.kind, name, namespace)
  if (!live) {
    const fields = owned(fieldsOf(type, config))
    const own: Managers = new Map(isEmpty(fields) ? [] : [[id, { fields, apiVersion, applied: true }]])
    const draft = { ...config, metadata: { ...(config['metadata'] as JsonObject), name, ...(namespace && { namespace }) } }
    return { object: server.create(actor, draft as unknown as Draft, dryRun, () => entriesOf(own, [], now)), created: true }
  }
  const before = entriesBefore(served, live, now)
  const result = applied(type, live as unknown as Json, config, managersOf(before), id, apiVersion, force, owned)
  if ('conflicts' in result) throw conflict(result.conflicts)
  const { object } = decodeBody({ ...served, as: undefined, ...version(served) }, result.object, 'Ignore')
  const entries = entriesOf(result.managers, before, now)
  const next = {
    ...(object as unknown as KubeObject),
    metadata: { ...(object['metadata'] as KubeObject['metadata']), resourceVersion: '' },
  }
  return { object: server.update(actor, next, subresource, 'patch', dryRun, () => entries), created: false }
}

const version = ({ kind }: Served) => ({ group: kind.group, version: kind.version })

function entriesBefore({ kind }: Served, live: KubeObject, now: string): readonly ManagedFieldsEntry[] {
  const { managedFields } = live.metadata
  if (managedFields?.length) return managedFields
  const apiVersion = apiVersionOf(kind)
  const id = writerId(BEFORE, 'Update', apiVersion)
  return entriesOf(new Map([[id, { fields: fieldsWritten(kind, live), apiVersion, applied: false }]]), [], now)
}

/** What the configuration says, in the stored version's canonical words; what decoding adds of itself is not said. */
function configOf({ served, config, validation, warn }: ApplyRequest): JsonObject {
  const { object, warnings } = decodeBody(served, config, validation)
  warnings.forEach(warn)
  const given = asStored(served, config)
  return saidIn(object as JsonObject, given as unknown as JsonObject) as JsonObject
}

function saidIn(decoded: Json | undefined, given: Json): Json {
  if (isObject(given) && isObject(decoded)) {
    return Object.fromEntries(
      Object.entries(given)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, saidIn(decoded[key], value)]),
    )
  }
  if (isList(given) && isList(decoded)) return given.map((item, i) => saidIn(decoded[i], item))
  return decoded ?? given
}

/** 409 with a cause a field: `Apply failed with 1 conflict: conflict with "kubectl" using v1: .data.k`. */
function conflict(conflicts: readonly Conflict[]): ApiError {
  const named = conflicts.map(({ manager, path, apiVersion }) => {
    const [name, operation, , part] = JSON.parse(manager) as [string, string, string, string]
    const how = operation === 'Update' ? ` using ${apiVersion}` : ''
    return { path, text: `conflict with ${JSON.stringify(name)}${part ? ` with subresource ${JSON.stringify(part)}` : ''}${how}` }
  })
  const causes = named.map(({ path, text }) => ({ reason: 'FieldManagerConflict', message: text, field: path }))
  const count = `${conflicts.length} conflict${conflicts.length === 1 ? '' : 's'}`
  return new ApiError(409, 'Conflict', `Apply failed with ${count}: ${summary(named)}`, { causes })
}

/** Conflicts by manager, as merge.Conflicts prints them. */
function summary(named: readonly { readonly path: string; readonly text: string }[]): string {
  const [first] = named
  if (named.length === 1 && first) return `${first.text}: ${first.path}`
  const groups = new Map<string, string[]>()
  for (const { path, text } of named) groups.set(text, [...(groups.get(text) ?? []), path])
  return [...groups.keys()]
    .sort()
    .map((text) => {
      const paths = groups.get(text)!
      return paths.length === 1 ? `${text}: ${paths[0]}` : `${text}:\n${paths.map((path) => `- ${path}`).join('\n')}`
    })
    .join('\n')
}
