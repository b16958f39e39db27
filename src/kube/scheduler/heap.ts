/** A binary heap: the first by `before` on top. `before` must be a total order, so that a rebuilt heap gives the same sequence. */
export interface Heap<T> {
  readonly size: number
  peek(): T | undefined
  push(item: T): void
  pop(): T | undefined
  clear(): void
}

/** An empty heap. */
export function createHeap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  let items: T[] = []
  return {
    get size() {
      return items.length
    },
    peek: () => items[0],
    push(item) {
      let i = items.length
      items.push(item)
      while (i > 0) {
        const parent = (i - 1) >> 1
        if (!before(item, items[parent]!)) break
        items[i] = items[parent]!
        i = parent
      }
      items[i] = item
    },
    pop() {
      const top = items[0]
      const last = items.pop()
      if (top === undefined || last === undefined || items.length === 0) return top
      let i = 0
      for (;;) {
        let child = 2 * i + 1
        if (child >= items.length) break
        if (child + 1 < items.length && before(items[child + 1]!, items[child]!)) child++
        if (!before(items[child]!, last)) break
        items[i] = items[child]!
        i = child
      }
      items[i] = last
      return top
    },
    clear() {
      items = []
    },
  }
}
