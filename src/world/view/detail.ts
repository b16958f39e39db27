import { stringify } from 'yaml'
import type { KubeObject } from '../../api/meta'
import { virtualMs } from '../../api/time'
import type { Event as KubeEvent } from '../../kube/kinds/event/api'
import type { Pod } from '../../kube/kinds/pod/api'
import { PARTS } from '../../kube/plane/controlPlane'
import type { ControlPlanePart } from '../command'
import type { DetailView, EventView } from '../frame'
import { holdingsOf } from './holdings'
import type { Sources } from './sources'
import { whyChain } from './why'

/** Annotations that are machinery, not content. */
const HIDDEN = new Set(['kubectl.kubernetes.io/last-applied-configuration'])

interface Open extends KubeObject {
  readonly spec?: unknown
  readonly status?: { readonly conditions?: readonly { type: string; status: string; reason?: string; message?: string }[] }
}

/** Everything that the inspector shows of an object. `born` is the trace record of its creation. */
export function detailView(sources: Sources, object: KubeObject, born: number): DetailView {
  const { metadata, kind } = object
  const pod = kind === 'Pod' ? (object as Pod) : undefined
  const { status } = object as Open
  const holds = holdingsOf(sources, object)
  return {
    uid: metadata.uid,
    kind,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    exists: true,
    spec: yaml(wanted(object as Open)),
    status: status === undefined ? '' : yaml(status),
    conditions: (status?.conditions ?? []).map(({ type, status: is, reason = '', message = '' }) => ({
      type,
      status: is,
      reason,
      message,
    })),
    events: eventViews(sources, metadata.uid),
    why: whyChain(sources.kernel.trace, born),
    charts: sources.chartsOf(kind, metadata.uid, metadata.name),
    ...(holds && { holds }),
    verdicts: pod ? sources.verdictsOf(metadata.uid) : [],
    logs: pod ? sources.logsOf(pod) : [],
  }
}

const yaml = (value: unknown): string => stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })

function wanted({ apiVersion, kind, metadata, status: _, ...rest }: Open): Record<string, unknown> {
  const { name, namespace, labels, annotations = {}, ownerReferences, deletionTimestamp, finalizers } = metadata
  const shown = Object.entries(annotations).filter(([key]) => !HIDDEN.has(key))
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace && { namespace }),
      ...(labels && { labels }),
      ...(shown.length && { annotations: Object.fromEntries(shown) }),
      ...(ownerReferences && { ownerReferences: ownerReferences.map((ref) => ({ kind: ref.kind, name: ref.name })) }),
      ...(finalizers?.length && { finalizers }),
      ...(deletionTimestamp && { deletionTimestamp }),
    },
    ...rest,
  }
}

function eventViews({ store }: Sources, uid: string): EventView[] {
  return (store.eventsAbout(uid) as readonly KubeEvent[])
    .map((event) => ({
      at: virtualMs(event.lastTimestamp ?? event.metadata.creationTimestamp),
      type: event.type ?? 'Normal',
      reason: event.reason ?? '',
      message: event.message ?? '',
      count: event.count ?? 1,
      component: event.source?.component ?? '',
    }))
    .sort((a, b) => a.at - b.at)
}

/** What the inspector shows of a part of the control plane: its statechart and its way through it. */
export function partDetail(sources: Sources, uid: string, part: ControlPlanePart): DetailView {
  const nothing = { spec: '', status: '', conditions: [], events: [], why: [], verdicts: [], logs: [] }
  return { uid, kind: 'ControlPlane', name: part, namespace: '', exists: true, ...nothing, charts: [sources.partChart(part)] }
}

/** Which part of the control plane an id on stage stands for: the part itself, or the manager that runs a loop. */
export function partOf(uid: string): ControlPlanePart | undefined {
  if (uid.startsWith('controller:')) return 'controller-manager'
  return PARTS.find((part) => part === uid)
}
