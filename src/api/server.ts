import type { Kernel } from '../kernel/kernel'
import type { AdmissionStep } from './admission'
import type { Authorization } from './authorization'
import { boundPod } from './binding'
import type { DeleteOptions, ListOptions, PatchType, Ref } from './client'
import { checkVersion, updateFrom } from './conflicts'
import { decodeBody, type FieldValidation, type PatchReading } from './decodeBody'
import { checkPreconditions, markedForDeletion, mayGo, validateDeleteOptions } from './deletion'
import { alreadyExistsError, ApiError, badRequestError, generateNameError, invalid, invalidError, notFoundError } from './errors'
import { freeze } from './freeze'
import { Gate, type Reachability } from './gate'
import { apiVersionOf, type Inquiry, type KindDefinition } from './kind'
import { listObjects } from './listing'
import { keyIn, keyOf, subjectOf, type Draft, type KubeObject } from './meta'
import { evict } from './eviction'
import { decodePatched, patchedObject } from './patch/patchRequest'
import { noSuchResource } from './rest/errors'
import { sameButVersion, type WithSpec } from './parts'
import { Refusals } from './refusals'
import type { Registry, Served } from './registry'
import { Stations } from './stations'
import { tracked, withOwners, type Owning } from './ssa/owners'
import type { Store } from './store'
import { timestamp } from './time'
import { inVersion } from './versions'

/**
 * The API server: the only door to the store. Every request runs through the same stations as the real one: authorize, default, admit,
 * prepare, validate, store. Refusals are ApiErrors with upstream's code, reason and message, and are kept in `refusals`.
 */
export class ApiServer {
  /** What was refused of late. */
  readonly refusals: Refusals
  /** Kinds whose objects nobody stores, and who tells them: ComponentStatus, PodMetrics. `asked` may spare them what nobody wants. */
  readonly virtual = new Map<string, (asked: ListOptions & { readonly name?: string }) => readonly KubeObject[]>()
  /** What the client that asks just now calls itself; '' = by its actor. Set by the REST door for the length of one request. */
  manager = ''
  private readonly stations: Stations
  private readonly gate: Gate

  /** Without `authorization` everybody may do everything. */
  constructor(
    readonly kernel: Kernel,
    readonly registry: Registry,
    readonly store: Store,
    steps: readonly AdmissionStep[],
    reachability: Reachability,
    readonly authorization?: Authorization,
  ) {
    this.stations = new Stations(kernel, store, steps, authorization)
    this.refusals = new Refusals(kernel)
    this.gate = new Gate(this.stations, this.refusals, reachability, authorization)
  }

