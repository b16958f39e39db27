import type { Kernel } from '../kernel/kernel'
import type { AdmissionRequest, AdmissionStep } from './admission'
import type { Authorization } from './authorization'
import { ApiError, badRequestError, forbiddenError, invalidError, notFoundError, required, type FieldError } from './errors'
import type { KindDefinition } from './kind'
import type { Draft, KubeObject, ObjectMeta } from './meta'
import { dns1123Subdomain } from './names'
import { createNaming, type Naming } from './naming'
import { changedSpec, rebuilt, withFinalizers, withoutStatus, type WithSpec } from './parts'
import type { Store } from './store'
import { timestamp } from './time'
import { validateMeta, validateMetaUpdate } from './validateMeta'

const KEPT_ON_UPDATE = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generateName',
  'managedFields',
] as const

/** The request that is under way. */
export interface Underway {
  readonly actor: string
  readonly dryRun: boolean
}

/** The steps that concern a kind, by what they do. */
type StepsOfKind = Readonly<Record<'admit' | 'admitUpdate' | 'check' | 'allocate' | 'released', readonly AdmissionStep[]>>

/**
 * What happens to an object between the door and the store: default, admit, prepare, validate, and a last look of admission.
 * Stores nothing itself.
 */
export class Stations {
  /** The admission step that looks at the object just now; '' for everything else. */
  at = ''
  /** What the request under way is warned of. */
  warnings: { readonly message: string; readonly by: string }[] = []
  private readonly naming: Naming
  private readonly stepsOf = new Map<string, StepsOfKind>()

  constructor(
    private readonly kernel: Kernel,
    private readonly store: Store,
    private readonly steps: readonly AdmissionStep[],
    private readonly authorization: Authorization | undefined,
  ) {
    this.naming = createNaming(kernel, store)
  }

  /** A new object, complete and valid. */
  created(kind: KindDefinition, input: Draft, underway: Underway): KubeObject {
    const steps = this.stepsFor(kind).admit
    let draft = this.inNamespace(kind, input)
    if (kind.namespaced) this.checkNamespace(kind, draft)
    draft = kind.defaults ? kind.defaults(draft) : draft
    const request = steps.length ? this.request('CREATE', kind, underway) : undefined
    for (const step of steps) {
      this.at = step.by ?? step.name
      draft = step.admit!(draft, request!)
    }
    this.at = ''
    draft = kind.prepareForCreate ? kind.prepareForCreate(draft) : kind.statusSubresource ? withoutStatus(draft) : draft
    const named = this.withMeta(kind, draft)
    const object = kind.finish ? kind.finish(named) : named
    const errors = validateMeta(object.metadata, kind.namespaced, kind.validateName ?? dns1123Subdomain)
    if (kind.validate) errors.push(...kind.validate(object))
    if (errors.length) throw invalidError(kind, object.metadata.name, errors)
    if (draft.metadata.resourceVersion) throw badRequestError('resourceVersion should not be set on objects to be created')
    return object
  }

  /** A question to a kind that answers and stores nothing. */
  asked(kind: KindDefinition, input: Draft): KubeObject {
    const draft = this.inNamespace(kind, kind.defaults ? kind.defaults(input) : input)
    const object = { ...draft, metadata: { ...draft.metadata } } as KubeObject
    const errors = kind.validate?.(object) ?? []
    if (errors.length) throw invalidError(kind, object.metadata.name ?? '', errors)
    return object
  }

  /** The object as an update leaves it. */
  updated(kind: KindDefinition, input: KubeObject, old: KubeObject, underway: Underway): KubeObject {
    const steps = this.stepsFor(kind).admitUpdate
    const kept: Record<string, unknown> = { ...input.metadata, resourceVersion: old.metadata.resourceVersion }
    for (const field of KEPT_ON_UPDATE) kept[field] = old.metadata[field]
    if (old.metadata.namespace) kept['namespace'] = old.metadata.namespace
    if (old.metadata.generation !== undefined) kept['generation'] = old.metadata.generation
    let draft = { ...input, apiVersion: old.apiVersion, metadata: kept } as unknown as KubeObject
    draft = (kind.defaults ? kind.defaults(draft) : draft) as KubeObject
    if (kind.statusSubresource) draft = { ...draft, status: (old as WithSpec).status } as KubeObject
    if (kind.prepareForUpdate) draft = kind.prepareForUpdate(draft, old)
    const request = steps.length ? this.request('UPDATE', kind, underway) : undefined
    for (const step of steps) {
      this.at = step.by ?? step.name
      draft = step.admitUpdate!(draft, old, request!)
    }
    this.at = ''
    draft = changedSpec(kind, draft, old)
    const errors: FieldError[] = validateMetaUpdate(draft.metadata, old.metadata)
    errors.push(...(kind.validateUpdate ? kind.validateUpdate(draft, old) : (kind.validate?.(draft) ?? [])))
    if (errors.length) throw invalidError(kind, old.metadata.name, errors)
    return draft
  }

