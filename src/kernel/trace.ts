/** Number of a trace record; 0 means "nobody": the start of the world. */
export type CauseId = number

/**
 * One thing that happened: somebody (`from`) did something (`verb`) to somebody (`to`) about an object (`about`).
 * Actors are `you`, `apiserver`, `etcd`, `scheduler`, `controller:NAME`, `kubelet:NODE`, `registry`, `pod:UID`, `service:UID`, `users`.
 */
export interface TraceRecord {
  readonly id: CauseId
  /** Virtual ms. */
  readonly at: number
  /** What made this happen; walking it ends at a person's command or at 0. */
  readonly cause: CauseId
  /** `command create update patch delete bind status event watch lease pull probe request response fault ...` */
  readonly verb: string
  readonly from: string
  readonly to: string
  /** uid of the object concerned, or ''. */
  readonly about: string
  /** `Kind namespace/name` of that object, or a short text when there is none. */
  readonly subject: string
  /** What a person should read: an event's reason and message, the verb and code of a request, ... */
  readonly note: string
}

/** Everything that happened, in order; `id` is the index + 1. Append-only, cut back when time is turned back. */
export class Trace {
  private records: TraceRecord[] = []

  get length(): number {
    return this.records.length
  }

  add(at: number, cause: CauseId, verb: string, from: string, to: string, about: string, subject: string, note: string): CauseId {
    const id = this.records.length + 1
    this.records.push({ id, at, cause, verb, from, to, about, subject, note })
    return id
  }

  get(id: CauseId): TraceRecord | undefined {
    return this.records[id - 1]
  }

  /** Records with an id above `after`, oldest first. */
  since(after: CauseId): readonly TraceRecord[] {
    return this.records.slice(after)
  }

  /** From the record itself back to the first cause. */
  chain(id: CauseId): TraceRecord[] {
    const links: TraceRecord[] = []
    for (let record = this.get(id); record; record = this.get(record.cause)) links.push(record)
    return links
  }

  /** Forgets everything after record `length`. */
  cut(length: number): void {
    this.records.length = length
  }
}
