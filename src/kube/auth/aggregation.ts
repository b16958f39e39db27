import type { PolicyRule } from '../../api/authorization'
import { same } from '../../api/freeze'
import { matchLabelSelector } from '../../api/labels'
import type { KubeObject, LabelSelector } from '../../api/meta'

interface Role extends KubeObject {
  readonly rules?: readonly PolicyRule[] | null
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] }
}

/** The rules of the roles that an aggregated role selects, each once. Rule: ClusterRoleAggregationController.syncClusterRole. */
export function aggregated(role: Role, roles: readonly Role[]): PolicyRule[] {
  const sorted = [...roles].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
  const rules: PolicyRule[] = []
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    for (const one of sorted) {
      if (one.metadata.name === role.metadata.name || !matchLabelSelector(selector, one.metadata.labels)) continue
      for (const rule of one.rules ?? []) if (!rules.some((known) => same(known, rule))) rules.push(rule)
    }
  }
  return rules
}
