import { badRequestError, forbiddenError, invalidError, notSupported, required, type FieldError } from '../errors'
import type { DeleteOptions, Ref } from '../client'
import { apiVersionOf } from '../kind'
import type { KubeObject } from '../meta'
import { deleteOptions, wholeNumber, writeOptions } from './options'
import { existing } from './read'
import type { Call, Outcome } from './types'

/** What a successful action answers. */
const success = (code: number) => ({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code })

interface Eviction {
  readonly metadata?: { readonly name?: string }
  readonly deleteOptions?: DeleteOptions
}

/** POST pods/NAME/eviction. A body without a name means the pod of the path, as since 1.22. */
export function evictPod(call: Call, body: unknown): Outcome {
  const { server, actor, target } = call
  const { metadata, deleteOptions: given } = (body ?? {}) as Eviction
  if (metadata?.name && metadata.name !== target.name) throw badRequestError('name in URL does not match name in Eviction object')
  const { options, dryRun } = deleteOptions(call, given)
  const pod = existing(call)
  if (dryRun || writeOptions(call, 'CreateOptions').dryRun) server.delete(actor, 'Pod', pod, options, true)
  else server.evict(actor, pod, options)
  return { code: 201, plain: success(201) }
}

interface Binding {
  readonly metadata?: { readonly name?: string; readonly namespace?: string }
  readonly target?: { readonly kind?: string; readonly name?: string }
}

/** POST pods/NAME/binding, and POST bindings, which names its pod in the body. */
export function bindPod(call: Call, body: unknown): Outcome {
  const { server, actor, target } = call
  const { metadata, target: node } = (body ?? {}) as Binding
  const name = target.name || metadata?.name || ''
  if (target.name && metadata?.name && metadata.name !== target.name) {
    throw badRequestError('name in URL does not match name in Binding object')
  }
  const errors: FieldError[] = []
  if (node?.kind && node.kind !== 'Node') errors.push(notSupported('target.kind', node.kind, ['Node', '<empty>']))
  if (!node?.name) errors.push(required('target.name'))
  if (errors.length) throw invalidError({ group: '', plural: 'bindings', kind: 'Binding' }, name, errors)
  const ref: Ref = { metadata: { name, namespace: target.namespace } }
  if (!writeOptions(call, 'CreateOptions').dryRun) server.bind(actor, ref, node!.name!)
  return { code: 201, plain: success(201) }
}

interface Logged extends KubeObject {
  readonly spec: {
    readonly nodeName?: string
    readonly containers?: readonly { readonly name: string }[]
    readonly initContainers?: readonly { readonly name: string }[]
    readonly ephemeralContainers?: readonly { readonly name: string }[]
  }
}

/** GET pods/NAME/log: text. Throws BadRequest for a container that the pod does not have; upstream: LogLocation. */
export function readLog(call: Call): Outcome {
  const { host, query } = call
  const pod = existing(call) as Logged
  const tail = wholeNumber(query, 'tailLines')
  const container = containerOf(pod, query.get('container') ?? '')
  if (!pod.spec.nodeName) return { code: 200, plain: '' }
  const lines = host.logs?.(pod, container) ?? []
  const shown = tail === undefined ? lines : tail === 0 ? [] : lines.slice(-tail)
  return { code: 200, plain: shown.map((line) => `${line}\n`).join('') }
}

const names = (list: readonly { readonly name: string }[] | undefined) => (list ?? []).map(({ name }) => name)

function containerOf({ metadata, spec }: Logged, asked: string): string {
  const [own, init, ephemeral] = [names(spec.containers), names(spec.initContainers), names(spec.ephemeralContainers)]
  if (asked) {
    if ([...own, ...init, ...ephemeral].includes(asked)) return asked
    throw badRequestError(`container ${asked} is not valid for pod ${metadata.name}`)
  }
  if (own.length === 1) return own[0]!
  const more = init.length ? ` or one of the init containers: [${init.join(' ')}]` : ''
  throw badRequestError(`a container name must be specified for pod ${metadata.name}, choose one of: [${own.join(' ')}]${more}`)
}

/** POST to a part that answers, such as `serviceaccounts/NAME/token`. */
export function askPart({ server, actor, target }: Call, body: unknown): Outcome {
  const { served, subresource } = target
  const part = served.kind.subresources?.find(({ name }) => name === subresource)
  const typed = {
    apiVersion: apiVersionOf({ group: part?.group ?? '', version: part?.version ?? 'v1' }),
    kind: part?.kind,
    metadata: {},
  }
  const question = { ...typed, ...(body as Partial<KubeObject>) } as KubeObject
  return { code: 201, plain: server.createPart(actor, served.kind.kind, refOf(target), subresource, question) }
}

const refOf = ({ name, namespace }: Call['target']): Ref => ({ metadata: { name, ...(namespace && { namespace }) } })

/** What needs a stream to a node, which nobody can open here. */
export const noStream = ({ target }: Call) =>
  forbiddenError(target.served.kind, target.name, `${target.subresource} needs a stream, which this server does not offer`)
