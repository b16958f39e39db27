import type { Authorization, User } from './authorization'
import type { FieldError } from './errors'
import type { Draft, KubeObject } from './meta'
import type { StructSchema } from './schema/schema'
import type { Store } from './store'

/** How an object reads in a table; upstream: metav1.TableColumnDefinition. `priority` above 0 shows with `-o wide` only. */
export interface Column<T extends KubeObject = KubeObject> {
  readonly name: string
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date'
  readonly format?: string
  readonly description?: string
  readonly priority?: number
  /** `now` is virtual ms. Ages are given as text by `humanDuration`. */
  readonly cell: (object: T, now: number) => string | number | boolean
}

/** What admission and defaults may look at besides the object itself. */
export interface Reading {
  get(kind: string, name: string, namespace?: string): KubeObject | undefined
  list(kind: string, namespace?: string): readonly KubeObject[]
}

/**
 * Something under an object's path besides `status` and `scale`, which have flags of their own: `pods/NAME/log`.
 * `merge` and `validate` are for those that are a part of the object; what only acts (exec, eviction) has neither.
 */
export interface Subresource<T extends KubeObject = KubeObject> {
  readonly name: string
  /** The kind of its bodies, as discovery tells it. */
  readonly kind: string
  /** The group and version of that kind where they are not those of the resource. */
  readonly group?: string
  readonly version?: string
  readonly verbs: readonly string[]
  /** The object as a write to this subresource leaves it: what it may change from `input`, all else from `old`. */
  readonly merge?: (input: T, old: T) => T
  readonly validate?: (next: T, old: T) => readonly FieldError[]
  /** What a POST is answered with, where nothing is stored; `body` is what was sent. May throw ApiError. */
  readonly answer?: (body: KubeObject, object: T, inquiry: Inquiry) => KubeObject
}

/** A further version under which the same objects are served, beside the one in which they are stored. */
export interface ServedVersion {
  readonly group: string
  readonly version: string
  /** The fields of this version; absent = those of the kind. */
  readonly schema?: StructSchema
  /** Both ways between this version and the stored one; `apiVersion` is seen to by the machinery. Absent = the same fields. */
  readonly toStored?: (object: KubeObject) => KubeObject
  readonly fromStored?: (object: KubeObject) => KubeObject
}

/** Who asks a kind that answers, and what it may look at. */
export interface Inquiry {
  readonly user: User
  /** Absent in a cluster that allows everybody everything. */
  readonly authorization: Authorization | undefined
  readonly store: Store
  /** Virtual ms. */
  readonly now: number
}

/** One condition of a table's row; upstream: metav1.TableRowCondition. */
export interface RowCondition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason?: string
  readonly message?: string
}

/**
 * All that the API machinery must know of a kind. Lives in `kube/kinds/KIND/api.ts` as the default export.
 * Every function is pure and returns a new object (or the same one when nothing changes).
 */
export interface KindDefinition<T extends KubeObject = KubeObject> {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  readonly namespaced: boolean
  /** Verbs that the real server does not offer are left out, e.g. events cannot be everything. Default: all. */
  readonly verbs?: readonly string[]
  /** Objects keep `status` apart: it is dropped from creates and kept on updates. */
  readonly statusSubresource?: boolean
  /** Has a scale subresource over `spec.replicas`. */
  readonly scaleSubresource?: boolean
  /** What else is under an object's path. */
  readonly subresources?: readonly Subresource<T>[]
  /** Versions beside the stored one. */
  readonly servedAs?: readonly ServedVersion[]
  /** What a client is told besides when it asks for this version at all: `v1 ComponentStatus is deprecated in v1.19+`. */
  readonly deprecated?: string
  /** What a client is told of an object that it sent (strategy.WarningsOnCreate, WarningsOnUpdate). */
  readonly warnings?: (object: T) => readonly string[]
  /** A delete answers with the object as it was instead of a Status (registry.Store.ReturnDeletedObject). */
  readonly returnDeleted?: boolean
  /** metadata.generation is kept and grows with the spec. */
  readonly generation?: boolean
  /** Fills what a person may leave out (v1 defaulting). Must be idempotent. */
  readonly defaults?: (object: Draft<T>) => Draft<T>
  /** Resets and derives what only the server decides on create, after defaults (strategy.PrepareForCreate). */
  readonly prepareForCreate?: (object: Draft<T>) => Draft<T>
  /** Derives what hangs on the name and uid that the server gave, before validation (a Job's selector). */
  readonly finish?: (object: T) => T
  /** The same for updates of the main resource. Status is kept by the machinery. */
  readonly prepareForUpdate?: (object: T, old: T) => T
  /** Which name the kind may have; DNS-1123 subdomain unless said otherwise. Returns upstream's messages. */
  readonly validateName?: (name: string, prefix: boolean) => readonly string[]
  /** Checks of spec and kind-specific metadata; metadata itself is checked by the machinery. */
  readonly validate?: (object: T) => readonly FieldError[]
  /** Further checks when an object is replaced (immutable fields); `validate` is not run by itself then, call it. */
  readonly validateUpdate?: (object: T, old: T) => readonly FieldError[]
  readonly validateStatusUpdate?: (object: T, old: T) => readonly FieldError[]
  /** What a delete without propagationPolicy does; batch kinds of old orphan. */
  readonly defaultPropagation?: 'Background' | 'Orphan'
  /**
   * Graceful deletion: seconds to give, or 0 to delete at once (strategy.CheckGracefulDelete).
   * Undefined in the definition: the kind is never graceful.
   */
  readonly gracePeriod?: (object: T, asked: number | undefined) => number
  /** What a delete changes in the object besides its deletionTimestamp (a Namespace becomes Terminating). */
  readonly markDeleted?: (object: T) => T
  /** Must the object stay although it has no finalizers and no grace left? (A Namespace with spec.finalizers.) */
  readonly holdsOn?: (object: T) => boolean
  /** For kinds that are created to be answered and never stored (the reviews): the answer. Called after defaults and `validate`. */
  readonly answer?: (object: T, inquiry: Inquiry) => T
  /** Fields besides name and namespace that `--field-selector` may ask for. */
  readonly selectableFields?: readonly string[]
  readonly columns?: readonly Column<T>[]
  /** What a row says besides its cells: a pod that is over. */
  readonly rowConditions?: (object: T) => readonly RowCondition[]
  /** Names and types of the fields, for decoding (`schema/decode.ts`). */
  readonly schema?: StructSchema
}

/** Types a kind's definition; the default export of its `api.ts`. */
export const defineKind = <T extends KubeObject>(definition: KindDefinition<T>): KindDefinition<T> => definition

/** `apps/v1` or `v1`. */
export const apiVersionOf = (kind: Pick<KindDefinition, 'group' | 'version'>): string =>
  kind.group ? `${kind.group}/${kind.version}` : kind.version
