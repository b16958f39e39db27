import { describe, expect, test } from 'vitest'
import { fieldErrorText } from '../../../src/api/errors'
import type { Draft } from '../../../src/api/meta'
import serviceKind, { type Service, type ServiceSpec } from '../../../src/kube/kinds/service/api'

const draft = (spec: ServiceSpec): Draft<Service> => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's', namespace: 'default' },
  spec,
})
const made = (spec: ServiceSpec): Service => serviceKind.prepareForCreate!(serviceKind.defaults!(draft(spec))) as Service
const errors = (spec: ServiceSpec) => serviceKind.validate!(made(spec)).map(fieldErrorText)
const ports = [{ port: 80 }]

describe('service', () => {
  test('defaults', () => {
    expect(made({ ports, selector: { app: 'a' }, clusterIP: '10.96.0.9' }).spec).toEqual({
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      clusterIP: '10.96.0.9',
      clusterIPs: ['10.96.0.9'],
      selector: { app: 'a' },
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    })
    expect(made({ ports, type: 'LoadBalancer' }).spec).toMatchObject({
      externalTrafficPolicy: 'Cluster',
      allocateLoadBalancerNodePorts: true,
    })
    expect(made({ ports, sessionAffinity: 'ClientIP' }).spec.sessionAffinityConfig).toEqual({
      clientIP: { timeoutSeconds: 10_800 },
    })
    expect(made({ clusterIP: 'None' }).spec.ipFamilyPolicy).toBe('RequireDualStack')
    expect(made({ type: 'ExternalName', externalName: 'a.b' }).spec.ipFamilies).toBeUndefined()
  })

  test.each<[string, ServiceSpec]>([
    ['spec.ports: Required value', {}],
    ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'", { ports: [{ port: 1, nodePort: 30_000 }] }],
    ['spec.externalName: Required value', { type: 'ExternalName' }],
    [
      'spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services',
      { type: 'NodePort', clusterIP: 'None', ports },
    ],
    [
      'spec.type: Unsupported value: "X": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
      { type: 'X' as 'ClusterIP', ports },
    ],
  ])('%s', (message, spec) => expect(errors(spec)).toEqual([message]))

  test('two ports need names', () => {
    expect(errors({ ports: [{ port: 1 }, { port: 2 }] })).toEqual([
      'spec.ports[0].name: Required value',
      'spec.ports[1].name: Required value',
    ])
  })

  test('keeps what was allocated when it is replaced', () => {
    const old = made({ type: 'NodePort', clusterIP: '10.96.0.9', ports: [{ port: 80, nodePort: 30_001 }] })
    const next = serviceKind.prepareForUpdate!(serviceKind.defaults!(draft({ type: 'NodePort', ports })) as Service, old)
    expect(next.spec).toMatchObject({ clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9'], ipFamilies: ['IPv4'] })
    expect(next.spec.ports![0]!.nodePort).toBe(30_001)
    expect(serviceKind.validateUpdate!(next, old)).toEqual([])
  })

  test('keeps the number of a port by its name, and only once', () => {
    const old = made({
      type: 'NodePort',
      clusterIP: '10.96.0.9',
      ports: [
        { name: 'a', port: 80, nodePort: 30_001 },
        { name: 'b', port: 81, nodePort: 30_002 },
      ],
    })
    const numbers = (...wanted: { name: string; port: number; nodePort?: number }[]) =>
      serviceKind.prepareForUpdate!(
        serviceKind.defaults!(draft({ type: 'NodePort', ports: wanted })) as Service,
        old,
      ).spec.ports!.map((port) => port.nodePort)
    expect(numbers({ name: 'a', port: 8080 }, { name: 'b', port: 81 })).toEqual([30_001, 30_002])
    expect(numbers({ name: 'a', port: 80 }, { name: 'c', port: 81, nodePort: 30_001 })).toEqual([undefined, 30_001])
  })

  test('gives up what only the old type had', () => {
    const old = made({ type: 'NodePort', clusterIP: '10.96.0.9', ports: [{ port: 80, nodePort: 30_001 }] })
    const inner = serviceKind.prepareForUpdate!({ ...old, spec: { ...old.spec, type: 'ClusterIP' } }, old)
    expect(inner.spec.ports![0]!.nodePort).toBeUndefined()
    expect(inner.spec.externalTrafficPolicy).toBeUndefined()
    expect(serviceKind.validateUpdate!(inner, old)).toEqual([])
    const outer = serviceKind.prepareForUpdate!({ ...old, spec: { ...old.spec, type: 'ExternalName', externalName: 'a.b' } }, old)
    expect(outer.spec.clusterIP).toBeUndefined()
    expect(serviceKind.validateUpdate!(outer, old)).toEqual([])
    // The same when a person cleared the address: what follows from it goes too.
    const { clusterIP: _, clusterIPs: __, ...spec } = old.spec
    const cleared: Service = { ...old, spec: { ...spec, type: 'ExternalName', externalName: 'a.b' } }
    expect(serviceKind.validateUpdate!(serviceKind.prepareForUpdate!(cleared, old), old)).toEqual([])
  })

  test('does not move', () => {
    const old = made({ clusterIP: '10.96.0.9', ports })
    const moved = { ...old, spec: { ...old.spec, clusterIP: '10.96.0.8', clusterIPs: ['10.96.0.8'] } }
    expect(serviceKind.validateUpdate!(moved, old).map(fieldErrorText)).toEqual([
      'spec.clusterIPs[0]: Invalid value: ["10.96.0.8"]: may not change once set',
    ])
    // Who names the one address means the list too.
    const patched = serviceKind.prepareForUpdate!({ ...old, spec: { ...old.spec, clusterIP: '10.96.0.8' } }, old)
    expect(serviceKind.validateUpdate!(patched, old).map(fieldErrorText)).toEqual([
      'spec.clusterIPs[0]: Invalid value: ["10.96.0.8"]: may not change once set',
    ])
  })

  test('prints', () => {
    const cells = (service: Service) => serviceKind.columns!.slice(1, 5).map((column) => column.cell(service, 0))
    expect(cells(made({ type: 'NodePort', clusterIP: '10.96.0.9', ports: [{ port: 80, nodePort: 30_001 }] }))).toEqual([
      'NodePort',
      '10.96.0.9',
      '<none>',
      '80:30001/TCP',
    ])
    expect(cells(made({ type: 'LoadBalancer', clusterIP: '10.96.0.9', ports }))[2]).toBe('<pending>')
  })
})
