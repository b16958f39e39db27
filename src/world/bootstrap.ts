import type { Draft } from '../api/meta'
import type { ApiServer } from '../api/server'

/** What the API server makes for itself when a cluster begins. */
export function bootstrap(server: ApiServer): void {
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
    server.create('apiserver', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  }
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
  }
  server.create('apiserver', service as Draft)
}
