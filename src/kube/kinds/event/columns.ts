import { ago, nameColumn, textColumn } from '../../../api/columns'
import type { Column } from '../../../api/kind'
import type { Event } from './types'

/** `kubectl get events`. Rule: printEvent. */
export const eventColumns: readonly Column<Event>[] = [
  textColumn('Last Seen', lastSeen),
  textColumn('Type', ({ type }) => type ?? ''),
  textColumn('Reason', ({ reason }) => reason ?? ''),
  textColumn('Object', ({ involvedObject: { kind = '', name } }) => kind.toLowerCase() + (name ? `/${name}` : '')),
  textColumn('Subobject', ({ involvedObject }) => involvedObject.fieldPath ?? '', 'wide'),
  textColumn('Source', source, 'wide'),
  textColumn('Message', ({ message = '' }) => message.trim()),
  textColumn('First Seen', firstSeen, 'wide'),
  textColumn('Count', ({ series, count }) => (series ? series.count + 1 : count || 1), 'wide'),
  { ...nameColumn, priority: 1 },
]

function firstSeen({ firstTimestamp, eventTime }: Event, now: number): string {
  return ago(firstTimestamp || eventTime, now)
}

function lastSeen(event: Event, now: number): string {
  const last = event.series?.lastObservedTime || event.lastTimestamp
  return last ? ago(last, now) : firstSeen(event, now)
}

function source({ source: from, reportingComponent, reportingInstance }: Event): string {
  const [component, host] = from?.component ? [from.component, from.host] : [reportingComponent ?? '', reportingInstance]
  return host ? `${component}, ${host}` : component
}
