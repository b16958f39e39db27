import type { Client, DeleteOptions, ListOptions, PatchType, Ref } from '../../api/client'
import { alreadyExistsError, badRequestError, notFoundError } from '../../api/errors'
import { compileRequirements } from '../../api/labels'
import type { Draft, KubeObject } from '../../api/meta'
import { parseSelector } from '../../api/parseSelector'
import type { JsonObject } from '../../api/patch/json'
import { createJsonMergePatch } from '../../api/patch/jsonMergePatch'
import { yamlText } from '../../api/yaml'
import type { Acting, Command } from '../../world/command'
import type { ClusterCopy } from '../../world/clusterCopy'

/** What the cluster could be asked for, but not by an address: a key of the dictionary. */
export class Unsayable extends Error {
  constructor(readonly key: 'cmd.tells' | 'cmd.cannot') {
    super(key)
  }
}

interface Drain {
  readonly force: boolean
}

/**
 * A client over a copy of the cluster that carries nothing out: what is written becomes commands of the run, in `commands`, and looks as if it
 * had been accepted. With `drain`, evictions are of a drain, and the cluster goes on with it by itself. Throws Unsayable for what no command
 * of a run says.
 */
export function recordingClient({ objects, kinds }: ClusterCopy, commands: Command[], acting: Acting, drain?: Drain): Client {
  const named = (kind: string) => kinds.find((one) => one.kind === kind)!
  const within = (kind: string, namespace = ''): string => (named(kind)?.namespaced ? namespace : '')
  const ofKind = (kind: string): readonly KubeObject[] => objects.filter((object) => object.kind === kind)
  const get = (kind: string, name: string, namespace?: string): KubeObject | undefined =>
    ofKind(kind).find(({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === within(kind, namespace))
  const record = (command: Command): void => void commands.push({ ...command, ...acting } as Command)

  function list(kind: string, { namespace, labels, fields }: ListOptions = {}): readonly KubeObject[] {
    if (fields) throw new Unsayable('cmd.cannot')
    const matches = labels ? matcher(labels) : () => true
    return ofKind(kind).filter(({ metadata }) => (!namespace || metadata.namespace === namespace) && matches(metadata.labels))
  }

  /** What a command names, once it is sure to be there. */
  function known(kind: string, { metadata: { name, namespace } }: Ref) {
    if (!get(kind, name, namespace)) throw notFoundError(named(kind), name)
    return { kind, namespace: within(kind, namespace), name }
  }

  function patch(kind: string, ref: Ref, patchType: PatchType, body: unknown, subresource?: string): KubeObject {
    if (subresource) throw new Unsayable('cmd.cannot')
    record({ type: 'patch', ...known(kind, ref), patch: body, patchType })
    return { ...(ref as KubeObject), metadata: { ...(ref as KubeObject).metadata, resourceVersion: 'next' } }
  }

  function create(object: Draft): KubeObject {
    const { name = '', namespace } = object.metadata
    if (get(object.kind, name, namespace)) throw alreadyExistsError(named(object.kind), name)
    record({ type: 'apply', file: fileOf(object), text: `${yamlText(object)}\n` })
    return object as KubeObject
  }

  function remove(kind: string, ref: Ref, { propagationPolicy, gracePeriodSeconds }: DeleteOptions = {}): void {
    const isUsual = (propagationPolicy ?? 'Background') === 'Background' && !gracePeriodSeconds
    if (!isUsual) throw new Unsayable('cmd.cannot')
    record({ type: 'delete', ...known(kind, ref), ...(gracePeriodSeconds === 0 && { force: true }) })
  }

  function evict({ metadata: { name, namespace = '' } }: Ref): void {
    const node = drain && (get('Pod', name, namespace) as { readonly spec?: { readonly nodeName?: string } }).spec?.nodeName
    if (!node) return record({ type: 'evict', namespace, pod: name })
    const isDrained = commands.some((command) => command.type === 'drain' && command.node === node)
    if (!isDrained) record({ type: 'drain', node, ...(drain.force && { force: true }) })
  }

  const owned = (kind: string, owner: KubeObject) =>
    ofKind(kind).filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid))

  const client = {
    actor: 'you',
    get,
    getAny: get,
    list,
    listAny: (kind: string, namespace?: string) => list(kind, namespace ? { namespace } : {}),
    owned,
    podsOn: (node: string) => ofKind('Pod').filter((pod) => (pod as { spec?: { nodeName?: string } }).spec?.nodeName === node),
    create,
    update(object: KubeObject) {
      const before = get(object.kind, object.metadata.name, object.metadata.namespace) ?? object
      const body = createJsonMergePatch(before as unknown as JsonObject, object as unknown as JsonObject)
      return patch(object.kind, object, 'merge', body)
    },
    patch,
    delete: remove,
    evict,
    scale: (kind: string, ref: Ref, replicas: number) => record({ type: 'scale', ...known(kind, ref), replicas }),
    createPart: () => {
      throw new Unsayable('cmd.tells')
    },
  }
  return client as unknown as Client
}

function matcher(labels: string): (labels: KubeObject['metadata']['labels']) => boolean {
  try {
    return compileRequirements(parseSelector(labels))
  } catch (error) {
    throw badRequestError(error instanceof Error ? error.message : String(error))
  }
}

/** The file under which the cluster is told of an object that no file of the editor has. */
const fileOf = ({ kind, metadata: { name = '' } }: Draft): string =>
  `kubectl-${`${kind.toLowerCase()}-${name}`.replace(/[^\w.-]+/g, '-').slice(0, 45)}.yaml`
