import { defineKind } from '../../../api/kind'
import { dns1035Label } from '../../../api/names'
import { serviceColumns } from './columns'
import { defaultService, prepareService, prepareServiceUpdate } from './defaults'
import { serviceSchema } from './schema'
import { validateServiceStatus, withStatus } from './status'
import type { Service } from './types'
import { validateService, validateServiceUpdate } from './validate'

export type * from './types'
export { externalIP } from './columns'
export { hasNodePorts } from './defaults'
export { loadBalancerStatus } from './schema'
export { validateNonSpecialIP } from './specialIP'

declare module '../../../api/meta' {
  interface KindMap {
    Service: Service
  }
}

export default defineKind<Service>({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  selectableFields: ['spec.clusterIP', 'spec.type'],
  statusSubresource: true,
  subresources: [
    { name: 'status', kind: 'Service', verbs: ['get', 'patch', 'update'], merge: withStatus, validate: validateServiceStatus },
    { name: 'proxy', kind: 'ServiceProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
  ],
  validateStatusUpdate: validateServiceStatus,
  schema: serviceSchema,
  defaults: defaultService,
  prepareForCreate: prepareService,
  prepareForUpdate: prepareServiceUpdate,
  validateName: dns1035Label,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  columns: serviceColumns,
})
