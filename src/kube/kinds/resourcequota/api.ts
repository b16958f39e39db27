import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { always, list, objectSchema, resourceList, strings, struct } from '../../../api/schema/schema'
import type { ResourceQuota, ScopeRequirement } from './types'
import { validateQuota, validateQuotaStatus, validateQuotaUpdate } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    ResourceQuota: ResourceQuota
  }
}

export default defineKind<ResourceQuota>({
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  singular: 'resourcequota',
  shortNames: ['quota'],
  namespaced: true,
  statusSubresource: true,
  schema: objectSchema('ResourceQuota', {
    spec: always(
      struct('v1.ResourceQuotaSpec', {
        hard: resourceList,
        scopes: strings,
        scopeSelector: struct('v1.ScopeSelector', {
          matchExpressions: list(
            struct('v1.ScopedResourceSelectorRequirement', { scopeName: 'string!', operator: 'string!', values: strings }),
          ),
        }),
      }),
    ),
    status: always(struct('v1.ResourceQuotaStatus', { hard: resourceList, used: resourceList })),
  }),
  prepareForCreate: (quota) => ({ ...quota, status: {} }),
  validate: validateQuota,
  validateUpdate: validateQuotaUpdate,
  validateStatusUpdate: validateQuotaStatus,
  columns: [
    nameColumn,
    textColumn('Request', (quota) => shares(quota, false)),
    textColumn('Limit', (quota) => shares(quota, true)),
    ageColumn,
  ],
})

/** `pods: 1/2, services: 0/5`; limits have a column of their own. Rule: printResourceQuota. */
const shares = ({ status }: ResourceQuota, limits: boolean): string =>
  Object.entries(status?.hard ?? {})
    .filter(([name]) => name.startsWith('limits') === limits)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${status?.used?.[name] ?? 0}/${hard}`)
    .join(', ')

/** Which objects the quota counts, however that is written. Rule: getScopeSelectorsFromQuota. */
export const scopesOf = ({ spec }: ResourceQuota): readonly ScopeRequirement[] => [
  ...(spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
  ...(spec.scopeSelector?.matchExpressions ?? []),
]
