import type { Draft } from '../api/meta'
import type { ApiServer } from '../api/server'
import { bootstrapPolicy } from '../kube/auth/bootstrap/policy'
import { INGRESS_CONTROLLER } from '../kube/kinds/ingress/api'
import { DEFAULT_CLASS } from '../kube/kinds/ingressclass/api'
import { systemPriorityClasses } from '../kube/kinds/priorityclass/api'
import { bootstrapStorage, type StandardClass } from './bootstrapStorage'

/** What the API server makes for itself when a cluster begins. */
export function bootstrap(server: ApiServer, standardClass?: StandardClass): void {
  server.store.seed(bootstrapPolicy())
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
    server.create('apiserver', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  }
  for (const { name, value, description } of systemPriorityClasses) {
    const apiVersion = 'scheduling.k8s.io/v1'
    server.create('apiserver', { apiVersion, kind: 'PriorityClass', metadata: { name }, value, description } as Draft)
  }
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
  }
  server.create('apiserver', service as Draft)
  server.create('apiserver', ingressClass as Draft)
  bootstrapStorage(server, standardClass)
}

/** The class of the ingress controller that comes with the cluster. */
const ingressClass = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: {
    name: 'nginx',
    labels: { 'app.kubernetes.io/component': 'controller', 'app.kubernetes.io/name': 'ingress-nginx' },
    annotations: { [DEFAULT_CLASS]: 'true' },
  },
  spec: { controller: INGRESS_CONTROLLER },
}
