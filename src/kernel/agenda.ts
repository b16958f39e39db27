/** What is yet to happen: plain data, so that a keyframe of the world can hold its future. */
export interface AgendaEntry {
  /** Virtual ms. */
  readonly at: number
  /** Order of scheduling; settles ties. */
  readonly seq: number
  /** Which handler takes it. */
  readonly topic: string
  /** Whom it is for, in the handler's own words. */
  readonly to: string
  /** Immutable plain data. */
  readonly body: unknown
  /** Trace record that asked for it. */
  readonly cause: number
}

interface Saved {
  readonly seq: number
  readonly entries: readonly AgendaEntry[]
}

/** Agenda as saved into a keyframe. */
export type AgendaState = Saved

/**
 * A binary heap ordered by (at, seq). What is sifted are numbers in typed columns: the time, the order, and the slot where the entry itself
 * lies, which never moves.
 */
export class Agenda {
  private at = new Float64Array(256)
  private order = new Float64Array(256)
  private slot = new Uint32Array(256)
  private entries: (AgendaEntry | undefined)[] = []
  /** Slots that are empty. */
  private free: number[] = []
  private count = 0
  private seq = 0

  get size(): number {
    return this.count
  }

  /** Virtual ms of the next entry, or Infinity. */
  get next(): number {
    return this.count === 0 ? Infinity : this.at[0]!
  }

  push(at: number, topic: string, to: string, body: unknown, cause: number): number {
    const seq = ++this.seq
    const slot = this.free.pop() ?? this.entries.length
    this.entries[slot] = { at, seq, topic, to, body, cause }
    if (this.count === this.at.length) this.grow()
    this.rise(at, seq, slot)
    return seq
  }

  pop(): AgendaEntry | undefined {
    if (this.count === 0) return undefined
    const slot = this.slot[0]!
    const top = this.entries[slot]
    this.entries[slot] = undefined
    this.free.push(slot)
    const last = --this.count
    if (last > 0) this.sink(this.at[last]!, this.order[last]!, this.slot[last]!)
    return top
  }

  /** Entries in the order in which they will come; for the "what happens next" panel and for tests. */
  upcoming(limit = Infinity): AgendaEntry[] {
    return this.present()
      .sort((a, b) => a.at - b.at || a.seq - b.seq)
      .slice(0, limit)
  }

  /** Is there an entry that `counts`? Used to tell a busy world from one that only keeps its heartbeat. */
  some(counts: (entry: AgendaEntry) => boolean): boolean {
    return this.entries.some((entry) => entry !== undefined && counts(entry))
  }

  save(): AgendaState {
    return { seq: this.seq, entries: this.present() }
  }

  load({ seq, entries }: AgendaState): void {
    this.seq = seq
    this.entries = entries.slice()
    this.free = []
    this.count = 0
    while (this.at.length < entries.length) this.grow()
    entries.forEach((entry, slot) => this.rise(entry.at, entry.seq, slot))
  }

  private present(): AgendaEntry[] {
    return this.entries.filter((entry) => entry !== undefined)
  }

  /** Adds to the end of the heap and lets it rise to its place. */
  private rise(at: number, order: number, slot: number): void {
    let i = this.count++
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (this.at[parent]! < at || (this.at[parent] === at && this.order[parent]! < order)) break
      this.move(parent, i)
      i = parent
    }
    this.place(at, order, slot, i)
  }

  /** Puts what was last on top and lets it sink to its place. */
  private sink(at: number, order: number, slot: number): void {
    const n = this.count
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= n) break
      if (child + 1 < n && this.before(child + 1, child)) child++
      if (at < this.at[child]! || (at === this.at[child] && order < this.order[child]!)) break
      this.move(child, i)
      i = child
    }
    this.place(at, order, slot, i)
  }

  private before(a: number, b: number): boolean {
    return this.at[a]! < this.at[b]! || (this.at[a] === this.at[b] && this.order[a]! < this.order[b]!)
  }

  private move(from: number, to: number): void {
    this.at[to] = this.at[from]!
    this.order[to] = this.order[from]!
    this.slot[to] = this.slot[from]!
  }

  private place(at: number, order: number, slot: number, i: number): void {
    this.at[i] = at
    this.order[i] = order
    this.slot[i] = slot
  }

  private grow(): void {
    const length = this.at.length * 2
    const [at, order, slot] = [new Float64Array(length), new Float64Array(length), new Uint32Array(length)]
    at.set(this.at)
    order.set(this.order)
    slot.set(this.slot)
    this.at = at
    this.order = order
    this.slot = slot
  }
}
