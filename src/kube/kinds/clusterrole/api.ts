import type { PolicyRule } from '../../../api/authorization'
import { nameColumn } from '../../../api/columns'
import { required, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import type { KubeObject, LabelSelector } from '../../../api/meta'
import { always, labelSelector, list, objectSchema, struct } from '../../../api/schema/schema'
import { createdAtColumn } from '../../auth/columns'
import { pathSegmentName, policyRules, RBAC_GROUP, validateRules } from '../../auth/policy'
import { validateSelector } from '../pod/api'

/** Permissions in the whole cluster, or a set of them for Role bindings to share. */
export interface ClusterRole extends KubeObject {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1'
  readonly kind: 'ClusterRole'
  readonly rules?: readonly PolicyRule[] | null
  /** Its rules are those of the roles that these select; a controller fills them in. */
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] }
}

declare module '../../../api/meta' {
  interface KindMap {
    ClusterRole: ClusterRole
  }
}

export default defineKind<ClusterRole>({
  group: RBAC_GROUP,
  version: 'v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  singular: 'clusterrole',
  namespaced: false,
  schema: objectSchema('ClusterRole', {
    rules: always(policyRules),
    aggregationRule: struct('v1.AggregationRule', { clusterRoleSelectors: list(labelSelector) }),
  }),
  // An aggregated role begins without rules, not with none.
  defaults: (role) => (role.aggregationRule && !role.rules?.length ? { ...role, rules: null } : role),
  validateName: pathSegmentName,
  validate,
  columns: [nameColumn, createdAtColumn],
})

/** Rule: ValidateClusterRole. */
function validate({ rules, aggregationRule }: ClusterRole): FieldError[] {
  const out = validateRules(rules, false)
  if (!aggregationRule) return out
  const at = 'aggregationRule.clusterRoleSelectors'
  const selectors = aggregationRule.clusterRoleSelectors ?? []
  if (!selectors.length) out.push(required(at, 'at least one clusterRoleSelector required if aggregationRule is non-nil'))
  selectors.forEach((selector, i) => validateSelector(selector, `${at}[${i}]`, out))
  return out
}
