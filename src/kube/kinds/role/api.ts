import type { PolicyRule } from '../../../api/authorization'
import { nameColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { always, objectSchema } from '../../../api/schema/schema'
import { createdAtColumn } from '../../auth/columns'
import { pathSegmentName, policyRules, RBAC_GROUP, validateRules } from '../../auth/policy'

/** Permissions inside one namespace. */
export interface Role extends KubeObject {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1'
  readonly kind: 'Role'
  readonly rules?: readonly PolicyRule[] | null
}

declare module '../../../api/meta' {
  interface KindMap {
    Role: Role
  }
}

export default defineKind<Role>({
  group: RBAC_GROUP,
  version: 'v1',
  kind: 'Role',
  plural: 'roles',
  singular: 'role',
  namespaced: true,
  schema: objectSchema('Role', { rules: always(policyRules) }),
  validateName: pathSegmentName,
  validate: ({ rules }) => validateRules(rules, true),
  columns: [nameColumn, createdAtColumn],
})
