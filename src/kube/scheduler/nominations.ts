import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Pod } from '../kinds/pod/api'

/** A pod for which others were sent away from a node, and which waits until they are gone. */
export interface Nominated {
  readonly pod: Pod
  readonly node: string
}

/** Which waiting pods have a node set aside for them; upstream: the nominator. */
export class Nominations {
  private readonly all = new CowMap<string, Nominated>()
  private readonly byNode = new Map<string, Set<string>>()

  get size(): number {
    return this.all.size
  }

  /** The node set aside for a pod, or ''. */
  nodeOf(uid: string): string {
    return this.all.get(uid)?.node ?? ''
  }

  put(pod: Pod, node: string): void {
    const { uid } = pod.metadata
    this.remove(uid)
    this.all.set(uid, { pod, node })
    this.index(uid, node)
  }

  /** Returns what was set aside, if anything was. */
  remove(uid: string): Nominated | undefined {
    const old = this.all.get(uid)
    if (!old) return undefined
    this.all.delete(uid)
    const uids = this.byNode.get(old.node)!
    uids.delete(uid)
    if (uids.size === 0) this.byNode.delete(old.node)
    return old
  }

  /** Names of the nodes that are set aside for somebody. */
  nodes(): Iterable<string> {
    return this.byNode.keys()
  }

  /** The pods that a node is set aside for, by uid. */
  on(node: string): readonly Pod[] {
    const uids = this.byNode.get(node)
    return uids ? [...uids].sort().map((uid) => this.all.get(uid)!.pod) : nobody
  }

  clear(): void {
    this.all.clear()
    this.byNode.clear()
  }

  save(): SavedMap<string, Nominated> {
    return this.all.save()
  }

  load(saved: SavedMap<string, Nominated>): void {
    this.clear()
    this.all.load(saved)
    for (const [uid, { node }] of this.all) this.index(uid, node)
  }

  private index(uid: string, node: string): void {
    const uids = this.byNode.get(node)
    if (uids) uids.add(uid)
    else this.byNode.set(node, new Set([uid]))
  }
}

const nobody: readonly Pod[] = []