  /** The object as a write to one of its parts leaves it. Throws NotFound for parts that the kind does not have. */
  updatedPart(kind: KindDefinition, input: KubeObject, old: KubeObject, name: string): KubeObject {
    const part = kind.subresources?.find((one) => one.name === name)
    if (name === 'finalize') {
      const next = withFinalizers(input, old)
      const wrong = part?.validate?.(next, old) ?? []
      if (wrong.length) throw invalidError(kind, old.metadata.name, wrong)
      return next
    }
    if (!part?.merge && !(name === 'status' && kind.statusSubresource)) throw notFoundError(kind, old.metadata.name)
    const merged = part?.merge ? part.merge(input, old) : rebuilt(kind, old, old.metadata, (input as WithSpec).status)
    const errors = (part?.merge ? part.validate : kind.validateStatusUpdate)?.(merged, old) ?? []
    if (errors.length) throw invalidError(kind, old.metadata.name, errors)
    return changedSpec(kind, merged, old)
  }

  /** Lets admission look at an object that is about to go. */
  going(kind: KindDefinition, old: KubeObject, underway: Underway): void {
    const request = this.request('DELETE', kind, underway)
    for (const step of this.stepsFor(kind).admitUpdate) {
      this.at = step.by ?? step.name
      step.admitUpdate!(old, old, request)
    }
    this.at = ''
  }

  /** The last look before an object is stored; `old` is undefined for a new one. */
  check(kind: KindDefinition, object: KubeObject, old: KubeObject | undefined, underway: Underway, subresource = ''): void {
    let request: AdmissionRequest | undefined
    for (const step of this.stepsFor(kind).check) {
      if (subresource && !step.parts?.includes(subresource)) continue
      this.at = step.by ?? step.name
      request ??= this.request(old ? 'UPDATE' : 'CREATE', kind, underway, subresource)
      step.check!(object, old, request)
    }
    this.at = ''
  }

  /** With what only a valid object gets: addresses, ports. */
  allocated(kind: KindDefinition, object: KubeObject, old: KubeObject | undefined): KubeObject {
    let complete = object
    for (const step of this.stepsFor(kind).allocate) complete = step.allocate!(complete, old)
    return complete
  }

  /** Takes back what `allocated` gave. */
  released(kind: KindDefinition, object: KubeObject): void {
    for (const step of this.stepsFor(kind).released) step.released!(object)
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
    this.at = 'NamespaceLifecycle'
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`
    const error = forbiddenError(kind, name || draft.metadata.generateName || '', why)
    const message = `namespace ${namespace} is being terminated`
    const causes = [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }]
    throw new ApiError(error.code, error.reason, error.message, { ...error.details, causes })
  }

  private withMeta(kind: KindDefinition, draft: Draft): KubeObject {
    const { metadata } = draft
    const { name, generateName } = metadata
    if (!name && !generateName) {
      throw invalidError(kind, '', [required('metadata.name', 'name or generateName is required')])
    }
    // In the order of `stamped`. Names are drawn before uids.
    const own: ObjectMeta = {
      namespace: metadata.namespace,
      labels: metadata.labels,
      annotations: metadata.annotations,
      finalizers: metadata.finalizers,
      ownerReferences: metadata.ownerReferences,
      generateName: generateName || undefined,
      name: name || this.naming.name(kind.kind, generateName!, metadata.namespace),
      uid: this.naming.uid(),
      resourceVersion: '',
      creationTimestamp: timestamp(this.kernel.now),
      generation: kind.generation ? 1 : metadata.generation,
      deletionTimestamp: undefined,
      deletionGracePeriodSeconds: undefined,
      managedFields: undefined,
    }
    const { status } = draft as Draft & { readonly status?: unknown }
    return status === undefined ? ({ ...draft, metadata: own } as KubeObject) : rebuilt(kind, draft, own, status)
  }

  private stepsFor({ kind }: KindDefinition): StepsOfKind {
    let found = this.stepsOf.get(kind)
    if (!found) {
      const own = this.steps.filter(({ kinds }) => kinds === 'all' || kinds.includes(kind))
      const having = (half: keyof StepsOfKind) => own.filter((step) => step[half])
      const [admit, admitUpdate, check] = [having('admit'), having('admitUpdate'), having('check')]
      found = { admit, admitUpdate, check, allocate: having('allocate'), released: having('released') }
      this.stepsOf.set(kind, found)
    }
    return found
  }

  private request(
    operation: AdmissionRequest['operation'],
    kind: KindDefinition,
    { actor, dryRun }: Underway,
    subresource = '',
  ): AdmissionRequest {
    const { store, authorization, warn } = this
    const { now, cause } = this.kernel
    return { operation, actor, kind, store, now, cause, authorization, subresource, dryRun, warn }
  }

  private readonly warn = (message: string): void => void this.warnings.push({ message, by: this.at })
}
