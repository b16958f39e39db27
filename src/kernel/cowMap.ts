/** A saved CowMap; opaque to everyone but `load`. */
export type SavedMap<K, V> = ReadonlyMap<K, V>

/**
 * A Map whose state can be kept in a keyframe for nothing: saving hands out the map itself, and only the first write after that copies it.
 * Values must be immutable (replace them, never change them). Iteration order is insertion order and survives save and load.
 */
export class CowMap<K, V> {
  private map = new Map<K, V>()
  private shared = false

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
    this.own()
    this.map.set(key, value)
  }

  delete(key: K): boolean {
    if (!this.map.has(key)) return false
    this.own()
    return this.map.delete(key)
  }

  clear(): void {
    this.map = new Map()
    this.shared = false
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
    this.shared = true
    return this.map
  }

  load(saved: SavedMap<K, V>): void {
    this.map = saved as Map<K, V>
    this.shared = true
  }

  private own(): void {
    if (!this.shared) return
    this.map = new Map(this.map)
    this.shared = false
  }
}
