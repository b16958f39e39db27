import type { Draft } from '../../src/api/meta'
import { Registry } from '../../src/api/registry'
import { ApiServer } from '../../src/api/server'
import { Store } from '../../src/api/store'
import { Kernel } from '../../src/kernel/kernel'
import { admissionSteps } from '../../src/kube/admission/steps'
import { createAddresses } from '../../src/net/addresses'
import { kinds } from '../../src/world/kinds'

/** The namespace of the recorded requests. */
export const GOLDEN = 'golden'

/** An API server in which no time passes, with what the recorder's cluster had: a namespace, its service accounts, three nodes. */
export function apiWorld(serviceAccounts: readonly string[] = []): ApiServer {
  const kernel = new Kernel(1)
  const addresses = createAddresses(kernel)
  // The recorder's cluster gave its services addresses of 10.0.0.0/24.
  const recorded = {
    ...addresses,
    takeClusterIP: (ip: string) => (ip.startsWith('10.0.0.') ? undefined : addresses.takeClusterIP(ip)),
  }
  const server = new ApiServer(kernel, new Registry(kinds), new Store(kernel), admissionSteps(recorded), {
    check: () => {},
  })
  const make = (object: Draft) => void server.create('setup', object)
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease', GOLDEN])
    make({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  for (const name of new Set(['default', ...serviceAccounts])) {
    make({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: GOLDEN } })
  }
  for (const name of ['node-1', 'node-2', 'node-3']) make({ apiVersion: 'v1', kind: 'Node', metadata: { name } })
  if (server.registry.get('StorageClass')) {
    const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' }
    make({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard', annotations },
      provisioner: 'kubernetes.io/host-path',
    } as Draft)
  }
  return server
}
