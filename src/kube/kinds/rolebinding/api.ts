import { defineKind } from '../../../api/kind'
import { objectSchema } from '../../../api/schema/schema'
import { bindingColumns } from '../../auth/columns'
import {
  bindingFields,
  defaultBinding,
  pathSegmentName,
  RBAC_GROUP,
  validateBinding,
  validateBindingUpdate,
  type Binding,
} from '../../auth/policy'

/** Gives permissions inside one namespace. */
export interface RoleBinding extends Binding {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1'
  readonly kind: 'RoleBinding'
}

declare module '../../../api/meta' {
  interface KindMap {
    RoleBinding: RoleBinding
  }
}

export default defineKind<RoleBinding>({
  group: RBAC_GROUP,
  version: 'v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  singular: 'rolebinding',
  namespaced: true,
  schema: objectSchema('RoleBinding', bindingFields),
  defaults: defaultBinding,
  validateName: pathSegmentName,
  validate: (binding) => validateBinding(binding, true),
  validateUpdate: (binding, old) => validateBindingUpdate(binding, old, true),
  columns: bindingColumns,
})
