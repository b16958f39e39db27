import { serverClient } from '../../src/api/serverClient'
import { Registry } from '../../src/api/registry'
import { ApiServer } from '../../src/api/server'
import { Store } from '../../src/api/store'
import { Kernel } from '../../src/kernel/kernel'
import { admissionSteps } from '../../src/kube/admission/steps'
import { createAddresses } from '../../src/net/addresses'
import { bootstrap } from '../../src/world/bootstrap'
import { kinds } from '../../src/world/kinds'

/** An API server alone: no controllers, no time. Namespaces have their default ServiceAccount. */
export function apiServer(seed = 1) {
  const kernel = new Kernel(seed)
  const store = new Store(kernel)
  const server = new ApiServer(kernel, new Registry(kinds), store, admissionSteps(createAddresses(kernel)), { check: () => {} })
  bootstrap(server)
  server.create('test', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } })
  return { kernel, store, server, client: serverClient(server, 'test') }
}
