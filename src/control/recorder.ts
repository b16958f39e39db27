import type { Client } from '../api/client'
import { ApiError } from '../api/errors'
import { keyOf, type Draft, type KubeObject } from '../api/meta'
import { EPOCH_MS, timestamp } from '../api/time'
import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import type { Recorder } from './component'

interface Bucket {
  readonly tokens: number
  /** Virtual ms of the last refill. */
  readonly at: number
}

interface SavedEvents {
  readonly known: SavedMap<string, string>
  readonly buckets: SavedMap<string, Bucket>
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
  private readonly known = new CowMap<string, string>()
  private readonly buckets = new CowMap<string, Bucket>()
  private counter = 0

  constructor(private readonly kernel: Kernel) {
    kernel.part<SavedEvents>('events', {
      save: () => ({ known: this.known.save(), buckets: this.buckets.save(), counter: this.counter }),
      load: (state) => {
        this.known.load(state.known)
        this.buckets.load(state.buckets)
        this.counter = state.counter
      },
    })
  }

  recorder(client: Client, component: string, host = ''): Recorder {
    return (about, reason, message, type = 'Normal', fieldPath = '') => {
      if (!this.allowed(`${component}/${host}/${about.metadata.uid}`)) return
      try {
        this.write(client, component, host, about, reason, message, type, fieldPath)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
      }
    }
  }

  /** Forgets events that the server no longer has. */
  forget(names: ReadonlySet<string>): void {
    for (const [key, name] of [...this.known]) if (names.has(name)) this.known.delete(key)
  }

  private allowed(key: string): boolean {
    const { now } = this.kernel
    const bucket = this.buckets.get(key)
    const tokens = bucket ? Math.min(BURST, bucket.tokens + (now - bucket.at) / REFILL_MS) : BURST
    if (tokens < 1) return false
    this.buckets.set(key, { tokens: tokens - 1, at: now })
    return true
  }

  private write(
    client: Client,
    component: string,
    host: string,
    about: KubeObject,
    reason: string,
    message: string,
    type: string,
    fieldPath: string,
  ): void {
    const namespace = about.metadata.namespace || 'default'
    const key = `${component}|${host}|${about.metadata.uid}|${type}|${reason}|${message}|${fieldPath}`
    const known = this.known.get(key)
    const old = known && client.getAny('Event', known, namespace)
    const time = timestamp(this.kernel.now)
    if (type === 'Warning') this.kernel.record('failure', client.actor, '', about.metadata.uid, `${about.kind} ${keyOf(about)}`, reason)
    if (old) {
      const count = ((old as { count?: number }).count ?? 1) + 1
      client.update({ ...old, metadata: { ...old.metadata, resourceVersion: '' }, count, lastTimestamp: time } as KubeObject)
      return
    }
    const stamp = (BigInt(EPOCH_MS + Math.floor(this.kernel.now)) * 1_000_000n + BigInt(++this.counter % 1_000_000)).toString(16)
    const event: Draft = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${about.metadata.name}.${stamp}`, namespace },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name: about.metadata.name,
        ...(about.metadata.namespace && { namespace: about.metadata.namespace }),
        uid: about.metadata.uid,
        resourceVersion: about.metadata.resourceVersion,
        ...(fieldPath && { fieldPath }),
      },
      reason,
      message,
      type,
      count: 1,
      firstTimestamp: time,
      lastTimestamp: time,
      source: { component, ...(host && { host }) },
      reportingComponent: component,
      reportingInstance: host,
      eventTime: null,
    } as Draft
    this.known.set(key, client.create(event).metadata.name)
  }
}
