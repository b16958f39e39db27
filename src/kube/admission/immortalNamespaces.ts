import type { AdmissionStep } from '../../api/admission'
import { forbiddenError } from '../../api/errors'
import namespaceKind from '../kinds/namespace/api'

const IMMORTAL = new Set(['default', 'kube-system', 'kube-public'])

/** Some namespaces may never be deleted; upstream: the NamespaceLifecycle plugin. */
export const immortalNamespaces: AdmissionStep = {
  name: 'NamespaceLifecycle',
  kinds: ['Namespace'],
  admitUpdate(object, _, { operation }) {
    const { name } = object.metadata
    if (operation === 'DELETE' && IMMORTAL.has(name))
      throw forbiddenError(namespaceKind, name, 'this namespace may not be deleted')
    return object
  },
}
