import type { KubeObject } from '../../src/api/meta'
import type { ResourceQuota } from '../../src/kube/kinds/resourcequota/api'
import { isCounted } from '../../src/kube/quota/evaluators'
import { recount, recounted } from '../../src/kube/quota/recount'
import { apiWorld } from '../support/apiWorld'
import { post, send, type RecordedRequest } from '../support/requests'
import type { Case } from './adapter'
import { asOf120, isGone, isLeftOut, servedNow } from './drift'

/** A cause as the recorder wrote it. */
interface Cause {
  reason?: string
  field?: string
  message?: string
}

/** What a recorded server answered to something it refused, or `accepted`. */
export interface RecordedResponse {
  code?: number
  reason?: string | null
  message?: string
  details?: { name?: string; group?: string; kind?: string; causes?: Cause[] }
  accepted?: boolean
  output?: unknown
  messageIsGoDump?: boolean
}

/** Object in, object with defaults out: `defaulting.json`, `own-defaulting.json`. */
export interface DefaultingRecord {
  name: string
  apiVersion: string
  kind: string
  path: string
  input: KubeObject
  output: unknown
}

/** The records as if they had been made of versions that are still served. */
const asServedNow = (file: unknown): unknown => JSON.parse(servedNow(JSON.stringify(file)))

export const defaultingCases = (file: unknown): Case<DefaultingRecord, unknown>[] =>
  (asServedNow(file) as DefaultingRecord[]).map((record) => ({ name: record.name, in: record, out: record.output }))

/** As the REST API takes bodies unless told otherwise: unknown fields are dropped with a warning. Throws Error for refusals. */
export function applyDefaults({ apiVersion, kind, path, input }: DefaultingRecord): unknown {
  const server = apiWorld(accountsOf(input))
  if (!server.registry.find(apiVersion, kind)) throw new Error(`${apiVersion} ${kind} is not served`)
  const { code, body } = send(server, { method: 'POST', path, body: input })
  if (code !== 201) throw new Error((body as { message?: string }).message ?? String(body))
  return body
}

const accountsOf = (object: KubeObject) => {
  const name = (object as { spec?: { serviceAccountName?: string; serviceAccount?: string } }).spec
  return [name?.serviceAccountName, name?.serviceAccount].filter((one): one is string => Boolean(one))
}

/** Seccomp annotations were dropped in 1.27 for the field that replaced them. */
const isDropped = (key: string) => /^(container\.)?seccomp\.security\.alpha\.kubernetes\.io\//.test(key)

/** A HorizontalPodAutoscaler leaves out the number of pods that it does not know since autoscaling/v2. */
const isLeftEmpty = (key: string, value: unknown) => key === 'currentReplicas' && value === 0

/** Jobs select by labels with a prefix since 1.27. */
const valueNow = (got: Record<string, unknown>, key: string) => got[key] ?? got[`batch.kubernetes.io/${key}`]

/** Everything recorded must be there; more may be, as a later version fills more. `*` and `<...>` stand for anything. */
export function covers(expected: unknown, got: unknown): boolean {
  if (expected === '*' || (typeof expected === 'string' && /^<\w+>$/.test(expected))) return got !== undefined
  if (typeof expected === 'string' && expected.endsWith('*'))
    return typeof got === 'string' && got.startsWith(expected.slice(0, -1))
  if (expected === null || expected === undefined) return got === null || got === undefined
  if (typeof expected !== 'object') return expected === got
  if (Array.isArray(expected))
    return Array.isArray(got) && got.length === expected.length && expected.every((one, i) => covers(one, got[i]))
  if (Object.keys(expected).every(isDropped) && got === undefined) return true
  if (typeof got !== 'object' || got === null || Array.isArray(got)) return false
  return Object.entries(expected).every(
    ([key, value]) => isDropped(key) || isLeftEmpty(key, value) || covers(value, valueNow(got as Record<string, unknown>, key)),
  )
}

/** A request that was refused, and what had to be there first. */
export interface RejectionRecord {
  name: string
  setup: KubeObject[]
  request: RecordedRequest
  /** Service accounts that were there: every one that a manifest names, none for a request. */
  accounts?: readonly string[]
}

/** `rejected.json` holds manifests, `own-rejections.json` requests. */
export const rejectionCases = (file: unknown): Case<RejectionRecord, RecordedResponse>[] =>
  (asServedNow(file) as (RejectionRecord & { input?: KubeObject; path?: string; response: RecordedResponse })[]).map(
    ({ name, setup = [], request, input, path, response }) => ({
      name,
      in: request
        ? { name, setup, request }
        : { name, setup, request: { method: 'POST', path: path!, body: input }, accounts: accountsOf(input!) },
      out: response,
    }),
  )

export function refuse({ setup, request, accounts = [] }: RejectionRecord): RecordedResponse {
  const server = apiWorld([...accounts])
  for (const object of setup) {
    if (!server.registry.get(object.kind)) throw new Error(`${object.kind} is not served`)
    post(server, object)
  }
  countQuotas(server)
  const kind = kindIn(request.path)
  if (kind && (isGone(kind) || isLeftOut(kind))) throw new Error(`${kind} are not served`)
  const { code, body } = send(server, request)
  if (code < 300) return { accepted: true, output: body }
  if (typeof body === 'string') return { code }
  const { reason, message, details } = body as RecordedResponse
  return { code, reason, message, details }
}

