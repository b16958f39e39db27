import { describe, expect, test } from 'vitest'
import { repack, type Endpoints, type EndpointSubset } from '../../../src/kube/kinds/endpoints/api'
import { capped } from '../../../src/kube/kinds/endpoints/capacity'
import { controlPlane, draft, type ControlPlane } from '../../support/controlPlane'

const service = (spec: object = {}) =>
  draft({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default', labels: { team: 'shop' } },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }], ...spec },
  })
const pod = (name: string, more: object = {}) =>
  draft({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: 'web' } },
    spec: { containers: [{ name: 'c', image: 'nginx:1.27', ports: [{ name: 'http', containerPort: 8080 }] }], ...more },
  })
const endpoints = ({ client }: ControlPlane): Endpoints => client.get('Endpoints', 'web', 'default')!
const address = (n: number) => ({ ip: `10.0.${n >> 8}.${n & 255}` })

describe('the Endpoints of a Service', () => {
  test('are its ready pods, and those that are not ready apart', () => {
    const plane = controlPlane()
    plane.client.create(service())
    plane.run(200)
    expect(endpoints(plane).subsets).toBeUndefined()
    plane.client.create(pod('a'))
    plane.run(1_000)
    const { podIP } = plane.client.get('Pod', 'a', 'default')!.status
    const { uid } = plane.client.get('Pod', 'a', 'default')!.metadata
    expect(endpoints(plane).subsets).toEqual([
      {
        addresses: [{ ip: podIP, nodeName: 'node-1', targetRef: { kind: 'Pod', namespace: 'default', name: 'a', uid } }],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ])
    expect(endpoints(plane).metadata.labels).toEqual({
      team: 'shop',
      'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    })
    plane.client.delete('Pod', plane.client.get('Pod', 'a', 'default')!)
    plane.run(200)
    expect(endpoints(plane).subsets).toBeUndefined()
    plane.client.delete('Service', plane.client.get('Service', 'web', 'default')!)
    plane.run(200)
    expect(plane.client.get('Endpoints', 'web', 'default')).toBeUndefined()
  })

  test('of a headless Service carry its label and the names of its pods', () => {
    const plane = controlPlane()
    plane.client.create(service({ clusterIP: 'None', ports: undefined }))
    plane.client.create(pod('a', { hostname: 'first', subdomain: 'web' }))
    plane.run(1_000)
    expect(endpoints(plane).metadata.labels).toHaveProperty(['service.kubernetes.io/headless'], '')
    expect(endpoints(plane).subsets).toMatchObject([{ addresses: [{ hostname: 'first' }] }])
  })

  test('that a person writes for a Service without selector are mirrored into slices', () => {
    const plane = controlPlane()
    plane.client.create(service({ selector: undefined, ports: [{ port: 80 }] }))
    const subsets = [{ addresses: [{ ip: '10.9.8.7' }], notReadyAddresses: [{ ip: '10.9.8.8' }], ports: [{ port: 80 }] }]
    plane.client.create(draft({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'web', namespace: 'default' }, subsets }))
    plane.run(500)
    const [slice, ...others] = plane.client.list('EndpointSlice')
    expect(others).toEqual([])
    expect(slice!.metadata.labels).toEqual({
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
    })
    expect(slice!.endpoints).toEqual([
      { addresses: ['10.9.8.7'], conditions: { ready: true } },
      { addresses: ['10.9.8.8'], conditions: { ready: false } },
    ])
    plane.client.delete('Endpoints', endpoints(plane))
    plane.run(500)
    expect(plane.client.list('EndpointSlice')).toEqual([])
  })

  test('that a person writes are sorted by address', () => {
    const { client } = controlPlane()
    const subsets = [{ addresses: [{ ip: '10.1.1.2' }, { ip: '10.1.1.1' }], ports: [{ port: 80 }] }]
    const made = client.create<Endpoints>({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'db', namespace: 'default' },
      subsets,
    })
    expect(made.subsets).toEqual([
      { addresses: [{ ip: '10.1.1.1' }, { ip: '10.1.1.2' }], ports: [{ port: 80, protocol: 'TCP' }] },
    ])
  })

  test('are packed by which addresses share which ports', () => {
    const [http, metrics] = [
      { name: 'http', port: 80 },
      { name: 'metrics', port: 9000 },
    ]
    const subsets: EndpointSubset[] = [
      { addresses: [address(2)], ports: [http, metrics] },
      { addresses: [address(1)], ports: [http] },
      { notReadyAddresses: [address(3)], ports: [metrics] },
    ]
    expect(repack(subsets)).toEqual([
      { addresses: [address(1), address(2)], ports: [http] },
      { addresses: [address(2)], notReadyAddresses: [address(3)], ports: [metrics] },
    ])
    expect(repack(repack(subsets))).toEqual(repack(subsets))
  })

  test('hold no more than 1000 addresses, the ready ones first', () => {
    const many = (from: number, count: number) => Array.from({ length: count }, (_, i) => address(from + i))
    const { subsets, over } = capped([{ addresses: many(0, 900), notReadyAddresses: many(1000, 300) }])
    expect(over).toBe(true)
    expect([subsets[0]!.addresses!.length, subsets[0]!.notReadyAddresses!.length]).toEqual([900, 100])
    const ready = capped([{ addresses: many(0, 900) }, { addresses: many(1000, 700) }]).subsets
    expect(ready.reduce((sum, { addresses = [] }) => sum + addresses.length, 0)).toBe(1000)
    expect(capped([{ addresses: many(0, 1000) }]).over).toBe(false)
  })
})

test('short ways are told as hints', () => {
  const plane = controlPlane()
  plane.client.create(service({ trafficDistribution: 'PreferSameNode' }))
  plane.client.create(pod('a'))
  plane.run(1_000)
  const [endpoint] = plane.client.list('EndpointSlice')[0]!.endpoints
  expect(endpoint!.hints).toEqual({ forZones: [{ name: 'zone-0' }], forNodes: [{ name: 'node-1' }] })
})