  /** Throws ApiError when `actor` gets no answer now. */
  reach(actor: string): void {
    this.gate.reachability.check(actor)
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
  decode(kindName: string, body: unknown, validation: FieldValidation = 'Strict'): Readonly<Record<string, unknown>> {
    const named = (body as { apiVersion?: unknown } | null)?.apiVersion
    return decodeBody(this.served(kindName, typeof named === 'string' ? named : ''), body, validation).object
  }

  /** The version of a kind that an apiVersion names; the stored one when it names none. Throws NotFound for kinds that are not served. */
  served(kindName: string, apiVersion = ''): Served {
    const kind = this.kind(kindName)
    return (apiVersion && this.registry.version(apiVersion, kindName)) || this.registry.version(apiVersionOf(kind), kindName)!
  }

  read(actor: string, kindName: string, name: string, namespace = ''): KubeObject | undefined {
    this.gate.reachability.check(actor)
    const kind = this.registry.get(kindName)
    if (!kind) return undefined
    const within = kind.namespaced ? namespace : ''
    this.gate.mayRead(actor, 'get', kind, within, name)
    const virtual = this.virtual.get(kindName)
    if (virtual) return virtual({ name, namespace: within }).find(({ metadata }) => metadata.name === name)
    return this.store.get(kindName, keyIn(within, name))
  }

  /** Objects of a kind that match, in the order of creation. Throws BadRequest for selectors that cannot be read. */
  list(actor: string, kind: string, options: ListOptions = {}): readonly KubeObject[] {
    this.gate.reachability.check(actor)
    return this.cached(actor, kind, options)
  }

  /** The same for those who follow a kind by watches: they have it, also while nobody answers. */
  cached(actor: string, kind: string, options: ListOptions = {}): readonly KubeObject[] {
    const known = this.registry.get(kind)
    if (known) this.gate.mayRead(actor, 'list', known, (known.namespaced && options.namespace) || '', '')
    return listObjects(this.store, kind, options, known?.selectableFields, this.virtual.get(kind)?.(options))
  }

  create(actor: string, input: Draft, dryRun = false, owning?: Owning): KubeObject {
    const kind = this.kind(input.kind)
    return this.gate.through(actor, 'create', kind, '', input, () => {
      if (input.apiVersion !== apiVersionOf(kind)) {
        throw badRequestError(
          `the API version in the data (${input.apiVersion}) does not match the expected API version (${apiVersionOf(kind)})`,
        )
      }
      const underway = { actor, dryRun }
      if (kind.answer) return freeze(kind.answer(this.stations.asked(kind, input), this.inquiry(actor)))
      const object = withOwners(this.stations.created(kind, input, underway), undefined, owning)
      if (this.store.get(kind.kind, keyOf(object))) {
        throw (input.metadata.name ? alreadyExistsError : generateNameError)(kind, object.metadata.name)
      }
      const complete = dryRun ? object : this.stations.allocated(kind, object, undefined)
      try {
        this.stations.check(kind, complete, undefined, underway)
      } catch (error) {
        if (!dryRun) this.stations.released(kind, complete)
        throw error
      }
      if (dryRun) return complete
      return this.store.put(complete, this.note(actor, 'create', kind, complete, ''))
    })
  }

  /** POST to a subresource that answers, such as `serviceaccounts/NAME/token`. Throws NotFound for kinds that have none of the name. */
  createPart(actor: string, kindName: string, ref: Ref, subresource: string, body: KubeObject): KubeObject {
    const kind = this.kind(kindName)
    return this.gate.through(actor, 'create', kind, subresource, ref, () => {
      const object = this.existing(kind, ref)
      const part = kind.subresources?.find(({ name }) => name === subresource)
      if (!part?.answer) throw notFoundError(kind, ref.metadata.name)
      return freeze(part.answer(body, object, this.inquiry(actor)))
    })
  }

  /** Replaces an object; with `subresource` status only that part. Returns the stored object unchanged when nothing differs. */
  update(actor: string, input: KubeObject, subresource = '', verb = 'update', dryRun = false, owning?: Owning): KubeObject {
    const kind = this.kind(input.kind)
    return this.gate.through(actor, verb, kind, subresource, input, () => {
      const old = this.existing(kind, input)
      checkVersion(kind, input, old)
      const underway = { actor, dryRun }
      const changed = subresource
        ? this.stations.updatedPart(kind, input, old, subresource)
        : this.stations.updated(kind, input, old, underway)
      const own = owning ? withOwners(changed, old, owning) : changed
      if (sameButVersion(own, old)) return old
      const next = owning ? own : tracked(this.manager || actor, kind, own, old, timestamp(this.kernel.now), subresource)
      this.stations.check(kind, next, old, underway, subresource)
      if (dryRun) return next
      const complete = subresource ? next : this.stations.allocated(kind, next, old)
      const cause = this.note(actor, verb, kind, complete, subresource)
      if (mayGo(kind, complete)) return this.forget(complete, cause)
      return this.store.put(complete, cause)
    })
  }

  patch(
    actor: string,
    kindName: string,
    ref: Ref,
    type: PatchType,
    body: unknown,
    subresource = '',
    dryRun = false,
    reading: PatchReading = {},
  ): KubeObject {
    const served = this.served(kindName, reading.apiVersion)
    const { kind, group, version } = served
    return this.gate.through(actor, 'patch', kind, subresource, ref, () => {
      const old = this.existing(kind, ref)
      const result = patchedObject(type, inVersion(served, old), body, { ...kind, group, version })
      const { object, warnings } = decodePatched(served, result, reading.validation, type, body)
      warnings.forEach((warning) => reading.warn?.(warning))
      const patched = object as unknown as KubeObject
      if (subresource === 'scale')
        return this.scale(actor, kindName, ref, Number((patched as WithSpec).spec?.['replicas']), dryRun)
      return this.update(actor, updateFrom(patched, old), subresource, 'patch', dryRun)
    })
  }

  /** Sets spec.replicas through the scale subresource. */
  scale(actor: string, kindName: string, ref: Ref, replicas: number, dryRun = false): KubeObject {
    const kind = this.kind(kindName)
    return this.gate.through(actor, 'update', kind, 'scale', ref, () => {
      const old = this.existing(kind, ref) as WithSpec
      if (!kind.scaleSubresource) throw noSuchResource()
      if (!(replicas >= 0)) {
        const refused = invalid('spec.replicas', replicas, 'must be greater than or equal to 0')
        throw invalidError({ group: 'autoscaling', kind: 'Scale', plural: 'scales' }, old.metadata.name, [refused])
      }
      return this.update(actor, { ...old, spec: { ...old.spec, replicas } } as WithSpec, '', 'patch', dryRun)
    })
  }

  /** POST pods/NAME/binding; upstream: BindingREST. */
  bind(actor: string, ref: Ref, node: string): KubeObject {
    const kind = this.kind('Pod')
    return this.gate.through(actor, 'create', kind, 'binding', ref, () => {
      const bound = boundPod(kind, this.existing(kind, ref), node, timestamp(this.kernel.now))
      return this.store.put(bound, this.note(actor, 'bind', kind, bound, 'binding', node))
    })
  }

  /** POST pods/NAME/eviction. */
  evict(actor: string, ref: Ref, options: DeleteOptions = {}): void {
    this.gate.through(actor, 'create', this.kind('Pod'), 'eviction', ref, () => evict(this, actor, ref, options))
  }

  /** Deletes, or begins to: finalizers and grace keep the object, marked. Returns what remains, or the last state. */
  delete(actor: string, kindName: string, ref: Ref, options: DeleteOptions = {}, dryRun = false): KubeObject {
    const kind = this.kind(kindName)
    return this.gate.through(actor, 'delete', kind, '', ref, () => {
      const old = this.existing(kind, ref)
      const errors = validateDeleteOptions(options)
      if (errors.length) throw invalidError({ group: 'meta.k8s.io', plural: 'deleteoptions', kind: 'DeleteOptions' }, '', errors)
      checkPreconditions(kind, old, options)
      this.stations.going(kind, old, { actor, dryRun })
      const { next, stays } = markedForDeletion(kind, old, options, this.kernel.now)
      if (next === old) return old
      if (dryRun) return next
      const cause = this.note(actor, 'delete', kind, next, '')
      return stays ? this.store.put(next, cause) : this.forget(next, cause)
    })
  }

  /** What the last request was warned of; upstream: its Warning headers. */
  get warnings(): readonly string[] {
    return this.stations.warnings.map(({ message }) => message)
  }

  private inquiry(actor: string): Inquiry {
    const { store, authorization, kernel } = this
    return { user: this.gate.userOf(actor), authorization, store, now: kernel.now }
  }

  private forget(object: KubeObject, cause: number): KubeObject {
    this.stations.released(this.kind(object.kind), object)
    return this.store.remove(object, cause)
  }

  private existing(kind: KindDefinition, ref: Ref): KubeObject {
    const { name, namespace } = ref.metadata
    const object = this.store.get(kind.kind, kind.namespaced ? keyIn(namespace || 'default', name) : name)
    if (!object) throw notFoundError(kind, name)
    return object
  }

  /** Traces a write. Heartbeats are not traced: they are told by what they renew. */
  private note(actor: string, verb: string, kind: KindDefinition, object: KubeObject, subresource: string, extra = ''): number {
    if (kind.kind === 'Lease') return this.kernel.cause
    const traced = subresource === 'status' ? 'status' : verb
    return this.kernel.record(traced, actor, 'apiserver', object.metadata.uid, subjectOf(object), extra || subresource)
  }
}
