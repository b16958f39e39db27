import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Pod } from '../kinds/pod/api'
import { createHeap, type Heap } from './heap'

/** Where a waiting pod stands: to be tried next, to be tried after a pause, waiting for something to change, or held by its gates. */
export type Place = 'active' | 'backoff' | 'unschedulable' | 'gated'

/** A waiting pod. Replaced, never changed. */
export interface Queued {
  readonly pod: Pod
  readonly priority: number
  readonly place: Place
  /** Virtual ms when it was put where it is. */
  readonly since: number
  /** Order of being put; settles ties. */
  readonly seq: number
  /** Attempts that failed. */
  readonly attempts: number
  /** Virtual ms until which it is not to be tried; only in `backoff`. */
  readonly until: number
  /** Plugins that refused it, as bits; 0: it failed for another reason, and only time will tell. */
  readonly refusers: number
  /** Trace record that made it wait. */
  readonly cause: number
}

/** The queue as kept in a keyframe. */
export interface SavedQueue {
  readonly seq: number
  readonly pods: SavedMap<string, Queued>
}

const initialBackoff = 1000
const maxBackoff = 10_000
/** A pod that no event woke is tried again after this; upstream: DefaultPodMaxInUnschedulablePodsDuration. */
export const maxUnschedulable = 300_000

/** Pause after the given number of failed attempts: 1 s, 2 s, 4 s, 8 s, 10 s, ... */
export const backoffAfter = (attempts: number): number =>
  attempts < 1 ? 0 : Math.min(maxBackoff, initialBackoff * 2 ** (attempts - 1))

const byRank = (a: Queued, b: Queued) => b.priority - a.priority || a.since - b.since || a.seq - b.seq
const byUntil = (a: Queued, b: Queued) => a.until - b.until || a.seq - b.seq
const bySince = (a: Queued, b: Queued) => a.since - b.since || a.seq - b.seq

/** The pods that wait for a node: highest priority first, then who waits longest. */
export class SchedulingQueue {
  private readonly pods = new CowMap<string, Queued>()
  private readonly active: Heap<Queued> = createHeap((a, b) => byRank(a, b) < 0)
  private readonly backoff: Heap<Queued> = createHeap((a, b) => byUntil(a, b) < 0)
  /** The unschedulable ones, longest waiting first. */
  private readonly parked = new Map<string, Queued>()
  private seq = 0

  get size(): number {
    return this.pods.size
  }

  get(uid: string): Queued | undefined {
    return this.pods.get(uid)
  }

  put(
    pod: Pod,
    place: Place,
    now: number,
    cause: number,
    rest: Partial<Pick<Queued, 'attempts' | 'until' | 'refusers'>> = {},
  ): void {
    const priority = pod.spec.priority ?? 0
    const queued = { pod, priority, place, since: now, seq: ++this.seq, attempts: 0, until: 0, refusers: 0, cause, ...rest }
    this.pods.set(pod.metadata.uid, queued)
    this.shelve(queued)
  }

  /** A newer state of a waiting pod, which keeps its place; one whose priority changed must be put anew. */
  refresh(pod: Pod): void {
    const old = this.pods.get(pod.metadata.uid)
    if (!old) return
    const queued = { ...old, pod }
    this.pods.set(pod.metadata.uid, queued)
    if (this.parked.has(pod.metadata.uid)) this.parked.set(pod.metadata.uid, queued)
  }

  remove(uid: string): void {
    this.pods.delete(uid)
    this.parked.delete(uid)
  }

  /** Takes the next pod to try. With `early`, one in back-off (but not after a fault) when there is no other. */
  pop(early: boolean): Queued | undefined {
    const next = this.top(this.active) ?? (early ? this.top(this.backoff, true) : undefined)
    if (!next) return undefined
    this[next.place === 'active' ? 'active' : 'backoff'].pop()
    this.pods.delete(next.pod.metadata.uid)
    return next
  }

  /** Is there a pod that `pop` would give? */
  ready(early: boolean): Queued | undefined {
    return this.top(this.active) ?? (early ? this.top(this.backoff, true) : undefined)
  }

  /** Moves a parked pod on because something changed: to be tried, at once or when its pause is over. */
  wake(queued: Queued, now: number, cause: number): void {
    const until = queued.since + backoffAfter(queued.attempts)
    const { attempts, refusers } = queued
    this.remove(queued.pod.metadata.uid)
    this.put(queued.pod, until > now ? 'backoff' : 'active', now, cause, { attempts, refusers, until })
  }

  /** Has a pod tried as soon as can be, whatever its pause. */
  activate(queued: Queued, now: number, cause: number): void {
    const { attempts, refusers } = queued
    this.remove(queued.pod.metadata.uid)
    this.put(queued.pod, 'active', now, cause, { attempts, refusers })
  }

  /** Parked pods, longest waiting first. */
  unschedulable(): Queued[] {
    return [...this.parked.values()]
  }

  get parkedSize(): number {
    return this.parked.size
  }

  /** Moves what is due at `now`: pauses that are over, and pods parked for too long. */
  flush(now: number): void {
    for (let next = this.top(this.backoff); next && next.until <= now; next = this.top(this.backoff)) {
      this.backoff.pop()
      this.put(next.pod, 'active', now, next.cause, { attempts: next.attempts, refusers: next.refusers })
    }
    for (const queued of this.unschedulable()) {
      if (queued.since + maxUnschedulable > now) return
      this.wake(queued, now, queued.cause)
    }
  }

  /** When `flush` will next have something to do: virtual ms, or Infinity. */
  due(): number {
    const [parked] = this.parked.values()
    return Math.min(this.top(this.backoff)?.until ?? Infinity, parked ? parked.since + maxUnschedulable : Infinity)
  }

  /** Uids of all that wait, in the order in which they would be tried. */
  uids(): string[] {
    const rank: Record<Place, number> = { active: 0, backoff: 1, unschedulable: 2, gated: 3 }
    const order = (a: Queued, b: Queued) =>
      rank[a.place] - rank[b.place] ||
      (a.place === 'active' ? byRank(a, b) : a.place === 'backoff' ? byUntil(a, b) : bySince(a, b))
    return [...this.pods.values()].sort(order).map(({ pod }) => pod.metadata.uid)
  }

  clear(): void {
    this.pods.clear()
    this.active.clear()
    this.backoff.clear()
    this.parked.clear()
  }

  save(): SavedQueue {
    return { seq: this.seq, pods: this.pods.save() }
  }

  load(saved: SavedQueue): void {
    this.clear()
    this.seq = saved.seq
    this.pods.load(saved.pods)
    for (const queued of this.pods.values()) this.shelve(queued)
  }

  private shelve(queued: Queued): void {
    if (queued.place === 'active') this.active.push(queued)
    else if (queued.place === 'backoff') this.backoff.push(queued)
    else if (queued.place === 'unschedulable') this.parked.set(queued.pod.metadata.uid, queued)
  }

  /** The first entry of a heap that still holds: entries of pods that were removed or moved since are dropped here. */
  private top(heap: Heap<Queued>, faultless = false): Queued | undefined {
    for (let next = heap.peek(); next; next = heap.peek()) {
      const now = this.pods.get(next.pod.metadata.uid)
      if (now?.seq === next.seq) return faultless && now.refusers === 0 ? undefined : now
      heap.pop()
    }
    return undefined
  }
}
