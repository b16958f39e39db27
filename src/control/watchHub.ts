import type { KindName, KubeObject, ObjectOf } from '../api/meta'
import type { Change, Store } from '../api/store'
import type { WatchEvent } from '../api/watch'
import type { Kernel } from '../kernel/kernel'

type Handle = (event: WatchEvent<KubeObject>) => void

/** One component's view of the world's changes. */
interface Follower {
  readonly name: string
  readonly latency: number
  readonly handlers: Map<string, Handle[]>
  /** Number of the next change to hear. */
  cursor: number
  /** Is a delivery on the agenda? */
  waiting: boolean
  up: boolean
}

interface SavedHub {
  readonly first: number
  readonly changes: readonly Change[]
  readonly followers: readonly { readonly cursor: number; readonly waiting: boolean; readonly up: boolean }[]
  readonly silent: boolean
}

/** How a follower joins: its name, and the ms by which it hears of a write. */
export interface FollowOptions {
  readonly name: string
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
 * hears anything; when it is back all list again. Changes are kept only until the slowest follower has heard them.
 */
export class WatchHub {
  private readonly followers: Follower[] = []
  private readonly interested = new Map<string, Follower[]>()
  private changes: Change[] = []
  private first = 0
  private silent = false

  constructor(
    private readonly kernel: Kernel,
    private readonly store: Store,
  ) {
    store.onChange((change) => this.note(change))
    kernel.on('watch', (to) => this.deliver(this.followers[Number(to)]!, Number(to)))
    kernel.part<SavedHub>('watch', { save: () => this.save(), load: (state) => this.load(state) })
  }

  follow({ name, latency }: FollowOptions): Following {
    const follower: Follower = { name, latency, handlers: new Map(), cursor: this.end, waiting: false, up: false }
    this.followers.push(follower)
    return {
      watch: (kind, handle) => {
        const handlers = follower.handlers.get(kind)
        if (handlers) handlers.push(handle as Handle)
        else {
          follower.handlers.set(kind, [handle as Handle])
          this.interested.set(kind, [...(this.interested.get(kind) ?? []), follower])
        }
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

  private note(change: Change): void {
    const interested = this.interested.get(change.object.kind)
    if (!interested) return
    this.changes.push(change)
    for (const follower of interested) if (follower.up && !follower.waiting) this.expect(follower, follower.latency)
  }

  private expect(follower: Follower, delay: number): void {
    follower.waiting = true
    this.kernel.schedule(delay, 'watch', String(this.followers.indexOf(follower)))
  }

  private deliver(follower: Follower, index: number): void {
    follower.waiting = false
    if (!follower.up || this.silent) return
    const due = this.kernel.now - follower.latency
    while (follower.cursor < this.end) {
      const change = this.changes[follower.cursor - this.first]!
      if (change.at > due) {
        follower.waiting = true
        this.kernel.schedule(change.at - due, 'watch', String(index))
        break
      }
      follower.cursor++
      const handlers = follower.handlers.get(change.object.kind)
      if (handlers) this.kernel.because(change.cause, () => this.tell(handlers, change))
    }
    this.trim()
  }

  private tell(handlers: readonly Handle[], { type, object, old, cause }: Change): void {
    for (const handle of handlers) handle({ type, object, ...(old && { old }), cause } as WatchEvent)
  }

  private relist(follower: Follower): void {
    follower.cursor = this.end
    for (const [kind, handlers] of follower.handlers) {
      for (const object of [...this.store.all(kind)]) {
        for (const handle of handlers) handle({ type: 'ADDED', object, cause: this.kernel.cause })
      }
    }
  }

  /** Drops what everybody has heard; those who are down list again anyway. */
  private trim(): void {
    if (this.changes.length < 1024) return
    let slowest = this.end
    for (const follower of this.followers) {
      if (!follower.up || this.silent || !follower.waiting) follower.cursor = this.end
      slowest = Math.min(slowest, follower.cursor)
    }
    if (slowest - this.first < 512) return
    this.changes = this.changes.slice(slowest - this.first)
    this.first = slowest
  }

  private save(): SavedHub {
    return {
      first: this.first,
      changes: this.changes.slice(),
      followers: this.followers.map(({ cursor, waiting, up }) => ({ cursor, waiting, up })),
      silent: this.silent,
    }
  }

  private load(state: SavedHub): void {
    this.first = state.first
    this.changes = state.changes.slice()
    this.silent = state.silent
    this.followers.forEach((follower, i) => Object.assign(follower, state.followers[i]))
  }
}
