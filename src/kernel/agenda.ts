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

/** A binary heap ordered by (at, seq): times in a typed column, entries beside it, so sifting touches numbers only. */
export class Agenda {
  private at = new Float64Array(256)
  private order = new Float64Array(256)
  private entries: AgendaEntry[] = []
  private seq = 0

  get size(): number {
    return this.entries.length
  }

  /** Virtual ms of the next entry, or Infinity. */
  get next(): number {
    return this.entries.length === 0 ? Infinity : this.at[0]!
  }

  push(at: number, topic: string, to: string, body: unknown, cause: number): number {
    const seq = ++this.seq
    this.insert({ at, seq, topic, to, body, cause })
    return seq
  }

  pop(): AgendaEntry | undefined {
    const top = this.entries[0]
    if (!top) return undefined
    const last = this.entries.pop()!
    if (this.entries.length > 0) this.sink(last)
    return top
  }

  /** Entries in the order in which they will come; for the "what happens next" panel and for tests. */
  upcoming(limit = Infinity): AgendaEntry[] {
    return [...this.entries].sort((a, b) => a.at - b.at || a.seq - b.seq).slice(0, limit)
  }

  /** Is there an entry that `counts`? Used to tell a busy world from one that only keeps its heartbeat. */
  some(counts: (entry: AgendaEntry) => boolean): boolean {
    return this.entries.some(counts)
  }

  save(): AgendaState {
    return { seq: this.seq, entries: this.entries.slice() }
  }

  load(state: AgendaState): void {
    this.seq = state.seq
    this.entries = state.entries.slice()
    while (this.at.length < this.entries.length) this.grow()
    this.entries.forEach((entry, i) => {
      this.at[i] = entry.at
      this.order[i] = entry.seq
    })
  }

  private insert(entry: AgendaEntry): void {
    let i = this.entries.length
    if (i === this.at.length) this.grow()
    this.entries.push(entry)
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (this.at[parent]! < entry.at || (this.at[parent] === entry.at && this.order[parent]! < entry.seq)) break
      this.move(parent, i)
      i = parent
    }
    this.place(entry, i)
  }

  private sink(entry: AgendaEntry): void {
    const n = this.entries.length
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= n) break
      if (child + 1 < n && this.before(child + 1, child)) child++
      if (entry.at < this.at[child]! || (entry.at === this.at[child] && entry.seq < this.order[child]!)) break
      this.move(child, i)
      i = child
    }
    this.place(entry, i)
  }

  private before(a: number, b: number): boolean {
    return this.at[a]! < this.at[b]! || (this.at[a] === this.at[b] && this.order[a]! < this.order[b]!)
  }

  private move(from: number, to: number): void {
    this.at[to] = this.at[from]!
    this.order[to] = this.order[from]!
    this.entries[to] = this.entries[from]!
  }

  private place(entry: AgendaEntry, i: number): void {
    this.at[i] = entry.at
    this.order[i] = entry.seq
    this.entries[i] = entry
  }

  private grow(): void {
    const at = new Float64Array(this.at.length * 2)
    at.set(this.at)
    this.at = at
    const order = new Float64Array(this.order.length * 2)
    order.set(this.order)
    this.order = order
  }
}
