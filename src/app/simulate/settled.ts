import type { KubeObject } from '../../api/meta'
import type { Change, Store } from '../../api/store'
import type { Pod } from '../../kube/kinds/pod/api'

/** Kinds that change all the time without anything having happened. */
const restless = new Set(['Event', 'Lease'])

/** Fields that only say when; `lastHeartbeatTime`, `startedAt`, `creationTimestamp`, ... */
const times = /(Time|Timestamp|At)$/

/** Tells when a cluster has come to rest. */
export interface RestWatch {
  /** Virtual ms of the last change that counts. */
  readonly lastChange: number
}

/** Notes every change that counts: leases, Events, heartbeats and times in a status do not. */
export function watchForRest(store: Store, now: number): RestWatch {
  const watch = { lastChange: now }
  store.onChange((change) => {
    if (counts(change)) watch.lastChange = change.at
  })
  return watch
}

function counts({ type, object, old }: Change): boolean {
  if (restless.has(object.kind)) return false
  if (type !== 'MODIFIED' || !old) return true
  const { status, ...rest } = object as KubeObject & { status?: unknown }
  const { status: oldStatus, ...oldRest } = old as KubeObject & { status?: unknown }
  const version = { resourceVersion: '' }
  const spec = { ...rest, metadata: { ...rest.metadata, ...version } }
  const oldSpec = { ...oldRest, metadata: { ...oldRest.metadata, ...version } }
  return !equal(spec, oldSpec, false) || !equal(status, oldStatus, true)
}

function equal(a: unknown, b: unknown, forgivesTimes: boolean): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const left = a as Readonly<Record<string, unknown>>
  const right = b as Readonly<Record<string, unknown>>
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  for (const key of keys) {
    if (forgivesTimes && times.test(key)) continue
    if (!equal(left[key], right[key], forgivesTimes)) return false
  }
  return true
}

/** Is a pod where it was meant to get: Ready, or Completed? */
export const arrived = ({ status }: Pod): boolean =>
  status?.phase === 'Succeeded' ||
  (status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false)
