import { controllerOf, type Condition, type KubeObject } from '../../../api/meta'
import { virtualMs } from '../../../api/time'
import type { OwnerView } from '../../frame'
import { tagOf } from '../podView'
import { summaries } from '../summaries'
import { definePart, type PartReading } from './part'

/** Kinds that make pods, or that make what does. */
const kinds = [...summaries.values()].filter(({ kind, podSpecPath }) => podSpecPath !== undefined && kind !== 'Pod')

/** Everything that owns pods. A revision that was replaced and has no pods left is not drawn. */
export const owners = definePart<OwnerView>({
  kinds: kinds.map(({ kind }) => kind),
  build: (reading) =>
    kinds
      .flatMap(({ kind }) => [...reading.store.all(kind)])
      .map((object) => ownerView(reading, object))
      .filter(({ parent, uid, replicas }) => !parent || replicas?.want !== 0 || reading.store.owned('Pod', uid).length > 0)
      .sort((a, b) => a.createdAt - b.createdAt || (a.uid < b.uid ? -1 : 1)),
})

function ownerView(reading: PartReading, object: KubeObject): OwnerView {
  const { uid, name, namespace = '', creationTimestamp } = object.metadata
  const summary = summaries.get(object.kind)!
  const replicas = summary.replicas?.(object, reading)
  const { containers } = (at(object, summary.podSpecPath!) ?? {}) as { containers?: readonly { readonly image?: string }[] }
  const labels = at(object, summary.podSpecPath!.replace(/spec$/, 'metadata.labels')) as OwnerView['labels']
  return {
    uid,
    kind: object.kind,
    name,
    namespace,
    parent: controllerOf(object)?.uid ?? '',
    hue: reading.hues.of(object),
    tag: tagOf(containers?.[0]?.image ?? ''),
    createdAt: virtualMs(creationTimestamp),
    ...(labels && { labels }),
    ...(isResting(object) && { resting: true }),
    ...(isStuck(object) && { stuck: true }),
    replicas: replicas ? { want: replicas.want, have: replicas.ready } : null,
    text: summary.summary(object, reading).text,
  }
}

function isResting(object: KubeObject): boolean {
  const { paused, suspend } = (object as { spec?: { paused?: boolean; suspend?: boolean } }).spec ?? {}
  return paused === true || suspend === true
}

function isStuck(object: KubeObject): boolean {
  const { conditions = [] } = (object as { status?: { conditions?: readonly Condition[] } }).status ?? {}
  return conditions.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded')
}

const at = (object: KubeObject, path: string): unknown =>
  path.split('.').reduce<unknown>((value, field) => (value as Record<string, unknown> | undefined)?.[field], object)
