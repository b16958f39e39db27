import { describe, expect, test } from 'vitest'
import endpointSliceKind from '../../../src/kube/kinds/endpointslice/api'
import eventKind from '../../../src/kube/kinds/event/api'
import limitRangeKind from '../../../src/kube/kinds/limitrange/api'
import namespaceKind from '../../../src/kube/kinds/namespace/api'
import networkPolicyKind from '../../../src/kube/kinds/networkpolicy/api'
import nodeKind from '../../../src/kube/kinds/node/api'
import secretKind from '../../../src/kube/kinds/secret/api'
import serviceKind from '../../../src/kube/kinds/service/api'
import { fieldErrorText } from '../../../src/api/errors'
import { encodeBase64 } from '../../../src/api/base64'
import { apiWorld } from '../../support/apiWorld'
import { refusals, refusalsOfUpdate } from '../../support/refusals'
import { send } from '../../support/requests'

const metadata = { name: 'x', namespace: 'golden' }
const service = (spec: object, annotations?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { ...metadata, ...(annotations && { annotations }) },
  spec: { ports: [{ port: 80 }], ...spec },
})
const said = (object: { kind: string; apiVersion: string }, path: string): string => {
  const { body } = send(apiWorld(), { method: 'POST', path, body: object })
  return (body as { message?: string }).message ?? 'accepted'
}

describe('a service is refused for', () => {
  const cases: Record<string, readonly [object, ...string[]]> = {
    'ranges, one by one': [
      service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8', 'x', ' y '] }),
      'spec.LoadBalancerSourceRanges[1]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      'spec.LoadBalancerSourceRanges[2]: Invalid value: "y": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
    ],
    'a class that is no name': [
      service({ type: 'LoadBalancer', loadBalancerClass: 'a/b/c' }),
      `spec.loadBalancerClass: Invalid value: "a/b/c": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ],
    'two ways to say one thing': [
      service({}, { 'service.kubernetes.io/topology-mode': 'Auto', 'service.kubernetes.io/topology-aware-hints': 'disabled' }),
      'metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "Auto": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified',
    ],
  }
  for (const [what, [object, ...texts]] of Object.entries(cases)) {
    test(what, () => expect(refusals(serviceKind, object)).toEqual(texts))
  }

  test('another port for its health', () => {
    const local = (healthCheckNodePort: number) =>
      service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort })
    expect(refusalsOfUpdate(serviceKind, local(30_001), local(30_002))).toEqual([
      'spec.healthCheckNodePort: Forbidden: field is immutable',
    ])
  })

  test('addresses that the cluster has not', () => {
    const path = '/api/v1/namespaces/golden/services'
    expect(said(service({ ipFamilies: ['IPv6'] }), path)).toBe(
      'Service "x" is invalid: spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster',
    )
    expect(said(service({ ipFamilyPolicy: 'RequireDualStack' }), path)).toBe(
      'Service "x" is invalid: spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
    )
    expect(said(service({ clusterIP: 'None', ipFamilyPolicy: 'RequireDualStack' }), path)).toBe('accepted')
    expect(said(service({ ipFamilyPolicy: 'PreferDualStack' }), path)).toBe('accepted')
  })
})

describe('the others', () => {
  test('a namespace tells a finalizer by its list when made, by its place when finalized', () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' }, spec: { finalizers: ['y'] } }
    const why = 'Invalid value: "y": name is neither a standard finalizer name nor is it fully qualified'
    expect(refusals(namespaceKind, namespace)).toEqual([`spec.finalizers: ${why}`])
    const finalize = namespaceKind.subresources!.find(({ name }) => name === 'finalize')!
    const texts = finalize.validate!(namespace as never, namespace as never).map(fieldErrorText)
    expect(texts).toEqual([`spec.finalizers[0]: ${why}`])
  })

  test('a node keeps the name that the cloud gave it', () => {
    const node = (externalID: string) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec: { externalID } })
    expect(refusalsOfUpdate(nodeKind, node('a'), node('b'))).toEqual(['spec.externalID: Forbidden: may not be updated'])
  })

  test('a registry secret holds an object', () => {
    const secret = (text: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': encodeBase64(text) },
    })
    expect(refusals(secretKind, secret('{}'))).toEqual([])
    expect(refusals(secretKind, secret('[]'))).toEqual([
      'data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": json: cannot unmarshal array into Go value of type map[string]interface {}',
    ])
  })

  test('a limit without a type is told so in the words for names', () => {
    const range = { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits: [{ type: 'a b' }] } }
    expect(refusals(limitRangeKind, range)).toHaveLength(1)
  })

  test('an endpoint is not at an address of its own machine', () => {
    const slice = (addressType: string, address: string, more: object = {}) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata,
      addressType,
      endpoints: [{ addresses: [address], ...more }],
    })
    expect(refusals(endpointSliceKind, slice('IPv4', '127.0.0.1'))).toEqual([
      'endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ])
    expect(refusals(endpointSliceKind, slice('FQDN', 'web'))).toEqual([
      'endpoints[0].addresses[0]: Invalid value: "web": should be a domain with at least two segments separated by dots',
    ])
    const twice = { hints: { forZones: [{ name: 'a' }, { name: 'a' }] } }
    expect(refusals(endpointSliceKind, slice('IPv4', '10.0.0.1', twice))).toEqual([
      'endpoints[0].hints.forZones[1].name: Duplicate value: "a"',
    ])
  })

  test('an event that tells its time tells who saw it', () => {
    const event = (more: object) => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata,
      involvedObject: { namespace: 'golden' },
      ...more,
    })
    expect(refusals(eventKind, event({}))).toEqual([])
    expect(
      refusals(eventKind, event({ eventTime: '2026-01-01T00:00:00.000000Z', reportingComponent: 'a', reason: 'b' })),
    ).toEqual(['reportingInstance: Required value', 'action: Required value'])
  })

  test('a range of ports tells its end', () => {
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: { podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 70 }] }] },
    }
    expect(refusals(networkPolicyKind, policy)).toEqual([
      'spec.ingress[0].ports[0].endPort: Invalid value: 70: must be greater than or equal to `port`',
    ])
  })

  test('a patch does not move an object', () => {
    const server = apiWorld()
    const path = '/api/v1/namespaces/golden/configmaps'
    send(server, { method: 'POST', path, body: { apiVersion: 'v1', kind: 'ConfigMap', metadata } })
    const patch = { method: 'PATCH', path: `${path}/x`, contentType: 'application/merge-patch+json' }
    const { code, body } = send(server, { ...patch, body: { metadata: { namespace: 'other' } } })
    expect([code, (body as { message: string }).message]).toEqual([
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ])
  })
})
