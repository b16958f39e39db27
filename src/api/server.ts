import type { Kernel } from '../kernel/kernel'
import type { AdmissionRequest, AdmissionStep } from './admission'
import { boundPod } from './binding'
import type { DeleteOptions, PatchType, Ref } from './client'
import { checkPreconditions, markedForDeletion, validateDeleteOptions } from './deletion'
import {
  alreadyExistsError,
  ApiError,
  badRequestError,
  conflictError,
  forbiddenError,
  invalid,
  invalidError,
  notFoundError,
  required,
  type FieldError,
} from './errors'
import { same } from './freeze'
import { apiVersionOf, type KindDefinition } from './kind'
import { keyOf, type Draft, type KubeObject } from './meta'
import { dns1123Subdomain } from './names'
import { createNaming, type Naming } from './naming'
import { patchedObject } from './patch/patchRequest'
import type { Registry } from './registry'
import type { Store } from './store'
import { timestamp } from './time'
import { decode, notHandled, strictError } from './schema/decode'
import { validateMeta, validateMetaUpdate } from './validateMeta'

/** What stops a caller from getting an answer at all. */
export interface Reachability {
  /** Throws ApiError when `actor` gets no answer now. */
  check(actor: string): void
}

type Subresource = 'status' | 'scale' | 'finalize'
interface WithSpec extends KubeObject {
  readonly spec?: Readonly<Record<string, unknown>>
  readonly status?: unknown
}

const KEPT_ON_UPDATE = ['uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generateName'] as const

/**
 * The API server: the only door to the store. Every request runs through the same stations as the real one: default, admit, prepare,
 * validate, store. Refusals are ApiErrors with upstream's code, reason and message.
 */
export class ApiServer {
  private readonly naming: Naming

  constructor(
    readonly kernel: Kernel,
    readonly registry: Registry,
    readonly store: Store,
    private readonly steps: readonly AdmissionStep[],
    private readonly reachability: Reachability,
  ) {
    this.naming = createNaming(kernel, store)
  }

  /** Throws NotFound for kinds that are not served. */
  kind(kind: string): KindDefinition {
    const definition = this.registry.get(kind)
    if (!definition) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource')
    return definition
  }

  /**
   * An untrusted body as the server would hold it: quantities canonical, nulls gone. Throws the BadRequest of a body with wrong types or
   * unknown fields, as with `fieldValidation=Strict`, kubectl's default.
   */
  decode(kindName: string, body: unknown): Readonly<Record<string, unknown>> {
    const kind = this.kind(kindName)
    if (!kind.schema) return body as Readonly<Record<string, unknown>>
    const { object, unknown, errors } = decode(kind.schema, body)
    const first = errors[0]
    const refuse = (why: string, fields: readonly string[]) =>
      new ApiError(
        400,
        'BadRequest',
        notHandled(kind.kind, kind.version, why),
        {},
        fields.map((field) => invalid(field, undefined, why)),
      )
    if (first) throw refuse(first.message, [first.field])
    if (unknown.length) throw refuse(strictError(unknown), unknown)
    return object
  }

  read(actor: string, kind: string, name: string, namespace = ''): KubeObject | undefined {
    this.reachability.check(actor)
    return this.store.get(kind, namespace && this.kind(kind).namespaced ? `${namespace}/${name}` : name)
  }

  create(actor: string, input: Draft, dryRun = false): KubeObject {
    this.reachability.check(actor)
    const kind = this.kind(input.kind)
    if (input.apiVersion !== apiVersionOf(kind)) {
      throw badRequestError(
        `the API version in the data (${input.apiVersion}) does not match the expected API version (${apiVersionOf(kind)})`,
      )
    }
    const request = this.request('CREATE', actor)
    let draft = this.inNamespace(kind, input)
    if (kind.namespaced) this.checkNamespace(kind, draft)
    draft = kind.defaults ? kind.defaults(draft) : draft
    for (const step of this.stepsFor(kind)) if (step.admit) draft = step.admit(draft, request)
    draft = kind.prepareForCreate ? kind.prepareForCreate(draft) : kind.statusSubresource ? withoutStatus(draft) : draft
    const object = this.withMeta(kind, draft)
    const errors = [
      ...validateMeta(object.metadata, kind.namespaced, kind.validateName ?? dns1123Subdomain),
      ...(kind.validate?.(object) ?? []),
    ]
    if (errors.length) throw invalidError(kind, object.metadata.name, errors)
    if (draft.metadata.resourceVersion) throw badRequestError('resourceVersion should not be set on objects to be created')
    if (this.store.get(kind.kind, keyOf(object))) throw alreadyExistsError(kind, object.metadata.name)
    if (dryRun) return object
    const complete = this.allocated(kind, object, undefined)
    return this.store.put(complete, this.note(actor, 'create', kind, complete, ''))
  }

