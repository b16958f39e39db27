import fc from 'fast-check'
import { expect } from 'vitest'
import { file } from '../act'
import type { Family } from '../family'
import { service, template, workload } from '../manifests'
import { readyOf } from '../read'

const front = (replicas: number) =>
  file('front', workload('Deployment', 'front', { replicas, template: template('front') }), service('front'))
const client = file('client', workload('Deployment', 'client', { replicas: 1, template: template('client') }))
const policy = (ingress: readonly object[]) =>
  file('policy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'front' },
    spec: { podSelector: { matchLabels: { app: 'front' } }, policyTypes: ['Ingress'], ingress },
  })
const ingress = (host: string, name = 'front') =>
  file('ingress', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'front' },
    spec: {
      rules: [
        { host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }] } },
      ],
    },
  })
const from = { namespace: 'default', labels: { app: 'client' } }
const asks = (rate: number) => ({ type: 'traffic', namespace: 'default', service: 'front', rate, from }) as const
const visits = (rate: number, host: string) =>
  ({ type: 'traffic', namespace: 'default', service: '', rate, ingress: { host } }) as const
const CLIENTS = [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }] }]

/** Requests from pods and through an ingress, with policies in their way. */
export const networking: Family = {
  name: 'networking',
  begin: [front(2), client, ingress('shop.test'), asks(20), visits(20, 'shop.test')],
  acts: fc.oneof(
    fc.constantFrom<readonly object[]>([], [{}], CLIENTS).map(policy),
    fc.constantFrom(['shop.test'], ['other.test'], ['shop.test', 'absent']).map(([host, name]) => ingress(host!, name)),
    fc.integer({ min: 0, max: 5 }).map(front),
    fc.constantFrom(0, 20, 200).map(asks),
    fc.tuple(fc.constantFrom(0, 20, 200), fc.constantFrom('shop.test', 'other.test')).map((parts) => visits(...parts)),
    fc
      .constantFrom('NetworkPolicy', 'Ingress', 'Service', 'Deployment')
      .map((kind) => ({ type: 'delete' as const, kind, namespace: 'default', name: 'front' })),
    fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer').map((type) => file('service', service('front', { type }))),
    fc.record({ pod: fc.constantFrom('kill', 'kill-container'), place: fc.nat(9), app: fc.constantFrom('front', 'client') }),
  ),
  calm: [front(3), client, policy(CLIENTS), ingress('shop.test'), asks(20), visits(20, 'shop.test'), visits(0, 'other.test')],
  rests(world) {
    expect(readyOf(world, 'front'), 'ready pods of front').toHaveLength(3)
    const flows = world.cluster.traffic.flows()
    expect(flows.find(({ spec }) => spec.from)!.lost, 'lost of what a policy lets through').toBe(0)
    // The policy lets only the client in; the ingress controller is somebody else.
    expect(flows.find(({ spec }) => spec.ingress?.host === 'shop.test')!.routed?.status, 'answer to whom it does not').toBe(504)
  },
}
