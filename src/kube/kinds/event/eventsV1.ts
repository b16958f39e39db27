import type { ServedVersion } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { always, objectReference, objectSchema, struct } from '../../../api/schema/schema'

/** Fields of events.k8s.io/v1 beside the names that the core group gives them. */
const renamed = {
  note: 'message',
  regarding: 'involvedObject',
  reportingController: 'reportingComponent',
  deprecatedSource: 'source',
  deprecatedFirstTimestamp: 'firstTimestamp',
  deprecatedLastTimestamp: 'lastTimestamp',
  deprecatedCount: 'count',
} as const

function translated(object: KubeObject, names: readonly (readonly [string, string])[]): KubeObject {
  const byName = new Map(names)
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [byName.get(key) ?? key, value]),
  ) as unknown as KubeObject
}

const toCore = Object.entries(renamed)
const toEvents = toCore.map(([theirs, ours]) => [ours, theirs] as const)

/** The same events under the group of their own. Rule: pkg/apis/events/v1 conversion. */
export const eventsV1: ServedVersion = {
  group: 'events.k8s.io',
  version: 'v1',
  schema: objectSchema('Event', {
    eventTime: 'microTime',
    series: struct('v1.EventSeries', { count: 'int32!', lastObservedTime: 'microTime' }),
    reportingController: 'string',
    reportingInstance: 'string',
    action: 'string',
    reason: 'string',
    regarding: always(objectReference),
    related: objectReference,
    note: 'string',
    type: 'string',
    deprecatedSource: always(struct('v1.EventSource', { component: 'string', host: 'string' })),
    deprecatedFirstTimestamp: 'time',
    deprecatedLastTimestamp: 'time',
    deprecatedCount: 'int32',
  }),
  toStored: (object) => translated(object, toCore),
  fromStored: (object) => translated(object, toEvents),
}
