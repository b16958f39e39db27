import type { ResourceQuota } from '../../../src/kube/kinds/resourcequota/api'
import { byName, type FactsOfKind } from '../fact'

const quotas: FactsOfKind = {
  name: 'quotas',
  facts: ({ of }) =>
    byName(of<ResourceQuota>('ResourceQuota'), ({ status }) => ({ hard: status?.hard ?? {}, used: status?.used ?? {} })),
}
export default quotas
