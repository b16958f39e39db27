import { apiVersionOf } from '../../src/api/kind'
import type { KubeObject } from '../../src/api/meta'
import { answer, type RestResponse } from '../../src/api/rest'
import type { ApiServer } from '../../src/api/server'

/** A request as it was recorded. */
export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly contentType?: string
  readonly accept?: string
}

/** Who the recorder was. */
const ACTOR = 'you'
/** What the recorder called itself, and so the manager of all that it made. */
const AGENT = 'kubectl/v1.20.2'

/** Puts a recorded request to the REST API. */
export function send(server: ApiServer, { method, path, body, contentType, accept }: RecordedRequest): RestResponse {
  const headers = {
    'user-agent': AGENT,
    ...(contentType && { 'content-type': contentType }),
    ...(accept && { accept }),
  }
  return answer({ server }, ACTOR, { method, path, headers, body })
}

/** Creates an object where its kind belongs. Throws Error when it is refused. */
export function post(server: ApiServer, object: KubeObject): void {
  const kind = server.kind(object.kind)
  const apiVersion = object.apiVersion || apiVersionOf(kind)
  const { namespace = 'golden' } = object.metadata
  const root = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`
  const path = kind.namespaced ? `${root}/namespaces/${namespace}/${kind.plural}` : `${root}/${kind.plural}`
  const { code, body } = send(server, { method: 'POST', path, body: object })
  if (code !== 201) throw new Error((body as { message?: string }).message ?? String(body))
}
