import { invalid, required, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import { qualifiedName } from '../../../api/names'
import { objectReference, objectSchema, struct, always } from '../../../api/schema/schema'
import { eventColumns } from './columns'
import { eventsV1 } from './eventsV1'
import type { Event } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Event: Event
  }
}

export default defineKind<Event>({
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  namespaced: true,
  selectableFields: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'type',
  ],
  schema: objectSchema('Event', {
    involvedObject: always(objectReference),
    reason: 'string',
    message: 'string',
    source: always(struct('v1.EventSource', { component: 'string', host: 'string' })),
    firstTimestamp: 'time',
    lastTimestamp: 'time',
    count: 'int32',
    type: 'string',
    eventTime: 'microTime',
    series: struct('v1.EventSeries', { count: 'int32', lastObservedTime: 'microTime' }),
    action: 'string',
    related: objectReference,
    reportingComponent: 'string!',
    reportingInstance: 'string!',
  }),
  servedAs: [eventsV1],
  validate,
  columns: eventColumns,
})

const longest = 128
const longestNote = 1024
const atMost = (most: number) => `can have at most ${most} characters`

/** Rule: legacyValidateEvent; objects of no namespace have their events in `default`. Those that tell their time must tell who saw them. */
function validate(event: Event): FieldError[] {
  const { involvedObject, metadata, eventTime, reportingComponent = '', reportingInstance = '', action = '', reason = '' } = event
  const of = involvedObject?.namespace ?? ''
  const home = metadata.namespace
  const fits = of ? Boolean(eventTime) || of === home : home === 'default' || (eventTime && home === 'kube-system')
  const out: FieldError[] = []
  if (!fits) out.push(invalid('involvedObject.namespace', of, 'does not match event.namespace'))
  if (!eventTime) return out
  if (!reportingComponent) out.push(required('reportingController'))
  for (const message of qualifiedName(reportingComponent)) out.push(invalid('reportingController', reportingComponent, message))
  for (const [field, value] of Object.entries({ reportingInstance, action, reason })) {
    if (!value) out.push(required(field))
    else if (value.length > longest) out.push(invalid(field, '', atMost(longest)))
  }
  if ((event.message ?? '').length > longestNote) out.push(invalid('message', '', atMost(longestNote)))
  return out
}
