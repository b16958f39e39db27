import type { KubeObject, Time } from '../../../api/meta'

/** Names an object anywhere; upstream: v1.ObjectReference. */
export interface ObjectReference {
  readonly kind?: string
  readonly namespace?: string
  readonly name?: string
  readonly uid?: string
  readonly apiVersion?: string
  readonly resourceVersion?: string
  readonly fieldPath?: string
}

/** What happened to an object, in a sentence; equal ones are counted. */
export interface Event extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'Event'
  readonly involvedObject: ObjectReference
  readonly reason?: string
  readonly message?: string
  readonly source?: { readonly component?: string; readonly host?: string }
  readonly firstTimestamp?: Time | null
  readonly lastTimestamp?: Time | null
  readonly count?: number
  readonly type?: string
  readonly eventTime?: Time | null
  readonly series?: { readonly count: number; readonly lastObservedTime: Time }
  readonly action?: string
  readonly related?: ObjectReference
  readonly reportingComponent?: string
  readonly reportingInstance?: string
}

/** The same under a name that does not hide the browser's Event. */
export type KubeEvent = Event
