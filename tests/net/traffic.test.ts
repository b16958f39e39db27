import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../src/api/meta'
import type { WatchEvent } from '../../src/api/watch'
import { Kernel } from '../../src/kernel/kernel'
import { resolve, type Zone } from '../../src/net/dns'
import type { NetContext } from '../../src/net/proxy'
import { route, targets } from '../../src/net/route'
import { spread } from '../../src/net/spread'
import { createTraffic } from '../../src/net/traffic'
import type { Endpoint, EndpointSlice } from '../../src/kube/kinds/endpointslice/api'
import type { Service } from '../../src/kube/kinds/service/api'

const meta = (name: string) => ({ name, namespace: 'default', uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: '' })

const service = (name: string, spec: Partial<Service['spec']> = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta(name),
  spec: { clusterIP: '10.96.3.7', ports: [{ port: 80 }], ...spec },
  status: {},
})

const endpoint = (n: number, conditions: Endpoint['conditions'] = { ready: true }, hostname?: string): Endpoint => ({
  addresses: [`10.244.0.${n}`],
  conditions,
  targetRef: { uid: `pod-${n}` },
  ...(hostname && { hostname }),
})

const slice = (of: string, endpoints: readonly Endpoint[]): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { ...meta(`${of}-x`), labels: { 'kubernetes.io/service-name': of } },
  addressType: 'IPv4',
  endpoints,
  ports: [{ name: '', port: 8080, protocol: 'TCP' }],
})

describe('routing', () => {
  test('goes to what is ready; when nothing is, to what still serves on its way out', () => {
    const leaving = endpoint(3, { ready: false, serving: true, terminating: true })
    expect(targets([slice('web', [endpoint(1), endpoint(2, { ready: false }), leaving])]).map(({ pod }) => pod)).toEqual([
      'pod-1',
    ])
    expect(targets([slice('web', [endpoint(2, { ready: false }), leaving])]).map(({ pod }) => pod)).toEqual(['pod-3'])
    expect(targets([slice('web', [endpoint(1)])], 'metrics')).toEqual([])
    expect(route(service('web'), [], new Kernel(1).random('r'))).toBeUndefined()
    expect(route(service('web'), [slice('web', [endpoint(1)])], new Kernel(1).random('r'))).toMatchObject({
      ip: '10.244.0.1',
      port: 8080,
    })
  })

  test('spreads all and only what there is', () => {
    for (const [count, over] of [
      [7, 3],
      [1, 5],
      [5000, 7],
      [0, 2],
      [9, 0],
    ] as const) {
      const shares = spread(count, over, new Kernel(3).random('s'))
      expect(shares.reduce((sum, [, share]) => sum + share, 0)).toBe(over === 0 ? 0 : count)
    }
  })
})

describe('names', () => {
  const services = new Map([
    ['web', service('web')],
    ['db', service('db', { clusterIP: 'None' })],
    ['out', service('out', { type: 'ExternalName', externalName: 'example.com', clusterIP: '' })],
  ])
  const zone: Zone = {
    service: (namespace, name) => (namespace === 'default' ? services.get(name) : undefined),
    slices: (_, name) =>
      name === 'db' ? [slice('db', [endpoint(1, { ready: true }, 'db-0'), endpoint(2, { ready: false }, 'db-1')])] : [],
  }

  test.each([
    ['web', 'default', ['10.96.3.7']],
    ['web.default', 'other', ['10.96.3.7']],
    ['web.default.svc.cluster.local', 'other', ['10.96.3.7']],
    ['web.default.svc.cluster.local.', 'other', ['10.96.3.7']],
    ['db', 'default', ['10.244.0.1']],
    ['db-0.db', 'default', ['10.244.0.1']],
    ['10-1-2-3.default.pod', 'default', ['10.1.2.3']],
  ])('%s from %s', (name, from, ips) => expect(resolve(zone, name, from)?.ips).toEqual(ips))

  test.each([
    ['web', 'other'],
    ['db-1.db', 'default'],
    ['nothing', 'default'],
    ['example.com', 'default'],
    ['a.web', 'default'],
  ])('%s from %s is no name', (name, from) => expect(resolve(zone, name, from)).toBeUndefined())

  test('a name outside', () => expect(resolve(zone, 'out', 'default')?.alias).toBe('example.com'))
})

function world() {
  const kernel = new Kernel(5)
  const handlers = new Map<string, (event: WatchEvent<never>) => void>()
  const context = {
    kernel,
    watch: (kind: string, handle: (event: WatchEvent<never>) => void) => void handlers.set(kind, handle),
    onStart: () => {},
  } as NetContext
  const dead = new Set<string>()
  const traffic = createTraffic(context, {
    serve: (pod, _, requests) => (dead.has(pod) ? { ok: 0, failed: requests } : { ok: requests, failed: 0 }),
  })
  const tell = (type: WatchEvent['type'], object: KubeObject) =>
    handlers.get(object.kind)!({ type, object, cause: 0 } as WatchEvent<never>)
  return { kernel, traffic, dead, tell, run: (ms: number) => kernel.advance(kernel.now + ms) }
}

describe('traffic', () => {
  test('flows to the endpoints that the proxy knows, and is lost at those that are dead', () => {
    const { traffic, dead, tell, run } = world()
    tell('ADDED', service('web'))
    tell('ADDED', slice('web', [endpoint(1), endpoint(2)]))
    traffic.set('default', 'web', 100)
    run(10_000)
    expect(traffic.statsOf('uid-web')).toEqual({ rate: 100, lost: 0, total: { sent: 1000, ok: 1000, failed: 0 } })
    expect(traffic.servedBy('pod-1').sent + traffic.servedBy('pod-2').sent).toBe(1000)
    expect(traffic.servedBy('pod-1').sent).toBeGreaterThan(400)

    dead.add('pod-2')
    run(2_000)
    expect(traffic.statsOf('uid-web').lost).toBeGreaterThan(25)
    tell('MODIFIED', slice('web', [endpoint(1)]))
    run(2_000)
    expect(traffic.statsOf('uid-web').lost).toBe(0)
    tell('MODIFIED', slice('web', []))
    run(1_000)
    expect(traffic.statsOf('uid-web').lost).toBe(100)
  })

  test('small rates add up; 0 ends a flow and leaves nothing on the agenda', () => {
    const { kernel, traffic, tell, run } = world()
    tell('ADDED', service('web'))
    tell('ADDED', slice('web', [endpoint(1)]))
    traffic.set('default', 'web', 1)
    run(10_000)
    expect(traffic.servedBy('pod-1').sent).toBe(10)
    traffic.set('default', 'web', 0)
    run(1_000)
    expect(kernel.next).toBe(Infinity)
    expect(traffic.statsOf('uid-web').rate).toBe(0)
  })

  test('a keyframe takes it back', () => {
    const { kernel, traffic, tell, run } = world()
    tell('ADDED', service('web'))
    tell('ADDED', slice('web', [endpoint(1), endpoint(2)]))
    traffic.set('default', 'web', 33)
    run(1_000)
    const keyframe = kernel.save()
    const play = () => {
      run(5_000)
      return [traffic.statsOf('uid-web'), traffic.servedBy('pod-1'), kernel.trace.since(0).length]
    }
    const first = play()
    kernel.load(keyframe)
    expect(play()).toEqual(first)
  })
})