  /** Replaces an object; with `subresource` status only that part. Returns the stored object unchanged when nothing differs. */
  update(actor: string, input: KubeObject, subresource?: Subresource, verb = 'update', dryRun = false): KubeObject {
    this.reachability.check(actor)
    const kind = this.kind(input.kind)
    const old = this.existing(kind, input)
    const name = old.metadata.name
    const { resourceVersion, uid } = input.metadata
    if (uid && uid !== old.metadata.uid) {
      throw conflictError(kind, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`)
    }
    if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) {
      throw conflictError(
        kind,
        name,
        'the object has been modified; please apply your changes to the latest version and try again',
      )
    }
    const next =
      subresource === 'status'
        ? this.nextStatus(kind, input, old)
        : subresource === 'finalize'
          ? withFinalizers(input, old)
          : this.nextObject(kind, input, old, actor)
    if (sameButVersion(next, old)) return old
    if (dryRun) return next
    const complete = subresource === 'status' ? next : this.allocated(kind, next, old)
    const cause = this.note(actor, verb, kind, complete, subresource ?? '')
    if (this.mayGo(kind, complete)) return this.forget(complete, cause)
    return this.store.put(complete, cause)
  }

  patch(
    actor: string,
    kindName: string,
    ref: Ref,
    type: PatchType,
    body: unknown,
    subresource?: Subresource,
    dryRun = false,
  ): KubeObject {
    this.reachability.check(actor)
    const kind = this.kind(kindName)
    const old = this.existing(kind, ref)
    const patched = this.decode(kindName, patchedObject(type, old, body, kind)) as unknown as KubeObject
    if (subresource === 'scale') return this.scale(actor, kindName, ref, Number((patched as WithSpec).spec?.['replicas']))
    if (patched.metadata.name !== old.metadata.name) {
      throw badRequestError(
        `the name of the object (${patched.metadata.name}) does not match the name on the URL (${old.metadata.name})`,
      )
    }
    const carriesVersion = patched.metadata.resourceVersion !== old.metadata.resourceVersion
    const target = carriesVersion ? patched : { ...patched, metadata: { ...patched.metadata, resourceVersion: '' } }
    if (patched.kind !== old.kind || patched.apiVersion !== old.apiVersion) {
      throw badRequestError('the patch must not change apiVersion or kind')
    }
    return this.update(actor, target, subresource, 'patch', dryRun)
  }

  /** Sets spec.replicas through the scale subresource. */
  scale(actor: string, kindName: string, ref: Ref, replicas: number): KubeObject {
    this.reachability.check(actor)
    const kind = this.kind(kindName)
    const old = this.existing(kind, ref) as WithSpec
    if (!kind.scaleSubresource) throw notFoundError(kind, ref.metadata.name)
    return this.update(actor, { ...old, spec: { ...old.spec, replicas } } as WithSpec, undefined, 'patch')
  }

  /** POST pods/NAME/binding; upstream: BindingREST. */
  bind(actor: string, ref: Ref, node: string): KubeObject {
    this.reachability.check(actor)
    const kind = this.kind('Pod')
    const bound = boundPod(kind, this.existing(kind, ref), node, timestamp(this.kernel.now))
    return this.store.put(bound, this.note(actor, 'bind', kind, bound, 'binding', node))
  }

  /** Deletes, or begins to: finalizers and grace keep the object, marked. Returns what remains, or the last state. */
  delete(actor: string, kindName: string, ref: Ref, options: DeleteOptions = {}): KubeObject {
    this.reachability.check(actor)
    const kind = this.kind(kindName)
    const old = this.existing(kind, ref)
    const errors = validateDeleteOptions(options)
    if (errors.length) throw invalidError({ group: 'meta.k8s.io', plural: 'deleteoptions', kind: 'DeleteOptions' }, '', errors)
    checkPreconditions(kind, old, options)
    for (const step of this.stepsFor(kind)) step.admitUpdate?.(old, old, this.request('DELETE', actor))
    const { next, stays } = markedForDeletion(kind, old, options, this.kernel.now)
    if (next === old) return old
    const cause = this.note(actor, 'delete', kind, next, '')
    return stays ? this.store.put(next, cause) : this.forget(next, cause)
  }

  private allocated(kind: KindDefinition, object: KubeObject, old: KubeObject | undefined): KubeObject {
    let complete = object
    for (const step of this.stepsFor(kind)) if (step.allocate) complete = step.allocate(complete, old)
    return complete
  }

  private forget(object: KubeObject, cause: number): KubeObject {
    for (const step of this.stepsFor(this.kind(object.kind))) step.released?.(object)
    return this.store.remove(object, cause)
  }

  private mayGo(kind: KindDefinition, object: KubeObject): boolean {
    const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata
    if (!deletionTimestamp || finalizers?.length || kind.holdsOn?.(object)) return false
    return (deletionGracePeriodSeconds ?? 0) === 0
  }

  private nextStatus(kind: KindDefinition, input: KubeObject, old: KubeObject): KubeObject {
    if (!kind.statusSubresource) throw notFoundError(kind, old.metadata.name)
    const next = { ...old, status: (input as WithSpec).status } as KubeObject
    const errors = kind.validateStatusUpdate?.(next, old) ?? []
    if (errors.length) throw invalidError(kind, old.metadata.name, errors)
    return next
  }

  private nextObject(kind: KindDefinition, input: KubeObject, old: KubeObject, actor: string): KubeObject {
    const kept: Record<string, unknown> = { ...input.metadata, resourceVersion: old.metadata.resourceVersion }
    for (const field of KEPT_ON_UPDATE) kept[field] = old.metadata[field]
    if (old.metadata.namespace) kept['namespace'] = old.metadata.namespace
    if (old.metadata.generation !== undefined) kept['generation'] = old.metadata.generation
    let draft = { ...input, apiVersion: old.apiVersion, metadata: kept } as unknown as KubeObject
    draft = (kind.defaults ? kind.defaults(draft) : draft) as KubeObject
    if (kind.statusSubresource) draft = { ...draft, status: (old as WithSpec).status } as KubeObject
    if (kind.prepareForUpdate) draft = kind.prepareForUpdate(draft, old)
    for (const step of this.stepsFor(kind)) {
      if (step.admitUpdate) draft = step.admitUpdate(draft, old, this.request('UPDATE', actor))
    }
    if (kind.generation && !same((draft as WithSpec).spec, (old as WithSpec).spec)) {
      draft = { ...draft, metadata: { ...draft.metadata, generation: (old.metadata.generation ?? 0) + 1 } }
    }
    const errors: FieldError[] = [...validateMetaUpdate(draft.metadata, old.metadata)]
    errors.push(...(kind.validateUpdate ? kind.validateUpdate(draft, old) : (kind.validate?.(draft) ?? [])))
    if (errors.length) throw invalidError(kind, old.metadata.name, errors)
    return draft
  }

  private existing(kind: KindDefinition, ref: Ref): KubeObject {
    const { name, namespace } = ref.metadata
    const object = this.store.get(kind.kind, kind.namespaced ? `${namespace || 'default'}/${name}` : name)
    if (!object) throw notFoundError(kind, name)
    return object
  }

  private inNamespace(kind: KindDefinition, draft: Draft): Draft {
    if (kind.namespaced === Boolean(draft.metadata.namespace)) return draft
    return { ...draft, metadata: { ...draft.metadata, namespace: kind.namespaced ? 'default' : undefined } }
  }

  /** Upstream: the NamespaceLifecycle admission plugin. */
  private checkNamespace(kind: KindDefinition, draft: Draft): void {
    const { namespace = '', name = '' } = draft.metadata
    const found = this.store.get('Namespace', namespace)
    if (!found) throw notFoundError({ group: '', plural: 'namespaces', kind: 'Namespace' }, namespace)
    if (!found.metadata.deletionTimestamp) return
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`
    throw forbiddenError(kind, name || draft.metadata.generateName || '', why)
  }

  private withMeta(kind: KindDefinition, draft: Draft): KubeObject {
    const { name, generateName, ...rest } = draft.metadata
    if (!name && !generateName) {
      throw invalidError(kind, '', [required('metadata.name', 'name or generateName is required')])
    }
    const metadata = {
      ...rest,
      ...(generateName && { generateName }),
      name: name || this.naming.name(kind.kind, generateName!, rest.namespace),
      uid: this.naming.uid(),
      resourceVersion: '',
      creationTimestamp: timestamp(this.kernel.now),
      ...(kind.generation && { generation: 1 }),
      deletionTimestamp: undefined,
      deletionGracePeriodSeconds: undefined,
    }
    return { ...draft, metadata } as KubeObject
  }

  private stepsFor(kind: KindDefinition): readonly AdmissionStep[] {
    let steps = this.stepCache.get(kind.kind)
    if (!steps) {
      steps = this.steps.filter((step) => step.kinds === 'all' || step.kinds.includes(kind.kind))
      this.stepCache.set(kind.kind, steps)
    }
    return steps
  }

  private readonly stepCache = new Map<string, readonly AdmissionStep[]>()

  private request(operation: AdmissionRequest['operation'], actor: string): AdmissionRequest {
    return { operation, actor, store: this.store, now: this.kernel.now }
  }

  /** Traces a write. Heartbeats are not traced: they are told by what they renew. */
  private note(actor: string, verb: string, kind: KindDefinition, object: KubeObject, subresource: string, extra = ''): number {
    if (kind.kind === 'Lease') return this.kernel.cause
    const traced = subresource === 'status' ? 'status' : verb
    const subject = `${kind.kind} ${keyOf(object)}`
    return this.kernel.record(traced, actor, 'apiserver', object.metadata.uid, subject, extra || subresource)
  }
}

/** Do two states of an object differ in nothing but their revision? */
function sameButVersion(next: KubeObject, old: KubeObject): boolean {
  if (next.metadata === old.metadata) return same(next, old)
  const { resourceVersion } = old.metadata
  return same({ ...next.metadata, resourceVersion }, old.metadata) && same({ ...next, metadata: old.metadata }, old)
}

function withoutStatus(draft: Draft): Draft {
  const { status: _, ...rest } = draft as Draft & { status?: unknown }
  return rest as Draft
}

/** PUT namespaces/NAME/finalize: takes `spec.finalizers` from the input and nothing else. */
const withFinalizers = (input: WithSpec, old: WithSpec): WithSpec => ({
  ...old,
  spec: { ...old.spec, finalizers: input.spec?.['finalizers'] },
})
