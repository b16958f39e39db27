import { decodeBase64, encodeBase64 } from '../base64'
import { badRequestError, invalid } from '../errors'
import type { KubeObject } from '../meta'
import { badOptions } from './errors'
import { wholeNumber } from './options'
import type { Call, ListMeta } from './types'

const TOKEN_VERSION = 'meta.k8s.io/v1'

/** The objects that a list or a delete of a collection means, by namespace and name, and what the list says of itself. */
export function listed(call: Call): { readonly objects: readonly KubeObject[]; readonly list: ListMeta } {
  const { query, server } = call
  const limit = wholeNumber(query, 'limit') ?? 0
  wholeNumber(query, 'timeoutSeconds')
  const after = startOf(query.get('continue') ?? '')
  checkVersions(query)
  const found = matching(call).sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1))
  const rest = after === undefined ? found : found.filter((object) => pathOf(object) > after)
  const resourceVersion = String(server.store.revision)
  if (limit <= 0 || rest.length <= limit) return { objects: rest, list: { resourceVersion } }
  const objects = rest.slice(0, limit)
  const token = tokenOf(server.store.revision, pathOf(objects.at(-1)!))
  // With a selector nobody counts what is left.
  const selective = query.get('labelSelector') || query.get('fieldSelector')
  const left = { ...(!selective && { remainingItemCount: rest.length - limit }) }
  return { objects, list: { resourceVersion, continue: token, ...left } }
}

/** All that match, in no particular order. */
function matching({ server, actor, target, query }: Call): KubeObject[] {
  const { served, namespace } = target
  const labels = query.get('labelSelector') ?? ''
  const fields = query.get('fieldSelector') ?? ''
  return [
    ...server.list(actor, served.kind.kind, {
      ...(namespace && { namespace }),
      ...(labels && { labels }),
      ...(fields && { fields }),
    }),
  ]
}

/** Where an object stands in etcd. */
const pathOf = ({ metadata }: KubeObject) => (metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name)

function tokenOf(revision: number, last: string): string {
  const text = JSON.stringify({ v: TOKEN_VERSION, rv: revision, start: `${last}\u0000` })
  return encodeBase64(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The place after which a continued list goes on. Throws BadRequest for what is no token. */
function startOf(token: string): string | undefined {
  if (!token) return undefined
  const refuse = (why: string) => badRequestError(`invalid continue token: continue key is not valid: ${why}`)
  const bad = token.search(/[^A-Za-z0-9_-]/)
  if (bad >= 0 || token.length % 4 === 1) throw refuse(`illegal base64 data at input byte ${bad < 0 ? token.length - 1 : bad}`)
  const bytes = decodeBase64(token.replaceAll('-', '+').replaceAll('_', '/'))
  const text = new TextDecoder().decode(bytes)
  let value: { v?: string; start?: string }
  try {
    value = JSON.parse(text) as typeof value
  } catch {
    throw refuse(`invalid character '${String.fromCharCode(bytes[0] ?? 0)}' looking for beginning of value`)
  }
  if (value.v !== TOKEN_VERSION) throw refuse(`server does not recognize this encoded version ${JSON.stringify(value.v ?? '')}`)
  if (!value.start) throw refuse(`encoded start key empty (version ${TOKEN_VERSION})`)
  return value.start.endsWith('\u0000') ? value.start.slice(0, -1) : value.start
}

/** Upstream: ValidateListOptions; an old version cannot be asked for, as only the newest is kept. */
function checkVersions(query: URLSearchParams): void {
  const version = query.get('resourceVersion') ?? ''
  const match = query.get('resourceVersionMatch') ?? ''
  if (version && !/^\d+$/.test(version)) {
    throw badRequestError(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`,
    )
  }
  if (match && !version) {
    throw badOptions('ListOptions', [
      {
        type: 'Forbidden',
        field: 'resourceVersionMatch',
        detail: 'resourceVersionMatch is forbidden unless resourceVersion is provided',
      },
    ])
  }
  if (match && match !== 'Exact' && match !== 'NotOlderThan') {
    throw badOptions('ListOptions', [
      {
        type: 'Unsupported value',
        field: 'resourceVersionMatch',
        value: match,
        detail: 'supported values: "Exact", "NotOlderThan", ""',
      },
    ])
  }
  if (query.get('continue') && version && version !== '0') {
    throw badOptions('ListOptions', [
      invalid('resourceVersion', version, 'resourceVersion is forbidden when continue is provided'),
    ])
  }
}
