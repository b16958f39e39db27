import type { Draft, KubeObject } from '../api/meta'
import type { ApiServer } from '../api/server'
import { bootstrapPolicy } from '../kube/auth/bootstrap/policy'
import { INGRESS_CONTROLLER } from '../kube/kinds/ingress/api'
import { DEFAULT_CLASS } from '../kube/kinds/ingressclass/api'
import { API_SERVER_IP, SERVICE_CIDR } from '../net/addresses'
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
  for (const object of apiEndpoints) server.create('apiserver', object as Draft)
  server.create('apiserver', ingressClass as Draft)
  const range = server.create('apiserver', serviceRange as Draft)
  const lastTransitionTime = range.metadata.creationTimestamp
  const ready = { type: 'Ready', status: 'True', message: 'Kubernetes Service CIDR is ready', reason: '', lastTransitionTime }
  server.update('apiserver', { ...range, status: { conditions: [ready] } } as KubeObject, 'status')
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

/** Where API servers are found: they write it themselves, for a Service without a selector. */
const apiPort = { name: 'https', port: 6443, protocol: 'TCP' }
const apiEndpoints: readonly object[] = [
  {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: API_SERVER_IP }], ports: [apiPort] }],
  },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [API_SERVER_IP], conditions: { ready: true } }],
    ports: [apiPort],
  },
]

/** The range of the Services' addresses, as an object. */
const serviceRange = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name: 'kubernetes' },
  spec: { cidrs: [SERVICE_CIDR] },
}
