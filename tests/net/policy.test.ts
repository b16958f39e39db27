import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LabelSelector } from '../../src/api/meta'
import type { WatchEvent } from '../../src/api/watch'
import { Kernel } from '../../src/kernel/kernel'
import type { NetworkPolicy, PolicyPeer, PolicyPort } from '../../src/kube/kinds/networkpolicy/api'
import type { Pod } from '../../src/kube/kinds/pod/api'
import { blockHas, parseBlock } from '../../src/net/block'
import { createPeers, stranger, type NetContext, type Peer } from '../../src/net/peers'
import { createPolicies } from '../../src/net/policies'

const spaces = ['a', 'b']
const namespaceLabels: Record<string, Record<string, string>> = { a: { team: 'x' }, b: { team: 'y' } }

const labels = fc.record({ app: fc.constantFrom('web', 'db') }, { requiredKeys: [] })
const selector: fc.Arbitrary<LabelSelector> = fc.oneof(
  fc.constant({}),
  fc.constantFrom('web', 'db').map((app) => ({ matchLabels: { app } })),
  fc.constantFrom<LabelSelector>(
    { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] },
    { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
  ),
)
const spaceSelector: fc.Arbitrary<LabelSelector> = fc.constantFrom<LabelSelector>(
  {},
  { matchLabels: { team: 'x' } },
  { matchLabels: { team: 'z' } },
)
const peer: fc.Arbitrary<PolicyPeer> = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: spaceSelector }),
  fc.record({ podSelector: selector, namespaceSelector: spaceSelector }),
  fc.constantFrom<PolicyPeer>(
    { ipBlock: { cidr: '0.0.0.0/0' } },
    { ipBlock: { cidr: '10.244.0.0/16', except: ['10.244.1.0/24'] } },
    { ipBlock: { cidr: '198.51.100.0/24' } },
  ),
)
const port: fc.Arbitrary<PolicyPort> = fc.constantFrom<PolicyPort>(
  { protocol: 'TCP', port: 80 },
  { port: 8000, endPort: 8100 },
  { port: 'http' },
  { protocol: 'UDP' },
  {},
)
const rule = { ports: fc.array(port, { maxLength: 2 }), peers: fc.array(peer, { maxLength: 2 }) }
const types: fc.Arbitrary<('Ingress' | 'Egress')[]> = fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress'])
const policy = fc.record({
  namespace: fc.constantFrom(...spaces),
  podSelector: selector,
  policyTypes: types,
  ingress: fc.array(fc.record(rule), { maxLength: 2 }),
  egress: fc.array(fc.record(rule), { maxLength: 2 }),
})
const pod = fc.record({
  namespace: fc.constantFrom(...spaces),
  labels,
  subnet: fc.integer({ min: 0, max: 2 }),
  named: fc.constantFrom<number | undefined>(undefined, 80, 8080),
})

