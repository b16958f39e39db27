import type { KindName, KubeObject, ObjectOf } from '../api/meta'
import type { Change, Store } from '../api/store'
import type { WatchEvent } from '../api/watch'
import type { Kernel } from '../kernel/kernel'

type Handle = (event: WatchEvent<KubeObject>) => void

/** One component's view of the world's changes. */
interface Follower {
  readonly handlers: Map<string, Handle[]>
  /** Number of the first change to hear; what came before was in the list. */
  from: number
  up: boolean
}

/** One handler of a follower: most of a pod's changes are told to some twenty of them. */
interface Listener {
  readonly follower: Follower
  readonly handle: Handle
}

/** All who hear of writes after the same time: one agenda entry serves them together. */
interface Lane {
  readonly latency: number
  /** In the order in which they came to follow the kind; all handlers of one follower in a row. */
  readonly byKind: Map<string, readonly Listener[]>
  /** Number of the next change to tell. */
  cursor: number
  /** Is a delivery on the agenda? */
  waiting: boolean
}

interface SavedHub {
  readonly first: number
  readonly changes: readonly Change[]
  readonly lanes: readonly { readonly cursor: number; readonly waiting: boolean }[]
  readonly followers: readonly { readonly from: number; readonly up: boolean }[]
  readonly silent: boolean
}

/** How a follower joins: the ms by which it hears of a write. */
export interface FollowOptions {
  readonly latency: number
}

/** Handle of one follower. */
export interface Following {
  watch<K extends KindName>(kind: K, handle: (event: WatchEvent<ObjectOf<K>>) => void): void
  /** Stops hearing; what happens meanwhile is not told later. */
  stop(): void
  /** Hears again, beginning with a list: everything that exists comes as ADDED. */
  start(): void
}

/**
 * Tells components of the writes to the store, a few ms later and in order, one agenda entry a batch. While the API server is down nobody
 * hears anything; when it is back all list again. Changes are kept only until the slowest lane has told them.
 */
export class WatchHub {
  private readonly lanes: Lane[] = []
  private readonly followers: Follower[] = []
  private changes: Change[] = []
  private first = 0
  private silent = false

  constructor(
    private readonly kernel: Kernel,
    private readonly store: Store,
  ) {
    store.onChange((change) => this.note(change))
    kernel.on('watch', (to) => this.deliver(this.lanes[Number(to)]!))
    kernel.part<SavedHub>('watch', { save: () => this.save(), load: (state) => this.load(state) })
  }

  follow({ latency }: FollowOptions): Following {
    const lane = this.laneOf(latency)
    const follower: Follower = { handlers: new Map(), from: this.end, up: false }
    this.followers.push(follower)
    return {
      watch: (kind, handle) => {
        const handlers = follower.handlers.get(kind)
        if (handlers) handlers.push(handle as Handle)
        else follower.handlers.set(kind, [handle as Handle])
        const listeners = [...(lane.byKind.get(kind) ?? [])]
        const last = listeners.findLastIndex((each) => each.follower === follower)
        listeners.splice(last < 0 ? listeners.length : last + 1, 0, { follower, handle: handle as Handle })
        lane.byKind.set(kind, listeners)
      },
      stop: () => {
        follower.up = false
      },
      start: () => {
        follower.up = true
        if (!this.silent) this.relist(follower)
      },
    }
  }

  /** The API server went away: nobody hears of anything until `speak`. */
  hush(): void {
    this.silent = true
  }

  /** The API server is back: all who are up list again. */
  speak(): void {
    this.silent = false
    for (const follower of this.followers) if (follower.up) this.relist(follower)
  }

  private get end(): number {
    return this.first + this.changes.length
  }

  private laneOf(latency: number): Lane {
    const found = this.lanes.find((lane) => lane.latency === latency)
    if (found) return found
    const lane: Lane = { latency, byKind: new Map(), cursor: this.end, waiting: false }
    this.lanes.push(lane)
    return lane
  }

  private note(change: Change): void {
    this.changes.push(change)
    for (const lane of this.lanes) {
      if (!lane.waiting && lane.byKind.has(change.kind)) this.expect(lane, lane.latency)
    }
  }

  private expect(lane: Lane, delay: number): void {
    lane.waiting = true
    this.kernel.schedule(delay, 'watch', String(this.lanes.indexOf(lane)))
  }

  private deliver(lane: Lane): void {
    const { now } = this.kernel
    let next = Infinity
    for (; lane.cursor < this.end; lane.cursor++) {
      const change = this.changes[lane.cursor - this.first]!
      const interested = lane.byKind.get(change.kind)
      if (!interested) continue
      // The very sum that `note` schedules: the difference from now may be rounded otherwise, and the lane would wait for no time at all.
      const due = change.at + lane.latency
      if (due > now) {
        next = due
        break
      }
      if (!this.silent) this.kernel.because(change.cause, () => this.tell(interested, change, lane.cursor))
    }
    lane.waiting = false
    if (next < Infinity) this.expect(lane, next - now)
    this.trim()
  }

  private tell(interested: readonly Listener[], change: Change, number: number): void {
    for (const { follower, handle } of interested) if (follower.up && number >= follower.from) handle(change)
  }

  private relist(follower: Follower): void {
    follower.from = this.end
    for (const [kind, handlers] of follower.handlers) {
      for (const object of [...this.store.all(kind)]) {
        for (const handle of handlers) handle({ type: 'ADDED', object, cause: this.kernel.cause })
      }
    }
  }

  /** Drops what everybody has heard; lanes that wait for nothing have nothing to tell of the rest. */
  private trim(): void {
    if (this.changes.length < 1024) return
    let slowest = this.end
    for (const lane of this.lanes) {
      if (!lane.waiting) lane.cursor = this.end
      slowest = Math.min(slowest, lane.cursor)
    }
    if (slowest - this.first < 512) return
    this.changes = this.changes.slice(slowest - this.first)
    this.first = slowest
  }

  private save(): SavedHub {
    return {
      first: this.first,
      changes: this.changes.slice(),
      lanes: this.lanes.map(({ cursor, waiting }) => ({ cursor, waiting })),
      followers: this.followers.map(({ from, up }) => ({ from, up })),
      silent: this.silent,
    }
  }

  private load(state: SavedHub): void {
    this.first = state.first
    this.changes = state.changes.slice()
    this.silent = state.silent
    this.lanes.forEach((lane, i) => Object.assign(lane, state.lanes[i]))
    this.followers.forEach((follower, i) => Object.assign(follower, state.followers[i]))
  }
}
