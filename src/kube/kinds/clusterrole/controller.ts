import { same } from '../../../api/freeze'
import { defineController, watches } from '../../../control/controller'
import { aggregated } from '../../auth/aggregation'
import type { ClusterRole } from './api'

/** The revision of what a cluster begins with: those roles come aggregated. */
const FIRST = '1'

/** Fills aggregated cluster roles with the rules of those that they select. */
export default defineController({
  name: 'clusterrole-aggregation-controller',
  title: 'ClusterRole',
  rank: 97,
  for: 'ClusterRole',
  wakes: ({ object }) => object.aggregationRule !== undefined && object.metadata.resourceVersion !== FIRST,
  watches: [
    watches('ClusterRole', ({ object, type, old }, { client }) => {
      if (type !== 'DELETED' && object.metadata.resourceVersion === FIRST) return []
      if (old && old.rules === object.rules && old.metadata.labels === object.metadata.labels) return []
      return client
        .list('ClusterRole')
        .filter(({ aggregationRule }) => aggregationRule)
        .map(({ metadata }) => metadata.name)
    }),
  ],
  reconcile({ client }, role) {
    if (!role.aggregationRule) return
    const rules = aggregated(role, client.list('ClusterRole'))
    if (!same(rules, role.rules ?? []))
      client.patch<'ClusterRole'>('ClusterRole', role, 'merge', { rules } satisfies Partial<ClusterRole>)
  },
})
