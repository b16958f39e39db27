import { stringify } from 'yaml'
import { virtualMs } from '../../api/time'
import type { Event as KubeEvent } from '../../kube/kinds/event/api'
import type { DetailView, EventView } from '../frame'
import type { Sources } from './sources'

/** What the ids of pools begin with on stage: no object of the API stands behind one. */
export const POOL = 'pool:'

/** Where the autoscaler keeps its status; what it does to pools is told of there. */
const STATUS_MAP = 'kube-system/cluster-autoscaler-status'

/** What the inspector shows of a pool of machines: its bounds, what there is of it, and what the autoscaler did to it; null when it is gone. */
export function poolDetail(sources: Sources, uid: string): DetailView | null {
  const pool = sources.pools().find(({ name }) => uid === POOL + name)
  if (!pool) return null
  const { name, min, max, machine, price, elastic, nodes, size, arrivals, cost } = pool
  const spec = { ...(elastic ? { min, max } : { onPremises: true, size }), machine, dollarsPerHour: price }
  const status = { size, nodes, joining: arrivals.map((one) => one.name), dollarsSoFar: Number(cost.toFixed(2)) }
  const nothing = { conditions: [], why: [], charts: [], verdicts: [], logs: [] }
  const texts = { spec: stringify(spec), status: stringify(status) }
  return {
    uid,
    kind: 'NodePool',
    name,
    namespace: '',
    exists: true,
    ...texts,
    events: eventsOf(sources, [name, ...nodes]),
    ...nothing,
  }
}

function eventsOf({ store }: Sources, names: readonly string[]): EventView[] {
  const map = store.get('ConfigMap', STATUS_MAP)
  const events = map ? (store.eventsAbout(map.metadata.uid) as readonly KubeEvent[]) : []
  return events
    .filter(({ message = '' }) => names.some((name) => new RegExp(`\\b${name}\\b`).test(message)))
    .map(({ lastTimestamp, metadata, type = 'Normal', reason = '', message = '', count = 1, source }) => {
      const at = virtualMs(lastTimestamp ?? metadata.creationTimestamp)
      return { at, type, reason, message, count, component: source?.component ?? '' }
    })
    .sort((a, b) => a.at - b.at)
}
