import { always, condition, list, objectSchema, stringMap, strings, struct } from '../../../api/schema/schema'

const port = struct('v1.ServicePort', {
  name: 'string',
  protocol: 'string',
  appProtocol: 'string*',
  port: 'int32!',
  targetPort: 'intOrString*',
  nodePort: 'int32',
})

const ingress = struct('v1.LoadBalancerIngress', {
  ip: 'string',
  hostname: 'string',
  ipMode: 'string*',
  ports: list(struct('v1.PortStatus', { port: 'int32!', protocol: 'string!', error: 'string*' })),
})

export const loadBalancerStatus = struct('v1.LoadBalancerStatus', { ingress: list(ingress) })

export const serviceSchema = objectSchema('Service', {
  spec: always(
    struct('v1.ServiceSpec', {
      ports: list(port),
      selector: stringMap,
      clusterIP: 'string',
      clusterIPs: strings,
      type: 'string',
      externalIPs: strings,
      sessionAffinity: 'string',
      loadBalancerIP: 'string',
      loadBalancerSourceRanges: strings,
      externalName: 'string',
      externalTrafficPolicy: 'string',
      healthCheckNodePort: 'int32',
      publishNotReadyAddresses: 'bool',
      sessionAffinityConfig: struct('v1.SessionAffinityConfig', {
        clientIP: struct('v1.ClientIPConfig', { timeoutSeconds: 'int32*' }),
      }),
      ipFamilies: strings,
      ipFamilyPolicy: 'string*',
      allocateLoadBalancerNodePorts: 'bool*',
      loadBalancerClass: 'string*',
      internalTrafficPolicy: 'string*',
      trafficDistribution: 'string*',
    }),
  ),
  status: struct('v1.ServiceStatus', { loadBalancer: always(loadBalancerStatus), conditions: list(condition('v1.Condition')) }),
})
