import { controllerOf } from '../../src/api/meta'
import type { Store } from '../../src/api/store'

/** What became of the pods of StatefulSets, in order: `create db-0`, `delete db-0`. */
export class PodSequence {
  readonly seen: string[] = []

  constructor(store: Store, namespace: string) {
    store.onChange(({ type, object, old }) => {
      const { name, namespace: where, deletionTimestamp } = object.metadata
      if (object.kind !== 'Pod' || where !== namespace || controllerOf(object)?.kind !== 'StatefulSet') return
      if (type === 'ADDED') this.seen.push(`create ${name}`)
      else if (deletionTimestamp && !old?.metadata.deletionTimestamp) this.seen.push(`delete ${name}`)
    })
  }
}

/** The order of creates and deletes that all passes of a recording agree on; undefined when places made a difference. */
export function agreed(passes: readonly (readonly string[])[] = []): string[] | undefined {
  const [first, ...others] = passes.map((pass) => pass.filter((word) => /^(create|delete) /.test(word)))
  return others.every((other) => other.join() === first?.join()) ? first : undefined
}
