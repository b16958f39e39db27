import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import { freeze } from './freeze'
import { GroupIndex, type SavedIndex } from './groupIndex'
import { LifelongIndex } from './lifelongIndex'
import { controllerOf, keyOf, stamped, type KubeObject } from './meta'
import { OwnedLists } from './ownedLists'

/** One write, as the watchers will hear of it. */
export interface Change {
  readonly revision: number
  /** Virtual ms of the write. */
  readonly at: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  /** That of the object, for those who need to look no further. */
  readonly kind: string
  readonly object: KubeObject
  readonly old: KubeObject | undefined
  /** Trace record of the write. */
  readonly cause: number
}

interface SavedStore {
  readonly revision: number
  readonly kinds: ReadonlyMap<string, SavedMap<string, KubeObject>>
  readonly owners: SavedIndex
  readonly orphans: SavedIndex
  readonly nodes: SavedIndex
  readonly labels: SavedIndex
}

const nodeOf = (object: KubeObject): string => (object as { spec?: { nodeName?: string } }).spec?.nodeName ?? ''

const aboutOf = (event: KubeObject): string => (event as { involvedObject?: { uid?: string } }).involvedObject?.uid ?? ''

/**
 * What etcd is to the cluster: every object at its last revision, deep-frozen and shared, with indexes by owner, node, namespace and label.
 * Knows nothing of rules; only the API server writes here. Each write is announced at once to `onChange` listeners, in order.
 */
export class Store {
  private readonly kinds = new Map<string, CowMap<string, KubeObject>>()
  private readonly owners = new GroupIndex()
  private readonly orphans = new GroupIndex()
  private readonly lists = new OwnedLists()
  private readonly nodes = new GroupIndex()
  private readonly labels = new GroupIndex()
  private readonly namespaces = new LifelongIndex(
    (kind) => this.all(kind),
    ({ metadata }) => metadata.namespace ?? '',
  )
  private readonly events = new LifelongIndex((kind) => this.all(kind), aboutOf)
  private readonly listeners: ((change: Change) => void)[] = []
  private counter = 1

  constructor(private readonly kernel: Kernel) {
    kernel.part<SavedStore>('store', { save: () => this.save(), load: (state) => this.load(state) })
  }

  /** Revision of the newest write. */
  get revision(): number {
    return this.counter
  }

  get(kind: string, key: string): KubeObject | undefined {
    return this.kinds.get(kind)?.get(key)
  }

  /** Objects of a kind in the order of their creation. */
  all(kind: string): IterableIterator<KubeObject> {
    return this.table(kind).values()
  }

  size(kind: string): number {
    return this.kinds.get(kind)?.size ?? 0
  }

  /** Kinds of which there was ever an object. */
  kindNames(): readonly string[] {
    return [...this.kinds.keys()]
  }

  inNamespace(kind: string, namespace: string): readonly KubeObject[] {
    if (this.size(kind) === 0) return none
    return this.those(kind, this.namespaces.members(kind, namespace))
  }

  /** Objects of any kind that name the owner in a reference. */
  dependents(uid: string): readonly KubeObject[] {
    const found: KubeObject[] = []
    for (const id of this.owners.members(uid)) found.push(this.byId(id))
    return found
  }

  /** Objects of a kind that name the owner in a reference, in the order in which they came to do so. */
  owned(kind: string, uid: string): readonly KubeObject[] {
    return this.lists.get(kind, uid) ?? this.lists.keep(kind, uid, this.findOwned(kind, uid))
  }

  /** Objects of a kind in a namespace that no controller manages. */
  unowned(kind: string, namespace: string): readonly KubeObject[] {
    return this.those(kind, this.orphans.members(`${kind}/${namespace}`))
  }

  podsOn(node: string): readonly KubeObject[] {
    return this.those('Pod', this.nodes.members(node))
  }

  /** Events about the object with this uid, in the order of their creation. */
  eventsAbout(uid: string): readonly KubeObject[] {
    return this.those('Event', this.events.members('Event', uid))
  }

  /** Objects of a kind in a namespace that carry a label; the cheapest way to many selectors. */
  labelled(kind: string, namespace: string, label: string, value: string): readonly KubeObject[] {
    return this.those(kind, this.labels.members(labelGroup(kind, namespace, label, value)))
  }

  labelledCount(kind: string, namespace: string, label: string, value: string): number {
    return this.labels.count(labelGroup(kind, namespace, label, value))
  }

  onChange(listener: (change: Change) => void): void {
    this.listeners.push(listener)
  }

  /** Puts in what was there before anybody watched: complete, frozen objects with revisions of their own. */
  seed(objects: readonly KubeObject[]): void {
    for (const object of objects) {
      const key = keyOf(object)
      this.table(object.kind).set(key, object)
      this.reindex(key, undefined, object)
    }
  }

