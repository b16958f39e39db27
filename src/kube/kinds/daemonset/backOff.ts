import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import type { DaemonSet } from './api'

/** First wait after a failed pod was deleted, and the longest, virtual ms. Upstream: failedPodsBackoff. */
const FIRST = 1_000
const LONGEST = 900_000

interface Wait {
  readonly delay: number
  /** Virtual ms at which the last failed pod was deleted. */
  readonly since: number
}

/** What is kept of one set; another uid or generation begins anew. */
interface Waits {
  readonly uid: string
  readonly generation: number
  readonly byNode: Readonly<Record<string, Wait>>
}

/** How long a set holds back from deleting another failed pod on a node, so that it does not fight a kubelet that refuses its pods. */
export class BackOff {
  private readonly waits = new CowMap<string, Waits>()

  save(): SavedMap<string, Waits> {
    return this.waits.save()
  }

  load(saved: SavedMap<string, Waits>): void {
    this.waits.load(saved)
  }

  /** Ms for which a failed pod on the node must stay; with 0 it may go now, and the next one must wait twice as long. */
  hold(key: string, set: DaemonSet, node: string, now: number): number {
    const generation = set.status?.observedGeneration ?? 0
    const known = this.waits.get(key)
    const byNode = known?.uid === set.metadata.uid && known.generation === generation ? known.byNode : {}
    const wait = byNode[node]
    const quiet = wait && now - wait.since
    if (wait && quiet! < wait.delay) return wait.delay - quiet!
    const delay = !wait || quiet! > 2 * LONGEST ? FIRST : Math.min(2 * wait.delay, LONGEST)
    this.waits.set(key, { uid: set.metadata.uid, generation, byNode: { ...byNode, [node]: { delay, since: now } } })
    return 0
  }

  forget(key: string): void {
    if (this.waits.has(key)) this.waits.delete(key)
  }

  clear(): void {
    this.waits.clear()
  }
}
