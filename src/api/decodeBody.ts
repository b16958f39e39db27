import { ApiError, invalid } from './errors'
import type { KubeObject } from './meta'
import type { Served } from './registry'
import { decode, notHandled, strictError } from './schema/decode'
import { asStored } from './versions'

/** What is done about fields that a kind does not have: refuse, tell, or nothing. `Strict` is kubectl's default, `Warn` the server's. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

/** How a patch is read: the version it is written for, and what becomes of fields that nobody knows. */
export interface PatchReading {
  readonly apiVersion?: string
  readonly validation?: FieldValidation
  readonly warn?: (warning: string) => void
}

/** A body as the server would hold it, and what the client is warned of. */
export interface DecodedBody {
  readonly object: Readonly<Record<string, unknown>>
  readonly warnings: readonly string[]
}

/**
 * Reads a body of one served version and turns it into the stored one: quantities canonical, nulls gone. Throws the BadRequest of a
 * body with wrong types, and under `Strict` of one with unknown fields.
 */
export function decodeBody(served: Served, body: unknown, validation: FieldValidation = 'Strict'): DecodedBody {
  const { kind, as } = served
  const schema = as?.schema ?? kind.schema
  if (!schema) return { object: stored(served, body as KubeObject), warnings: [] }
  const { object, unknown, errors } = decode(schema, body)
  const first = errors[0]
  if (first) throw refusal(served, first.message, [first.field])
  if (unknown.length && validation === 'Strict') throw refusal(served, strictError(unknown), unknown)
  const warnings = validation === 'Warn' ? unknown.map((path) => `unknown field ${JSON.stringify(path)}`) : []
  return { object: stored(served, object as unknown as KubeObject), warnings }
}

const stored = (served: Served, object: KubeObject) => asStored(served, object) as unknown as Readonly<Record<string, unknown>>

function refusal({ kind, version }: Served, why: string, fields: readonly string[]): ApiError {
  const message = notHandled(kind.kind, version, why)
  return new ApiError(
    400,
    'BadRequest',
    message,
    {},
    fields.map((field) => invalid(field, undefined, why)),
  )
}

/** The 400 of a body whose type nobody knows. `served` is what the path asked for. */
export const unknownType = ({ kind, version }: Served, given: { readonly apiVersion: string; readonly kind: string }) =>
  new ApiError(
    400,
    'BadRequest',
    notHandled(
      kind.kind,
      given.apiVersion.split('/').at(-1) || version,
      `no kind ${JSON.stringify(given.kind)} is registered for version ${JSON.stringify(given.apiVersion)} in scheme "pkg/api/legacyscheme/scheme.go:30"`,
    ),
  )
