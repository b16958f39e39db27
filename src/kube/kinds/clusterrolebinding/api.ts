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

/** Gives permissions in the whole cluster. */
export interface ClusterRoleBinding extends Binding {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1'
  readonly kind: 'ClusterRoleBinding'
}

declare module '../../../api/meta' {
  interface KindMap {
    ClusterRoleBinding: ClusterRoleBinding
  }
}

export default defineKind<ClusterRoleBinding>({
  group: RBAC_GROUP,
  version: 'v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  namespaced: false,
  schema: objectSchema('ClusterRoleBinding', bindingFields),
  defaults: defaultBinding,
  validateName: pathSegmentName,
  validate: (binding) => validateBinding(binding, false),
  validateUpdate: (binding, old) => validateBindingUpdate(binding, old, false),
  columns: bindingColumns,
})
