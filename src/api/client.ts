import type { Draft, KindName, KubeObject, LabelSelector, ObjectMeta, ObjectOf } from './meta'

/** How a delete treats what the object owns, and how long it waits; upstream: metav1.DeleteOptions. */
export interface DeleteOptions {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  readonly gracePeriodSeconds?: number
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
}

export interface ListOptions {
  readonly namespace?: string
  readonly selector?: LabelSelector
  /** As in `kubectl -l`. */
  readonly labels?: string
  /** As in `kubectl --field-selector`. */
  readonly fields?: string
}

export type PatchType = 'strategic' | 'merge' | 'json'

/** An object, or what names one. */
export interface Ref {
  readonly metadata: Pick<ObjectMeta, 'name' | 'namespace'>
}

/**
 * The one narrow way to a cluster. Everything returned is frozen and shared. Every call may throw ApiError: refused, conflicting, or
 * no answer because the server is down or the caller is cut off.
 */
export interface Client {
  /** Who is asking; as in TraceRecord.from. */
  readonly actor: string
  get<K extends KindName>(kind: K, name: string, namespace?: string): ObjectOf<K> | undefined
  list<K extends KindName>(kind: K, options?: ListOptions): readonly ObjectOf<K>[]
  /** Objects of `kind` whose ownerReferences name `owner` (any reference, by uid), oldest first. From an index. */
  owned<K extends KindName>(kind: K, owner: KubeObject): readonly ObjectOf<K>[]
  /** Objects of `kind` in a namespace that no controller manages. From an index. */
  unowned<K extends KindName>(kind: K, namespace: string): readonly ObjectOf<K>[]
  /** Pods bound to a node, in the order of their binding. From an index. */
  podsOn(node: string): readonly ObjectOf<'Pod'>[]
  /** Objects of any kind that name `uid` in an ownerReference. From an index. */
  dependents(uid: string): readonly KubeObject[]
  /** What exists of a kind whose name is known at run time only. */
  listAny(kind: string, namespace?: string): readonly KubeObject[]
  getAny(kind: string, name: string, namespace?: string): KubeObject | undefined
  create<T extends KubeObject>(object: Draft<T>): T
  /** Replaces the object. A stale resourceVersion is a Conflict; an empty one overwrites. */
  update<T extends KubeObject>(object: T): T
  /** Replaces `status` only. */
  updateStatus<T extends KubeObject>(object: T): T
  patch<K extends KindName>(
    kind: K,
    ref: Ref,
    type: PatchType,
    body: unknown,
    subresource?: 'status' | 'scale' | 'finalize' | 'resize',
  ): ObjectOf<K>
  /** POST to a subresource that answers, such as `serviceaccounts/NAME/token`. */
  createPart(kind: string, ref: Ref, subresource: string, body: KubeObject): KubeObject
  delete(kind: string, ref: Ref, options?: DeleteOptions): void
  /** POST pods/NAME/eviction: a delete that a disruption budget may refuse. */
  evict(pod: Ref, options?: DeleteOptions): void
  /** POST pods/NAME/binding. */
  bind(pod: Ref, node: string): void
  /** PUT scale: sets spec.replicas. */
  scale(kind: KindName, ref: Ref, replicas: number): void
}
