import { controllerOf } from '../../src/api/meta'
import type { Store } from '../../src/api/store'
import type { ReplicaSet } from '../../src/kube/kinds/replicaset/api'
import { starred } from './names'
import type { Rollout } from './scenario'

interface Followed {
  /** Uids in the order of creation. */
  readonly sets: string[]
  readonly sizes: Map<string, number>
  readonly seen: number[][]
}

/** Follows the sizes of each owner's ReplicaSets. A ReplicaSet without an owner is followed under its own name. */
export class Rollouts {
  private readonly owners = new Map<string, Followed>()

  constructor(store: Store, namespace: string) {
    store.onChange(({ object, type }) => {
      if (object.kind === 'ReplicaSet' && object.metadata.namespace === namespace)
        this.hear(object as ReplicaSet, type === 'DELETED')
    })
  }

  /** What was seen so far; undefined when there was no ReplicaSet. */
  get result(): Record<string, Rollout> | undefined {
    if (this.owners.size === 0) return undefined
    return Object.fromEntries(
      [...this.owners].map(([owner, { seen }]) => {
        const totals = seen.map((sizes) => sizes.reduce((sum, size) => sum + size, 0))
        return [owner, { last: seen.at(-1)!, maxTotal: Math.max(...totals), seen: [seen] }]
      }),
    )
  }

  private hear(set: ReplicaSet, gone: boolean): void {
    const owner = controllerOf(set)?.name ?? starred(set)
    const known: Followed = this.owners.get(owner) ?? { sets: [], sizes: new Map(), seen: [] }
    this.owners.set(owner, known)
    const { uid } = set.metadata
    if (!known.sizes.has(uid)) known.sets.push(uid)
    known.sizes.set(uid, gone ? 0 : set.spec.replicas)
    const sizes = known.sets.map((one) => known.sizes.get(one)!)
    if (JSON.stringify(sizes) !== JSON.stringify(known.seen.at(-1))) known.seen.push(sizes)
  }
}