  /** Stores a new state of an object under a new revision and returns it. A draft that is not frozen becomes that state. */
  put<T extends KubeObject>(draft: T, cause: number): T {
    const key = keyOf(draft)
    const table = this.table(draft.kind)
    const old = table.get(key)
    const revision = ++this.counter
    const metadata = stamped(draft.metadata, String(revision))
    // What is not frozen was made for this write, and is finished where it is.
    const object = freeze(Object.isFrozen(draft) ? { ...draft, metadata } : Object.assign(draft, { metadata }))
    table.set(key, object)
    this.reindex(key, old, object)
    this.announce({ revision, at: this.kernel.now, type: old ? 'MODIFIED' : 'ADDED', kind: object.kind, object, old, cause })
    return object
  }

  remove(object: KubeObject, cause: number): KubeObject {
    const key = keyOf(object)
    const old = this.get(object.kind, key)
    const revision = ++this.counter
    const last = freeze({ ...object, metadata: stamped(object.metadata, String(revision)) })
    this.table(object.kind).delete(key)
    this.reindex(key, old, undefined)
    this.announce({ revision, at: this.kernel.now, type: 'DELETED', kind: last.kind, object: last, old, cause })
    return last
  }

  private table(kind: string): CowMap<string, KubeObject> {
    let table = this.kinds.get(kind)
    if (!table) {
      table = new CowMap()
      this.kinds.set(kind, table)
    }
    return table
  }

  private findOwned(kind: string, uid: string): KubeObject[] {
    const found: KubeObject[] = []
    const table = this.table(kind)
    const prefix = `${kind}:`
    for (const id of this.owners.members(uid)) if (id.startsWith(prefix)) found.push(table.get(id.slice(prefix.length))!)
    return found
  }

  private those(kind: string, keys: Iterable<string>): readonly KubeObject[] {
    const table = this.kinds.get(kind)
    if (!table || table.size === 0) return none
    const found: KubeObject[] = []
    for (const key of keys) found.push(table.get(key)!)
    return found
  }

  private byId(id: string): KubeObject {
    const colon = id.indexOf(':')
    return this.get(id.slice(0, colon), id.slice(colon + 1))!
  }

  private reindex(key: string, old: KubeObject | undefined, now: KubeObject | undefined): void {
    const kind = (now ?? old)!.kind
    if (!old || !now) {
      const change = now ? 'added' : 'removed'
      this.namespaces[change](key, (now ?? old)!)
      if (kind === 'Event') this.events[change](key, (now ?? old)!)
    }
    this.lists.hear(old, now)
    if (kind !== 'Event' && (!old || !now || old.metadata.ownerReferences !== now.metadata.ownerReferences)) {
      const was = old !== undefined && !controllerOf(old)
      const is = now !== undefined && !controllerOf(now)
      if (was !== is) this.orphans[is ? 'add' : 'remove'](`${kind}/${(now ?? old)!.metadata.namespace ?? ''}`, key)
    }
    if (old?.metadata.ownerReferences !== now?.metadata.ownerReferences) {
      const id = `${kind}:${key}`
      for (const ref of old?.metadata.ownerReferences ?? []) this.owners.remove(ref.uid, id)
      for (const ref of now?.metadata.ownerReferences ?? []) this.owners.add(ref.uid, id)
    }
    if (old?.metadata.labels !== now?.metadata.labels && kind !== 'Event') {
      const namespace = (now ?? old)!.metadata.namespace ?? ''
      const before = old?.metadata.labels ?? {}
      const after = now?.metadata.labels ?? {}
      for (const label in before) {
        if (before[label] !== after[label]) this.labels.remove(labelGroup(kind, namespace, label, before[label]!), key)
      }
      for (const label in after) {
        if (before[label] !== after[label]) this.labels.add(labelGroup(kind, namespace, label, after[label]!), key)
      }
    }
    if (kind === 'Pod') {
      const before = old ? nodeOf(old) : ''
      const after = now ? nodeOf(now) : ''
      if (before !== after) {
        if (before) this.nodes.remove(before, key)
        if (after) this.nodes.add(after, key)
      }
    }
  }

  private announce(change: Change): void {
    for (const listener of this.listeners) listener(change)
  }

  private save(): SavedStore {
    const kinds = new Map<string, SavedMap<string, KubeObject>>()
    for (const [kind, table] of this.kinds) kinds.set(kind, table.save())
    return {
      revision: this.counter,
      kinds,
      owners: this.owners.save(),
      orphans: this.orphans.save(),
      nodes: this.nodes.save(),
      labels: this.labels.save(),
    }
  }

  private load(state: SavedStore): void {
    this.counter = state.revision
    this.kinds.clear()
    for (const [kind, saved] of state.kinds) this.table(kind).load(saved)
    this.owners.load(state.owners)
    this.orphans.load(state.orphans)
    this.lists.clear()
    this.nodes.load(state.nodes)
    this.namespaces.forget()
    this.labels.load(state.labels)
    this.events.forget()
  }
}

const none: readonly KubeObject[] = []

const labelGroup = (kind: string, namespace: string, label: string, value: string) => `${kind}/${namespace}/${label}=${value}`
