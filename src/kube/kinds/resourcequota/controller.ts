import { same } from '../../../api/freeze'
import type { KindDefinition } from '../../../api/kind'
import type { KindName, KubeObject } from '../../../api/meta'
import type { WatchEvent } from '../../../api/watch'
import { defineController, watches, type ControllerContext } from '../../../control/controller'
import { isCounted } from '../../quota/evaluators'
import { stoppedCounting } from '../../quota/pods'
import { recount, recounted } from '../../quota/recount'
import { order } from '../../workload/pods'

const definitions = import.meta.glob<{ default: KindDefinition }>('../*/api.ts', { eager: true })

/** Every kind that a quota may count, in a fixed order. */
const kinds = Object.keys(definitions)
  .sort(order)
  .map((path) => definitions[path]!.default)
  .filter(isCounted)

/** Everything is counted again this often, ms; upstream: --resource-quota-sync-period. */
const RESYNC_MS = 300_000

/** Kinds of which a change, and not only the end, may set free what a quota counts. */
const CHANGING: ReadonlySet<string> = new Set(['Pod', 'Service', 'PersistentVolumeClaim'])

/** The quotas that may have more room now. */
function relieved({ type, object, old }: WatchEvent, { client, now }: ControllerContext): readonly string[] {
  if (type === 'ADDED') return []
  if (type === 'MODIFIED') {
    if (!CHANGING.has(object.kind) || !old) return []
    if (object.kind === 'Pod' ? !stoppedCounting(old, object, now) : specOf(old) === specOf(object)) return []
  }
  const namespace = object.metadata.namespace ?? ''
  return client.list('ResourceQuota', { namespace }).map(({ metadata }) => `${namespace}/${metadata.name}`)
}

const specOf = (object: KubeObject) => (object as { spec?: unknown }).spec

/** Keeps what quotas count true: admission only ever adds. */
export default defineController({
  name: 'resourcequota-controller',
  title: 'ResourceQuota',
  rank: 92,
  for: 'ResourceQuota',
  wakes: ({ type, object, old }) => type === 'ADDED' || !old || !same(old.spec, object.spec),
  watches: kinds
    .filter(({ kind }) => kind !== 'ResourceQuota')
    .map(({ kind }) => watches(kind as KindName, (event, context) => relieved(event as WatchEvent, context))),
  reconcile({ client, now }, quota) {
    const namespace = quota.metadata.namespace ?? ''
    const used = recount(quota, kinds, (kind) => client.listAny(kind, namespace), now)
    const next = recounted(quota, used)
    if (!same(next.status, quota.status)) client.updateStatus(next)
    return RESYNC_MS
  },
})
