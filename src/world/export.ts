import type { KubeObject } from '../api/meta'
import { virtualMs } from '../api/time'
import { yamlText } from '../api/yaml'
import type { KubeEvent } from '../kube/kinds/event/api'
import type { Cluster } from './cluster'

/** One line of `kubectl get events`, with its moment in virtual ms instead of its age. */
export interface EventLine {
  readonly at: number
  readonly type: string
  readonly reason: string
  readonly namespace: string
  /** `pod/web-7c4b9-z4jfn`. */
  readonly object: string
  readonly message: string
  /** How often it happened, up to then. */
  readonly count: number
}

/** What is of the machines and of the API server itself, whoever asked for it. */
const MACHINERY = new Set(['Node', 'CSINode', 'Lease', 'Event', 'IPAddress'])

/**
 * All that a person wrote and what came of it, as `kubectl get -o yaml` prints each object, without `managedFields`. What the cluster
 * makes for itself is left out: a new cluster has it already.
 */
export function clusterYaml({ store, view }: Cluster): string {
  const objects: KubeObject[] = []
  for (const kind of store.kindNames()) {
    if (MACHINERY.has(kind)) continue
    for (const object of store.all(kind)) if (view.isOfPerson(object.metadata.uid)) objects.push(object)
  }
  return objects
    .map((object) => [placeOf(object), object] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, object]) => `${yamlText(unmanaged(object))}\n`)
    .join('---\n')
}

/** What belongs to no namespace first, then by namespace, kind and name. */
const placeOf = ({ kind, metadata: { namespace = '', name } }: KubeObject): string => [namespace, kind, name].join('\n')

function unmanaged(object: KubeObject): object {
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** The Events that the cluster still keeps, each at the time of its last occurrence, in the order in which they were written. */
export function eventLines({ store }: Cluster): EventLine[] {
  return ([...store.all('Event')] as KubeEvent[])
    .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map((event) => {
      const { involvedObject, type = '', reason = '', message = '', series } = event
      const { kind = '', namespace = '', name = '' } = involvedObject
      const time = series?.lastObservedTime || event.lastTimestamp || event.eventTime || event.metadata.creationTimestamp
      return {
        at: virtualMs(time),
        type,
        reason,
        namespace,
        object: kind.toLowerCase() + (name && `/${name}`),
        message: message.trim(),
        count: series ? series.count + 1 : event.count || 1,
      }
    })
}
