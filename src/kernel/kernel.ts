import { Agenda, type AgendaEntry, type AgendaState } from './agenda'
import { RandomStreams, type Random, type RandomState } from './random'
import { Trace, type CauseId } from './trace'

/** A piece of the world that keeps state of its own. `save` must be cheap and its result immutable. */
export interface Part<S> {
  save(): S
  load(state: S): void
}

/** The whole state of a world at one moment: a plain value over shared frozen objects. */
export interface Keyframe {
  /** Virtual ms. */
  readonly now: number
  readonly agenda: AgendaState
  readonly random: RandomState
  readonly traceLength: number
  readonly parts: ReadonlyMap<string, unknown>
}

/** Takes agenda entries of one topic. Whatever it does is caused by the entry's cause. */
export type Handler = (to: string, body: unknown, entry: AgendaEntry) => void

/**
 * Virtual time, the agenda, chance and the trace of one world. Everything below the UI takes time, chance and future from here, by name,
 * and from nowhere else. Handlers run one at a time to the end; nothing is ever concurrent.
 */
export class Kernel {
  readonly trace = new Trace()
  private readonly agenda = new Agenda()
  private readonly streams: RandomStreams
  private readonly handlers = new Map<string, Handler>()
  private readonly parts = new Map<string, Part<unknown>>()
  private time = 0
  private current: CauseId = 0
  private handled = 0
  private atThisInstant = 0

  constructor(readonly seed: number) {
    this.streams = new RandomStreams(seed)
  }

  /** Virtual ms since the world began. */
  get now(): number {
    return this.time
  }

  /** The trace record under which things happen just now. */
  get cause(): CauseId {
    return this.current
  }

  /** How many entries were handled so far; a measure of work that does not depend on the machine. */
  get steps(): number {
    return this.handled
  }

  /** Virtual ms of the next agenda entry, or Infinity. */
  get next(): number {
    return this.agenda.next
  }

  /** The stream of chance with this name. */
  random(name: string): Random {
    return this.streams.stream(name)
  }

  /** Registers the one handler of a topic. Throws on a second one. */
  on(topic: string, handle: Handler): void {
    if (this.handlers.has(topic)) throw new Error(`topic handled twice: ${topic}`)
    this.handlers.set(topic, handle)
  }

  /** Registers state that keyframes must hold. Throws on a second part of that name. */
  part<S>(name: string, part: Part<S>): void {
    if (this.parts.has(name)) throw new Error(`part registered twice: ${name}`)
    this.parts.set(name, part as Part<unknown>)
  }

  /** Puts an entry on the agenda `delay` ms from now (never in the past), under the present cause. */
  schedule(delay: number, topic: string, to: string, body: unknown = undefined): void {
    this.agenda.push(this.time + Math.max(0, delay), topic, to, body, this.current)
  }

  /** Adds a trace record under the present cause. */
  record(verb: string, from: string, to: string, about = '', subject = '', note = ''): CauseId {
    return this.trace.add(this.time, this.current, verb, from, to, about, subject, note)
  }

  /** Runs `act` with another cause. */
  because<T>(cause: CauseId, act: () => T): T {
    const before = this.current
    this.current = cause
    try {
      return act()
    } finally {
      this.current = before
    }
  }

  /** Handles the next entry. Returns false when the agenda is empty. Throws when its topic has no handler. */
  step(): boolean {
    const entry = this.agenda.pop()
    if (!entry) return false
    const handle = this.handlers.get(entry.topic)
    if (!handle) throw new Error(`no handler for topic: ${entry.topic}`)
    this.atThisInstant = entry.at > this.time ? 0 : this.atThisInstant + 1
    if (this.atThisInstant > MOST_AT_ONE_INSTANT)
      throw new Error(`the world does not move on at ${this.time} ms: ${entry.topic} ${entry.to}`)
    this.time = entry.at
    this.current = entry.cause
    this.handled++
    try {
      handle(entry.to, entry.body, entry)
    } finally {
      this.current = 0
    }
    return true
  }

  /**
   * Handles everything due up to and including virtual time `to`, then stands at `to`.
   * `more` is asked every 64 entries; when it says no, stops early at the entry reached and returns false.
   */
  advance(to: number, more: () => boolean = always): boolean {
    let sinceAsked = 0
    while (this.agenda.next <= to) {
      if (++sinceAsked === 64) {
        sinceAsked = 0
        if (!more()) return false
      }
      this.step()
    }
    if (to > this.time && to !== Infinity) this.time = to
    return true
  }

  /** Is something on the agenda that `counts`? */
  expects(counts: (entry: AgendaEntry) => boolean): boolean {
    return this.agenda.some(counts)
  }

  /** The next entries in the order in which they will come. */
  upcoming(limit: number): AgendaEntry[] {
    return this.agenda.upcoming(limit)
  }

  save(): Keyframe {
    const parts = new Map<string, unknown>()
    for (const [name, part] of this.parts) parts.set(name, part.save())
    return { now: this.time, agenda: this.agenda.save(), random: this.streams.save(), traceLength: this.trace.length, parts }
  }

  /** Puts the world back as it was. The keyframe stays usable. */
  load(frame: Keyframe): void {
    this.time = frame.now
    this.current = 0
    this.agenda.load(frame.agenda)
    this.streams.load(frame.random)
    this.trace.cut(frame.traceLength)
    for (const [name, part] of this.parts) part.load(frame.parts.get(name))
  }
}

const always = () => true

/** More entries than any honest instant has; beyond it something wakes itself for ever. */
const MOST_AT_ONE_INSTANT = 2_000_000
