import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../src/api/errors'
import type { Draft } from '../../../src/api/meta'
import { bytes, milli } from '../../../src/api/quantity'
import type { ResourceQuota } from '../../../src/kube/kinds/resourcequota/api'
import { createWorld, type World } from '../../../src/world/world'
import { clusterWith, deploymentYaml, run } from '../../support/cluster'

const quota = (hard: object, rest: object = {}): Draft =>
  ({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q', namespace: 'default' }, spec: { hard, ...rest } }) as Draft
const pod = (name: string, requests?: object, limits?: object): Draft =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: {
      containers: [{ name: 'c', image: 'nginx:1.27', resources: { ...(requests && { requests }), ...(limits && { limits }) } }],
    },
  }) as Draft
const statusOf = (world: World) => (world.cluster.server.read('you', 'ResourceQuota', 'q', 'default') as ResourceQuota).status

function withQuota(hard: object, rest: object = {}): World {
  const world = createWorld({ seed: 1, nodes: 2 })
  world.advance(2_000)
  world.cluster.server.create('you', quota(hard, rest))
  world.advance(world.now + 1_000)
  return world
}

const attempt = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiError) return error.message
    throw error
  }
  return ''
}

describe('quotas', () => {
  test('count, refuse, and give back when objects go', () => {
    const world = withQuota({ pods: '2', 'count/configmaps': '3' })
    const { server } = world.cluster
    // kube-root-ca.crt is there already.
    expect(statusOf(world)).toEqual({
      hard: { pods: '2', 'count/configmaps': '3' },
      used: { pods: '0', 'count/configmaps': '1' },
    })
    server.create('you', pod('a'))
    server.create('you', pod('b'))
    expect(statusOf(world)!.used!['pods']).toBe('2')
    expect(attempt(() => server.create('you', pod('c')))).toBe(
      'pods "c" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2',
    )
    expect(server.refusals.recent.at(-1)).toMatchObject({ by: 'quota', kind: 'Pod', name: 'c', user: 'kubernetes-admin' })
    server.delete('you', 'Pod', { metadata: { name: 'a', namespace: 'default' } }, { gracePeriodSeconds: 0 })
    world.advance(world.now + 1_000)
    expect(statusOf(world)!.used!['pods']).toBe('1')
  })

  test('what a quota limits must be said', () => {
    const { server } = withQuota({ 'requests.cpu': '1', 'limits.cpu': '2' }).cluster
    expect(attempt(() => server.create('you', pod('a', { cpu: '100m' })))).toBe(
      'pods "a" is forbidden: failed quota: q: must specify limits.cpu for: c',
    )
  })

  test('scopes choose what counts', () => {
    const world = withQuota({ pods: '1' }, { scopes: ['BestEffort'] })
    const { server } = world.cluster
    for (const name of ['a', 'b']) expect(attempt(() => server.create('you', pod(name, { cpu: '10m' })))).toBe('')
    expect(attempt(() => server.create('you', pod('c')))).toBe('')
    expect(attempt(() => server.create('you', pod('d')))).toContain('exceeded quota: q')
  })

  test('a dry run is held to the quota and takes nothing from it', () => {
    const world = withQuota({ pods: '1' })
    const { server } = world.cluster
    for (let i = 0; i < 3; i++) expect(attempt(() => server.create('you', pod('a'), true))).toBe('')
    expect(statusOf(world)!.used!['pods']).toBe('0')
  })

  test('a Deployment that outgrows its quota says so, and goes on when there is room', () => {
    const world = clusterWith(deploymentYaml('web', 2))
    world.cluster.server.create('you', quota({ pods: '3' }))
    world.advance(world.now + 1_000)
    run(world, 'scale deployment web --replicas=5')
    world.advance(world.now + 5_000)
    expect(statusOf(world)!.used!['pods']).toBe('3')
    const events = [...world.cluster.store.all('Event')].map((event) => (event as unknown as { message: string }).message)
    expect(events.find((message) => message.startsWith('Error creating: pods "web-'))).toMatch(
      /is forbidden: exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3$/,
    )
    world.cluster.server.patch('you', 'ResourceQuota', { metadata: { name: 'q', namespace: 'default' } }, 'merge', {
      spec: { hard: { pods: '9' } },
    })
    world.advance(world.now + 60_000)
    expect(statusOf(world)!.used!['pods']).toBe('5')
  })
})

type Act = { readonly what: 'scale' | 'pod' | 'delete' | 'service' | 'wait'; readonly n: number }
const acts = fc.array(
  fc.record({
    what: fc.constantFrom<Act['what'][]>('scale', 'pod', 'delete', 'service', 'wait'),
    n: fc.integer({ min: 0, max: 9 }),
  }),
  { maxLength: 25 },
)

test('property: no quota is ever exceeded, and in the end it says what is there', () => {
  fc.assert(
    fc.property(acts, fc.integer({ min: 0, max: 6 }), (list, most) => {
      const world = clusterWith(deploymentYaml('web', 1) + '---' + deploymentYaml('api', 1), { seconds: 5 })
      const { server, store } = world.cluster
      const hard = { pods: String(most + 2), services: '3', 'requests.cpu': '500m' }
      const drafts = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l', namespace: 'default' } }
      server.create('you', { ...drafts, spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '100m' } }] } } as Draft)
      server.create('you', quota(hard))
      world.advance(world.now + 500)
      let exceeded = ''
      store.onChange(({ object }) => {
        if (object.kind !== 'ResourceQuota') return
        const { status } = object as ResourceQuota
        for (const [name, limit] of Object.entries(status?.hard ?? {})) {
          if (milli(status?.used?.[name] ?? '0') > milli(limit)) exceeded = `${name} ${status?.used?.[name]} of ${limit}`
        }
      })
      list.forEach(({ what, n }, i) => {
        if (what === 'wait') world.advance(world.now + n * 300)
        else if (what === 'scale') server.scale('you', 'Deployment', { metadata: { name: n % 2 ? 'web' : 'api' } }, n)
        else if (what === 'pod') attempt(() => server.create('you', pod(`p${i}`, n % 2 ? { cpu: `${n}0m` } : undefined)))
        else if (what === 'delete') {
          const all = store.inNamespace('Pod', 'default')
          const one = all[n % Math.max(1, all.length)]
          if (one) attempt(() => server.delete('you', 'Pod', one, n % 2 ? { gracePeriodSeconds: 0 } : {}))
        } else {
          const spec = { ports: [{ port: 80 }] }
          attempt(() => server.create('you', { apiVersion: 'v1', kind: 'Service', metadata: { name: `s${i}` }, spec } as Draft))
        }
        world.advance(world.now + 50)
      })
      expect(exceeded).toBe('')
      world.advance(world.now + 60_000)
      expect(exceeded).toBe('')
      const live = store.inNamespace('Pod', 'default').length
      expect(bytes(statusOf(world)!.used!['pods']!)).toBe(live)
    }),
    { numRuns: 12 },
  )
})
