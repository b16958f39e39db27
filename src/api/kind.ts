import type { FieldError } from './errors'
import type { Draft, KubeObject } from './meta'
import type { StructSchema } from './schema/schema'

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
  /** metadata.generation is kept and grows with the spec. */
  readonly generation?: boolean
  /** Fills what a person may leave out (v1 defaulting). Must be idempotent. */
  readonly defaults?: (object: Draft<T>) => Draft<T>
  /** Resets and derives what only the server decides on create, after defaults (strategy.PrepareForCreate). */
  readonly prepareForCreate?: (object: Draft<T>) => Draft<T>
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
  /** Fields besides name and namespace that `--field-selector` may ask for. */
  readonly selectableFields?: readonly string[]
  readonly columns?: readonly Column<T>[]
  /** Names and types of the fields, for decoding (`schema/decode.ts`). */
  readonly schema?: StructSchema
}

/** Types a kind's definition; the default export of its `api.ts`. */
export const defineKind = <T extends KubeObject>(definition: KindDefinition<T>): KindDefinition<T> => definition

/** `apps/v1` or `v1`. */
export const apiVersionOf = (kind: Pick<KindDefinition, 'group' | 'version'>): string =>
  kind.group ? `${kind.group}/${kind.version}` : kind.version
