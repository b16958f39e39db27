import { milli } from '../../../api/quantity'
import type { KubeObject } from '../../../api/meta'
import type { QuotaView } from '../../frame'
import { definePart } from './part'
import { byName } from './selected'

interface Quota extends KubeObject {
  readonly status?: { readonly hard?: Readonly<Record<string, string>>; readonly used?: Readonly<Record<string, string>> }
}

/** How much of what a namespace may have it has. */
export const quotas = definePart<QuotaView>({
  kinds: ['ResourceQuota'],
  build: ({ store }) =>
    ([...store.all('ResourceQuota')] as readonly Quota[])
      .map(({ metadata: { uid, name, namespace = '' }, status: { hard = {}, used = {} } = {} }) => ({
        uid,
        name,
        namespace,
        rows: Object.keys(hard)
          .sort()
          .map((resource) => rowOf(resource, used[resource] ?? '0', hard[resource]!)),
      }))
      .sort(byName),
})

function rowOf(resource: string, used: string, hard: string): QuotaView['rows'][number] {
  const most = milli(hard)
  return { resource, used, hard, share: most === 0 ? (milli(used) > 0 ? 2 : 1) : milli(used) / most }
}
