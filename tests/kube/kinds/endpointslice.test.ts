import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packAll, type Slice } from '../../../src/kube/kinds/endpointslice/packing'
import type { Endpoint } from '../../../src/kube/kinds/endpointslice/api'
import { controlPlane, draft, type ControlPlane } from '../../support/controlPlane'

const service = (spec: object = {}) =>
  draft({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default', labels: { team: 'shop' } },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }], ...spec },
  })

const pod = (name: string, port = 8080) =>
  draft({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: 'web' } },
    spec: { containers: [{ name: 'c', image: 'nginx:1.27', ports: [{ name: 'http', containerPort: port }] }] },
  })

const slices = ({ client }: ControlPlane) => client.list('EndpointSlice')
const ready = (plane: ControlPlane) =>
  slices(plane)
    .flatMap(({ endpoints }) => endpoints)
    .filter(({ conditions }) => conditions?.ready)
    .map(({ targetRef }) => targetRef!.name)

describe('endpointslice', () => {
  test('follows the pods that a service selects', () => {
    const plane = controlPlane()
    plane.client.create(service())
    plane.run(200)
    expect(slices(plane)).toHaveLength(1)
    expect(slices(plane)[0]).toMatchObject({ endpoints: [], addressType: 'IPv4' })
    for (const name of ['a', 'b']) plane.client.create(pod(name))
    plane.run(2_000)
    const [slice] = slices(plane)
    expect(slice!.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(slice!.metadata.labels).toEqual({
      team: 'shop',
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    })
    expect(slice!.ports).toEqual([{ name: '', port: 8080, protocol: 'TCP' }])
    const a = plane.client.get('Pod', 'a', 'default')!
    expect(slice!.endpoints[0]).toEqual({
      addresses: [a.status.podIP],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: 'node-1',
      targetRef: { kind: 'Pod', namespace: 'default', name: 'a', uid: a.metadata.uid },
      zone: 'zone-0',
    })
  })

  test('a pod on its way out is told as terminating, and then not at all', () => {
    const plane = controlPlane()
    plane.client.create(service())
    for (const name of ['a', 'b']) plane.client.create(pod(name))
    plane.run(2_000)
    plane.client.delete('Pod', { metadata: { name: 'a', namespace: 'default' } })
    plane.run(150)
    expect(ready(plane)).toEqual(['b'])
    expect(slices(plane)[0]!.endpoints[0]!.conditions).toEqual({ ready: false, serving: true, terminating: true })
    plane.run(1_000)
    expect(slices(plane)[0]!.endpoints).toHaveLength(1)
  })

  test('pods with another number under the same port name stand in a slice of their own', () => {
    const plane = controlPlane()
    plane.client.create(service())
    plane.client.create(pod('a'))
    plane.client.create(pod('b', 9090))
    plane.run(2_000)
    expect(
      slices(plane)
        .map(({ ports }) => ports![0]!.port)
        .sort(),
    ).toEqual([8080, 9090])
  })

  test('publishes what is not ready when asked to, and marks headless services', () => {
    const plane = controlPlane()
    plane.kubelets.readyAfter = 500
    plane.client.create(service({ clusterIP: 'None', publishNotReadyAddresses: true }))
    plane.client.create(pod('a'))
    plane.run(2_000)
    const made = plane.client.get('Pod', 'a', 'default')!
    const conditions = made.status.conditions!.map((one) => ({ ...one, status: 'False' as const }))
    plane.client.updateStatus({ ...made, status: { ...made.status, conditions } })
    plane.run(500)
    expect(slices(plane)[0]!.metadata.labels).toHaveProperty(['service.kubernetes.io/headless'], '')
    expect(slices(plane)[0]!.endpoints[0]!.conditions).toEqual({ ready: true, serving: false, terminating: false })
  })

  test('goes with its service', () => {
    const plane = controlPlane()
    plane.client.create(service())
    plane.run(500)
    plane.client.delete('Service', { metadata: { name: 'web', namespace: 'default' } })
    plane.run(500)
    expect(slices(plane)).toEqual([])
  })

  test('many pods cost few writes', () => {
    const plane = controlPlane()
    plane.client.create(service())
    for (let i = 0; i < 250; i++) plane.client.create(pod(`p${i}`))
    const { length } = plane.kernel.trace
    plane.run(3_000)
    expect(
      slices(plane)
        .map(({ endpoints }) => endpoints.length)
        .sort(),
    ).toEqual([100, 100, 50].sort())
    const writes = plane.kernel.trace.since(length).filter(({ from }) => from === 'controller:endpointslice-controller')
    expect(writes.length).toBeLessThan(20)
  })
})

test('packing loses nobody, doubles nobody and overfills nothing', () => {
  const ports = [{ name: '', port: 80, protocol: 'TCP' as const }]
  const endpoint = (n: number): Endpoint => ({ addresses: [`10.0.0.${n}`] })
  const addresses = (all: readonly Slice[]) => all.flatMap(({ endpoints }) => endpoints.map((one) => one.addresses[0]!)).sort()
  const numbers = fc.uniqueArray(fc.nat(60), { maxLength: 50 })
  fc.assert(
    fc.property(numbers, numbers, fc.integer({ min: 1, max: 12 }), (before, after, most) => {
      const slices: Slice[] = []
      for (let i = 0; i < before.length; i += most) {
        slices.push({ name: `s${i}`, ports, endpoints: before.slice(i, i + most).map(endpoint) })
      }
      const { create, update, remove } = packAll([{ ports, wanted: after.map(endpoint), slices }], most)
      const changed = new Map(update.map((slice) => [slice.name, slice]))
      const left = slices.filter(({ name }) => !remove.includes(name)).map((slice) => changed.get(slice.name) ?? slice)
      const final = [...left, ...create]
      expect(addresses(final)).toEqual(after.map((n) => `10.0.0.${n}`).sort())
      expect(Math.max(...final.map(({ endpoints }) => endpoints.length))).toBeLessThanOrEqual(most)
      expect(final.length).toBeGreaterThan(0)
    }),
  )
})
