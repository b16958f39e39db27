import { always, list, objectSchema, strings, struct } from '../../../api/schema/schema'

const resource = struct('v1.TypedLocalObjectReference', { apiGroup: 'string*', kind: 'string!', name: 'string!' })

const backend = struct('v1.IngressBackend', {
  service: struct('v1.IngressServiceBackend', {
    name: 'string!',
    port: struct('v1.ServiceBackendPort', { name: 'string', number: 'int32' }),
  }),
  resource,
})

const path = struct('v1.HTTPIngressPath', { path: 'string', pathType: 'string*', backend: always(backend) })

const ingress = struct('v1.IngressLoadBalancerIngress', {
  ip: 'string',
  hostname: 'string',
  ports: list(struct('v1.IngressPortStatus', { port: 'int32!', protocol: 'string!', error: 'string*' })),
})

export const ingressSchema = objectSchema('Ingress', {
  spec: always(
    struct('v1.IngressSpec', {
      ingressClassName: 'string*',
      defaultBackend: backend,
      tls: list(struct('v1.IngressTLS', { hosts: strings, secretName: 'string' })),
      rules: list(
        struct('v1.IngressRule', { host: 'string', http: struct('v1.HTTPIngressRuleValue', { paths: always(list(path)) }) }),
      ),
    }),
  ),
  status: struct('v1.IngressStatus', {
    loadBalancer: always(struct('v1.IngressLoadBalancerStatus', { ingress: list(ingress) })),
  }),
})
