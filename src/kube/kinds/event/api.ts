import { invalid, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
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

/** Rule: legacyValidateEvent; objects of no namespace have their events in `default`. */
function validate({ involvedObject, metadata }: Event): FieldError[] {
  const of = involvedObject?.namespace ?? ''
  const fits = of ? of === metadata.namespace : metadata.namespace === 'default' || metadata.namespace === 'kube-system'
  return fits ? [] : [invalid('involvedObject.namespace', of, 'does not match event.namespace')]
}