const policyOf = (
  { namespace, ingress, egress, ...spec }: typeof policy extends fc.Arbitrary<infer T> ? T : never,
  i: number,
): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `p${i}`, namespace, uid: `p${i}`, resourceVersion: '1', creationTimestamp: '' },
  spec: {
    ...spec,
    ingress: ingress.map(({ ports, peers }) => ({ ports, from: peers })),
    egress: egress.map(({ ports, peers }) => ({ ports, to: peers })),
  },
})
const podOf = ({ namespace, labels, subnet, named }: typeof pod extends fc.Arbitrary<infer T> ? T : never, i: number): Pod =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${i}`, namespace, labels, uid: `u${i}`, resourceVersion: '1', creationTimestamp: '' },
    spec: {
      nodeName: 'node-1',
      containers: [{ name: 'c', image: 'x', ...(named && { ports: [{ name: 'http', containerPort: named }] }) }],
    },
    status: { phase: 'Running', podIP: `10.244.${subnet}.${i + 1}` },
  }) as Pod

/** The rules of the API, read sentence by sentence, without any index. */
function naive(
  policies: readonly NetworkPolicy[],
  from: Peer,
  to: Peer,
  wire: { port: number; protocol: 'TCP' | 'UDP' },
): boolean {
  const selects = (chosen: LabelSelector | undefined, own: Record<string, string> | undefined) =>
    Object.entries(chosen?.matchLabels ?? {}).every(([key, value]) => own?.[key] === value) &&
    (chosen?.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = own?.[key]
      if (operator === 'Exists') return value !== undefined
      if (operator === 'NotIn') return value === undefined || !values.includes(value)
      throw new Error(operator)
    })
  const isPeer = ({ podSelector, namespaceSelector, ipBlock }: PolicyPeer, space: string, who: Peer) => {
    if (ipBlock) {
      const inside = (cidr: string) => blockHas(parseBlock(cidr)!, who.ip)
      return inside(ipBlock.cidr) && !(ipBlock.except ?? []).some(inside)
    }
    if (!who.pod) return false
    const right = namespaceSelector ? selects(namespaceSelector, namespaceLabels[who.namespace]) : who.namespace === space
    return right && (podSelector ? selects(podSelector, who.pod.metadata.labels) : true)
  }
  const isPort = ({ protocol = 'TCP', port, endPort }: PolicyPort) => {
    if (protocol !== wire.protocol) return false
    if (port === undefined) return true
    if (typeof port === 'number') return wire.port >= port && wire.port <= (endPort ?? port)
    return (to.pod?.spec.containers[0]?.ports ?? []).some(
      (one) => one.name === port && protocol === 'TCP' && one.containerPort === wire.port,
    )
  }
  const side = (who: Peer, other: Peer, direction: 'Ingress' | 'Egress') => {
    if (!who.pod) return true
    const mine = policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === who.namespace &&
        selects(spec.podSelector, who.pod!.metadata.labels) &&
        spec.policyTypes!.includes(direction),
    )
    if (!mine.length) return true
    return mine.some(({ metadata, spec }) =>
      (direction === 'Ingress'
        ? spec.ingress!.map((each) => ({ ports: each.ports, peers: each.from }))
        : spec.egress!.map((each) => ({ ports: each.ports, peers: each.to }))
      ).some(
        ({ ports = [], peers = [] }) =>
          (!ports.length || ports.some(isPort)) &&
          (!peers.length || peers.some((one) => isPeer(one, metadata.namespace!, other))),
      ),
    )
  }
  return from === to || (side(from, to, 'Egress') && side(to, from, 'Ingress'))
}

function network(policies: readonly NetworkPolicy[], pods: readonly Pod[]) {
  const handlers = new Map<string, (event: WatchEvent<never>) => void>()
  const context = {
    kernel: new Kernel(1),
    watch: (kind: string, handle: (event: WatchEvent<never>) => void) => void handlers.set(kind, handle),
    onStart: () => {},
  } as NetContext
  const peers = createPeers(context)
  const compiled = createPolicies(context, peers)
  const tell = (kind: string, object: object) =>
    handlers.get(kind)!({ type: 'ADDED', object, cause: 0 } as unknown as WatchEvent<never>)
  for (const name of spaces) tell('Namespace', { metadata: { name, labels: namespaceLabels[name] } })
  for (const one of pods) tell('Pod', one)
  for (const one of policies) tell('NetworkPolicy', one)
  return { peers, compiled, tell }
}

describe('NetworkPolicy', () => {
  test('the compiled verdict is what the rules say, for all policies and pods', () => {
    fc.assert(
      fc.property(
        fc.array(policy, { maxLength: 4 }),
        fc.array(pod, { minLength: 2, maxLength: 5 }),
        fc.constantFrom(80, 8050, 8080),
        fc.constantFrom<'TCP' | 'UDP'>('TCP', 'UDP'),
        (someRules, somePods, number, protocol) => {
          const policies = someRules.map(policyOf)
          const pods = somePods.map(podOf)
          const { peers, compiled } = network(policies, pods)
          const ends = [...pods.map(({ metadata }) => peers.pod(metadata.uid)!), stranger('users', '198.51.100.7')]
          for (const from of ends) {
            for (const to of ends) {
              const verdict = compiled.verdict(from, to, { port: number, protocol })
              expect(verdict.allowed).toBe(naive(policies, from, to, { port: number, protocol }))
            }
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('says which policies isolate, and which rule opens', () => {
    const closed = policyOf({ namespace: 'a', podSelector: {}, policyTypes: ['Ingress'], ingress: [], egress: [] }, 0)
    const opened = policyOf(
      {
        namespace: 'a',
        podSelector: { matchLabels: { app: 'db' } },
        policyTypes: ['Ingress'],
        ingress: [{ ports: [], peers: [{ podSelector: { matchLabels: { app: 'web' } } }] }],
        egress: [],
      },
      1,
    )
    const pods = [
      podOf({ namespace: 'a', labels: { app: 'web' }, subnet: 0, named: undefined }, 0),
      podOf({ namespace: 'a', labels: { app: 'db' }, subnet: 0, named: undefined }, 1),
    ]
    const { peers, compiled } = network([closed, opened], pods)
    const [web, db] = [peers.pod('u0')!, peers.pod('u1')!]
    expect(compiled.verdict(db, web, { port: 80 })).toMatchObject({
      allowed: false,
      ingress: { allowed: false, policies: ['a/p0'] },
    })
    expect(compiled.verdict(web, db, { port: 80 }).ingress).toEqual({
      allowed: true,
      policies: ['a/p0', 'a/p1'],
      rule: { policy: 'a/p1', index: 0 },
    })
    expect(compiled.isolation()).toEqual({ ingress: ['u0', 'u1'], egress: [] })
    expect(compiled.views().map(({ name, pods: selected }) => [name, selected])).toEqual([
      ['p0', ['u0', 'u1']],
      ['p1', ['u1']],
    ])
  })

  test('follows labels: a pod that gets another label is judged anew', () => {
    const closed = policyOf(
      { namespace: 'a', podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'], ingress: [], egress: [] },
      0,
    )
    const db = podOf({ namespace: 'a', labels: { app: 'db' }, subnet: 0, named: undefined }, 0)
    const { peers, compiled, tell } = network([closed], [db])
    const users = stranger('users', '198.51.100.1')
    expect(compiled.verdict(users, peers.pod('u0')!, { port: 80 }).allowed).toBe(false)
    tell('Pod', { ...db, metadata: { ...db.metadata, labels: { app: 'web' } } })
    expect(compiled.verdict(users, peers.pod('u0')!, { port: 80 }).allowed).toBe(true)
  })

  test.each([
    ['10.0.0.0/8', '10.255.1.2', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['fd00:192:168::/48', 'fd00:192:168:3::1', true],
    ['fd00:192:168::/48', 'fd00:192:169::1', false],
    ['10.0.0.0/8', 'fd00::1', false],
  ])('%s has %s: %s', (block, ip, inside) => expect(blockHas(parseBlock(block)!, ip)).toBe(inside))
})
