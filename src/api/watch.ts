import type { KubeObject } from './meta'

/** One change, as a watch tells it. `object` is the last state for DELETED. */
export interface WatchEvent<T extends KubeObject = KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: T
  /** The state before; undefined for ADDED. */
  readonly old?: T
  /** Trace record of the write. */
  readonly cause: number
}
