/** A saved CowMap; opaque to everyone but `load`. */
export interface SavedMap<K, V> {
  /** Never there; says which maps can load it. */
  readonly entry?: readonly [K, V]
}

/** One saved state: the map itself while nobody wrote since, then two lists of what it held, which cost a tenth of a copied Map. */
interface Snapshot<K, V> extends SavedMap<K, V> {
  readonly owner: CowMap<K, V>
  map: Map<K, V> | undefined
  keys: readonly K[]
  values: readonly V[]
}

/**
 * A Map whose state can be kept in a keyframe for nothing: saving hands out the map itself, and only the first write after that lists what
 * it held. Values must be immutable (replace them, never change them). Iteration order is insertion order and survives save and load.
 */
export class CowMap<K, V> {
  private map = new Map<K, V>()
  /** The saved state that is still the map itself. */
  private shared: Snapshot<K, V> | undefined

  get size(): number {
    return this.map.size
  }

  get(key: K): V | undefined {
    return this.map.get(key)
  }

  has(key: K): boolean {
    return this.map.has(key)
  }

  set(key: K, value: V): void {
    if (this.shared !== undefined) this.part(this.shared)
    this.map.set(key, value)
  }

  delete(key: K): boolean {
    if (this.shared !== undefined && this.map.has(key)) this.part(this.shared)
    return this.map.delete(key)
  }

  clear(): void {
    this.map = new Map()
    this.shared = undefined
  }

  keys(): MapIterator<K> {
    return this.map.keys()
  }

  values(): MapIterator<V> {
    return this.map.values()
  }

  entries(): MapIterator<[K, V]> {
    return this.map.entries()
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.map.entries()
  }

  save(): SavedMap<K, V> {
    this.shared ??= { owner: this, map: this.map, keys: none, values: none }
    return this.shared
  }

  load(saved: SavedMap<K, V>): void {
    const snapshot = saved as Snapshot<K, V>
    const { owner, map, keys, values } = snapshot
    if (owner === this) {
      this.map = snapshot.map ??= mapOf(keys, values)
      this.shared = snapshot
    } else {
      this.map = map ? new Map(map) : mapOf(keys, values)
      this.shared = undefined
    }
  }

  private part(snapshot: Snapshot<K, V>): void {
    snapshot.keys = [...this.map.keys()]
    snapshot.values = [...this.map.values()]
    snapshot.map = undefined
    this.shared = undefined
  }
}

const none: readonly never[] = []

function mapOf<K, V>(keys: readonly K[], values: readonly V[]): Map<K, V> {
  const map = new Map<K, V>()
  for (let i = 0; i < keys.length; i++) map.set(keys[i]!, values[i]!)
  return map
}