/** What the quota controller would have done in the half second that the recorder waited. */
function countQuotas({ store, registry }: ReturnType<typeof apiWorld>): void {
  const counted = registry.kinds.filter(isCounted)
  for (const quota of [...store.all('ResourceQuota')] as ResourceQuota[]) {
    const list = (kind: string) => store.inNamespace(kind, quota.metadata.namespace!)
    store.put(recounted(quota, recount(quota, counted, list, 0)), 0)
  }
}

/** The plural in a path of a group that exists; undefined for requests that are about unknown groups. */
const kindIn = (path: string) =>
  (/^\/(api\/v1|apis\/(?!foo\.|apps\/v9)[\w.]+\/\w+)\/(namespaces\/[\w-]+\/)?([a-z]+)/.exec(path) ?? [])[3]

/** A value that Go printed as a struct, a map or a slice, between the words that are compared. */
const goValue = /^(.*?Invalid value: )(?:[\w.*]+\{.*\}|map\[.*?\][\w.]+(?:\{.*\}|\(nil\))|\[\][\w.]+(?:\{.*\}|\(nil\))): (.*)$/s

/** Values that Go printed are JSON now, so only the words around them are compared; uids are anybody's. */
function sameMessage(expected: string, got: string): boolean {
  const mine = asOf120(got).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
  const [, before, after] = goValue.exec(expected.split('\n')[0]!) ?? []
  if (before === undefined) return mine === expected
  return mine.startsWith(before) && mine.endsWith(`: ${after}`)
}

/** The same field may be checked twice on an update; once is as good. */
const distinct = (causes: readonly Cause[] = []): Cause[] => [
  ...new Map(causes.map((cause) => [JSON.stringify([cause.reason, cause.field, cause.message]), cause])).values(),
]

/** Words that nobody compares. */
const anything = '*'

/** A recorded cause as it is told now, where more than words changed. */
function causeNow(cause: Cause): Cause {
  const { field = '', message = '' } = cause
  // Since sidecars only the other init containers may not have them.
  if (
    /^spec\.initContainers\[\d+\]\.(liveness|readiness|startup)Probe$/.test(field) &&
    message.endsWith('must not be set for init containers')
  ) {
    const why = 'Forbidden: may not be set for init containers without restartPolicy=Always'
    return { reason: 'FieldValueForbidden', field, message: why }
  }
  // What a patch made that does not decode is told with the words of the decoder, which is another one now.
  if (field === 'patch') return { ...cause, message: anything }
  // Host aliases are told by their place, and addresses in other words.
  if (field.endsWith('spec.hostAliases.ip')) {
    const words = message.replace('must be valid IP address', 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')
    return { ...cause, field: field.replace('hostAliases.ip', 'hostAliases[0].ip'), message: words }
  }
  if (field.endsWith('spec.hostAliases.hostnames')) {
    return { ...cause, field: field.replace('hostAliases.hostnames', 'hostAliases[0].hostnames[0]') }
  }
  // The port of the host is told now, and with it its number.
  if (message.endsWith('must match `hostPort` when `hostNetwork` is true')) {
    return { ...cause, field: field.replace(/containerPort$/, 'hostPort'), message: anything }
  }
  // Address ranges are told one by one.
  const range = /^Invalid value: "\[?([^\s\]]*)\]?": must be a list of IP ranges/.exec(message)
  if (range) {
    const at = field.endsWith('LoadBalancerSourceRanges') ? `${field}[0]` : field
    return { ...cause, field: at, message: `Invalid value: "${range[1]}": not a valid CIDR` }
  }
  return cause
}

/** Namespaces have their name as a label since 1.21, so that a bad name is a bad label too. */
const isNewCause = ({ field }: Cause, { details }: RecordedResponse) =>
  details?.kind === 'Namespace' &&
  field === 'metadata.labels' &&
  details.causes?.some((cause) => cause.field === 'metadata.name') === true

/** Did the server refuse for the same reasons? Messages of bodies that do not decode are not compared; a 500 is as good as any 4xx. */
export function sameRefusal(expected: RecordedResponse, got: RecordedResponse): boolean {
  if (expected.accepted) return got.accepted === true && covers(expected.output ?? {}, got.output)
  if (got.accepted) return false
  if (expected.code === 500) return got.code! >= 400
  if (expected.code !== got.code) return false
  if (
    expected.code === 400 &&
    /unmarshal|cannot be handled as|ReadString|converting|unrecognized|parsing|decode/.test(expected.message ?? '')
  )
    return true
  if (expected.reason && expected.reason !== got.reason) return false
  const causes = distinct(expected.details?.causes?.map(causeNow))
  const found = distinct(got.details?.causes?.filter((cause) => !isNewCause(cause, expected)))
  if (causes.length !== found.length) return false
  for (const { reason, field, message = '' } of causes) {
    const at = found.findIndex(
      (one) =>
        one.reason === reason &&
        one.field === field &&
        (expected.messageIsGoDump || message === anything || sameMessage(message, one.message ?? '')),
    )
    if (at < 0) return false
    found.splice(at, 1)
  }
  return (
    expected.messageIsGoDump ||
    causes.length > 0 ||
    expected.message === undefined ||
    sameMessage(expected.message, got.message ?? '')
  )
}
