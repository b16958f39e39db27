import { badRequestError } from '../errors'
import { goJsonError } from '../goJson'
import { parseManifest } from '../manifest'
import { unknownType } from '../decodeBody'
import type { KubeObject } from '../meta'
import type { Served } from '../registry'
import type { ApiServer } from '../server'
import { notHandled } from '../schema/decode'
import { unreadable } from './errors'

const READABLE = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

/** The media type of a body without its parameters; JSON when nobody says. */
export const mediaTypeOf = (headers: Readonly<Record<string, string>>): string =>
  (headers['content-type'] ?? 'application/json').split(';')[0]!.trim().toLowerCase()

/** What a body says, whatever its form. Throws BadRequest, and UnsupportedMediaType for forms that the server does not read. */
export function readBody(body: unknown, type: string): unknown {
  if (type !== 'application/json' && type !== 'application/yaml') throw unreadable(READABLE)
  if (typeof body !== 'string') return body
  return type === 'application/json' ? parseJson(body) : parseYaml(body)
}

/** JSON text. Throws the BadRequest that tells how it began. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw badRequestError(
      `the object provided is unrecognized (must be of type unknown): couldn't get version/kind; json parse error: ${goJsonError(text)}`,
    )
  }
}

/** YAML text of one document. */
export function parseYaml(text: string): unknown {
  const { documents, errors } = parseManifest(text)
  if (errors[0]) throw badRequestError(`error converting YAML to JSON: yaml: line ${errors[0].line}: ${errors[0].message}`)
  return documents[0]?.object ?? {}
}

/**
 * A body as an object of the kind that the path names; what it does not say of its type is taken from there.
 * Throws BadRequest for anything else.
 */
export function typedBody(server: ApiServer, served: Served, body: unknown): KubeObject {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequestError(notHandled(served.kind.kind, served.version, 'the body is no object'))
  }
  const version = served.group ? `${served.group}/${served.version}` : served.version
  const given = { apiVersion: version, kind: served.kind.kind, ...(body as Partial<KubeObject>) }
  if (!server.registry.version(given.apiVersion, given.kind)) throw unknownType(served, given)
  if (given.kind !== served.kind.kind) {
    throw badRequestError(
      notHandled(given.kind, served.version, `converting (${given.kind}) to (${served.kind.kind}): unknown conversion`),
    )
  }
  if (given.apiVersion !== version) {
    throw badRequestError(
      `the API version in the data (${given.apiVersion}) does not match the expected API version (${version})`,
    )
  }
  return { ...given, metadata: given.metadata ?? ({} as KubeObject['metadata']) }
}
