import type { Client } from '../api/client'
import { ApiError } from '../api/errors'
import { subjectOf, type Draft, type KubeObject } from '../api/meta'
import { EPOCH_MS, timestamp } from '../api/time'
import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import type { Recorder } from './component'

/** An Event that a source wrote about an object. */
interface Known {
  readonly name: string
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly fieldPath: string
}

/** What is kept of one source and one object: how much it may still say, and what it said. */
interface Voice {
  /** `component/host`. */
  readonly source: string
  readonly tokens: number
  /** Virtual ms of the last refill. */
  readonly at: number
  readonly known: readonly Known[]
}

/** Who speaks; upstream: v1.EventSource. */
interface EventSource {
  readonly component: string
  readonly host?: string
}

interface SavedEvents {
  readonly voices: SavedMap<string, readonly Voice[]>
  readonly counter: number
}

/** One Event a source may write about one object at a time, then one every five minutes (client-go: EventSourceObjectSpamFilter). */
const BURST = 25
const REFILL_MS = 300_000

/**
 * Writes core/v1 Events for all sources of a world. An equal Event (source, object, type, reason, message) is counted up instead of
 * written again, as client-go's EventCorrelator does. A refused Event is dropped silently, as upstream: events are best effort.
 */
export class EventLog {
  /** By the uid of whom they speak about. */
  private readonly voices = new CowMap<string, readonly Voice[]>()
  private counter = 0

  constructor(private readonly kernel: Kernel) {
    kernel.part<SavedEvents>('events', {
      save: () => ({ voices: this.voices.save(), counter: this.counter }),
      load: (state) => {
        this.voices.load(state.voices)
        this.counter = state.counter
      },
    })
  }

  recorder(client: Client, component: string, host = ''): Recorder {
    const source = `${component}/${host}`
    const from: EventSource = Object.freeze(host ? { component, host } : { component })
    return (about, reason, message, type = 'Normal', fieldPath = '') => {
      const { uid } = about.metadata
      let voice = this.heard(source, uid)
      if (!voice) return
      const namespace = about.metadata.namespace || 'default'
      if (type === 'Warning') {
        this.kernel.record('failure', client.actor, '', about.metadata.uid, subjectOf(about), reason)
      }
      try {
        const known = voice.known.find(
          (each) => each.message === message && each.reason === reason && each.type === type && each.fieldPath === fieldPath,
        )
        const old = known && client.getAny('Event', known.name, namespace)
        if (old) this.countUp(client, old)
        else {
          const name = this.write(client, from, about, namespace, reason, message, type, fieldPath)
          const others = known ? voice.known.filter((each) => each !== known) : voice.known
          const { tokens, at } = voice
          voice = { source, tokens, at, known: others.concat({ name, type, reason, message, fieldPath }) }
        }
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
      }
      this.keep(uid, voice)
    }
  }

  /** Forgets events that the server no longer has, and who has nothing left to be remembered for. */
  forget(names: ReadonlySet<string>): void {
    for (const [uid, voices] of [...this.voices]) {
      const left = voices.flatMap((voice) => {
        const known = voice.known.filter(({ name }) => !names.has(name))
        if (known.length === 0 && this.tokensOf(voice) >= BURST) return []
        return [known.length < voice.known.length ? { ...voice, known } : voice]
      })
      if (left.length === 0) this.voices.delete(uid)
      else if (left.length < voices.length || left.some((voice, i) => voice !== voices[i])) this.voices.set(uid, left)
    }
  }

  /** What is kept of a source that speaks once more about an object; undefined when it said too much of late. */
  private heard(source: string, uid: string): Voice | undefined {
    const voice = this.voices.get(uid)?.find((each) => each.source === source)
    const tokens = voice ? this.tokensOf(voice) : BURST
    if (tokens < 1) return undefined
    return { source, tokens: tokens - 1, at: this.kernel.now, known: voice?.known ?? none }
  }

  private keep(uid: string, voice: Voice): void {
    const voices = this.voices.get(uid)
    if (!voices) return this.voices.set(uid, [voice])
    const next = voices.slice()
    const place = voices.findIndex(({ source }) => source === voice.source)
    next[place < 0 ? voices.length : place] = voice
    this.voices.set(uid, next)
  }

  private tokensOf({ tokens, at }: Voice): number {
    return Math.min(BURST, tokens + (this.kernel.now - at) / REFILL_MS)
  }

  private countUp(client: Client, old: KubeObject): void {
    const count = ((old as { count?: number }).count ?? 1) + 1
    const lastTimestamp = timestamp(this.kernel.now)
    client.update({ ...old, metadata: { ...old.metadata, resourceVersion: '' }, count, lastTimestamp } as KubeObject)
  }

  /** Writes a new Event and returns its name. */
  private write(
    client: Client,
    source: EventSource,
    about: KubeObject,
    namespace: string,
    reason: string,
    message: string,
    type: string,
    fieldPath: string,
  ): string {
    const time = timestamp(this.kernel.now)
    const { name, uid, resourceVersion } = about.metadata
    const event: Draft = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${hexNanoseconds(this.kernel.now, ++this.counter % 1_000_000)}`, namespace },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name,
        namespace: about.metadata.namespace || undefined,
        uid,
        resourceVersion,
        fieldPath: fieldPath || undefined,
      },
      reason,
      message,
      type,
      count: 1,
      firstTimestamp: time,
      lastTimestamp: time,
      source,
      reportingComponent: source.component,
      reportingInstance: source.host ?? '',
      eventTime: null,
    } as Draft
    return client.create(event).metadata.name
  }
}

const none: readonly Known[] = []

/** Unix time in nanoseconds as hex, by which Events are named: `below` are those within the millisecond. Too large for one number. */
function hexNanoseconds(now: number, below: number): string {
  const ms = EPOCH_MS + Math.floor(now)
  const low = (ms % 2 ** 24) * 1e6 + below
  const high = Math.floor(ms / 2 ** 24) * 1e6 + Math.floor(low / 2 ** 24)
  // The upper digits stand for 17 ms, and are slow to write: too large for a small integer.
  if (high !== upper.value) upper = { value: high, digits: high.toString(16) }
  return upper.digits + (low % 2 ** 24).toString(16).padStart(6, '0')
}

let upper = { value: -1, digits: '' }
