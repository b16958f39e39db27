import { describe, expect, test } from 'vitest'
import type { Peopled } from '../../src/lessons/everything'
import type { Rule } from '../../src/lessons/goal'
import { holds, named } from '../../src/lessons/holds'
import type { CallView, DriftView, NodeView, OwnerView, PodView, ServiceView, VolumeView } from '../../src/world/frame'
import { noFurniture } from '../../src/world/frameFurniture'
import { podView } from '../ui/fakeWorld'

const place = { hue: 0, namespace: 'default' }
const pod = (name: string, owner: string, more: Partial<PodView> = {}): PodView => ({
  ...podView(name, 'ready', 'node-1', 0),
  owner,
  ready: true,
  ...more,
})
const web: DriftView = { ...place, uid: 'web', kind: 'Deployment', name: 'web', want: 2, have: 2, slots: [] }
const job = (have: number): DriftView => ({ ...place, uid: 'import', kind: 'Job', name: 'import', want: 5, have, slots: [] })
const owner = (kind: string, uid: string, parent: string): OwnerView => ({
  ...{ ...place, uid, kind, name: uid, parent, tag: '', createdAt: 0, replicas: null, text: [] },
})
const service = (endpoints: readonly string[]): ServiceView => ({
  ...{
    ...place,
    uid: 'svc',
    name: 'web',
    type: 'ClusterIP',
    ports: '',
    clusterIP: '',
    endpoints,
    notReady: [],
    rate: 0,
    lost: 0,
  },
})
const node = (name: string, ready: NodeView['ready']) => ({ uid: name, name, ready }) as NodeView
const claim = { uid: 'c', claim: 'data', volume: '', namespace: 'default', phase: 'Pending' } as VolumeView
const call = (from: string, rate: number, lost: number): CallView => ({ from, service: 'svc', rate, lost })

interface World {
  readonly pods?: readonly PodView[]
  readonly calls?: readonly CallView[]
  readonly drift?: readonly DriftView[]
  readonly endpoints?: readonly string[]
}

/** A Deployment of two by its ReplicaSet, a Service, two nodes and a claim, but for what is said otherwise. */
const view = ({ pods = two, calls = [], drift = [web], endpoints = ['uid-a', 'uid-b'] }: World = {}): Peopled => ({
  pods: new Map(pods.map((one) => [one.uid, one])),
  nodes: [node('node-1', 'True'), node('node-2', 'Unknown')],
  services: [service(endpoints)],
  drift,
  documents: [],
  furniture: {
    ...noFurniture,
    owners: [owner('Deployment', 'web', ''), owner('ReplicaSet', 'rs', 'web')],
    volumes: [claim],
    calls,
  },
})
const two = [pod('a', 'rs', { uid: 'uid-a' }), pod('b', 'rs', { uid: 'uid-b', node: 'node-2' })]
const old = pod('o', 'rs', { uid: 'uid-o', old: true })
const starting = pod('s', 'rs', { uid: 'uid-s', state: 'creating', ready: false })
const alien = pod('x', '', { uid: 'uid-x' })
const deployment = 'Deployment/default/web'

const cases: readonly (readonly [string, Rule, Peopled, boolean])[] = [
  ['ready: all that are asked for', { ready: deployment }, view(), true],
  ['ready: one is missing', { ready: deployment }, view({ pods: [two[0]!, starting] }), false],
  ['ready: an old one is left', { ready: deployment }, view({ pods: [...two, old] }), false],
  ['ready: none is asked for', { ready: deployment }, view({ pods: [], drift: [{ ...web, want: 0 }] }), false],
  ['ready: so many', { ready: deployment, count: 2 }, view({ pods: [...two, old, alien] }), true],
  ['ready: too few', { ready: deployment, count: { min: 3 } }, view(), false],
  ['ready: too many', { ready: deployment, count: { max: 1 } }, view(), false],
  ['ready: of no such name', { ready: 'Deployment/default/api' }, view(), false],
  ['ready: a Pod', { ready: 'Pod/default/a' }, view(), true],
  ['ready: a Pod that is not', { ready: 'Pod/default/s' }, view({ pods: [starting] }), false],
  ['ready: a Node', { ready: 'Node/node-1' }, view(), true],
  ['ready: a silent Node', { ready: 'Node/node-2' }, view(), false],
  ['ready: a Job under way', { ready: 'Job/default/import' }, view({ drift: [job(4)] }), false],
  ['ready: a complete Job', { ready: 'Job/default/import' }, view({ drift: [job(5)] }), true],
  ['exists', { exists: 'Service/default/web' }, view(), true],
  ['exists: in another namespace', { exists: 'Service/prod/web' }, view(), false],
  ['gone', { gone: 'Pod/default/x' }, view(), true],
  ['gone: still there', { gone: 'PersistentVolumeClaim/default/data' }, view(), false],
  ['phase: of a claim', { phase: 'PersistentVolumeClaim/default/data', is: 'Pending' }, view(), true],
  ['phase: of a claim, another', { phase: 'PersistentVolumeClaim/default/data', is: 'Bound' }, view(), false],
  [
    'phase: of a Pod',
    { phase: 'Pod/default/a', is: 'CrashLoopBackOff' },
    view({ pods: [pod('a', 'rs', { status: 'CrashLoopBackOff' })] }),
    true,
  ],
  ['endpoints', { endpoints: 'Service/default/web' }, view(), true],
  ['endpoints: none', { endpoints: 'Service/default/web' }, view({ endpoints: [] }), false],
  ['endpoints: none is wanted', { endpoints: 'Service/default/web', count: 0 }, view({ endpoints: [] }), true],
  ['endpoints: only of', { endpoints: 'Service/default/web', only: deployment }, view(), true],
  [
    'endpoints: of others too',
    { endpoints: 'Service/default/web', only: deployment },
    view({ pods: [...two, alien], endpoints: ['uid-a', 'uid-x'] }),
    false,
  ],
  ['pods: all', { pods: {}, count: 3 }, view({ pods: [...two, alien] }), true],
  [
    'pods: of a workload, by way of its ReplicaSet',
    { pods: { of: deployment }, count: 2 },
    view({ pods: [...two, alien] }),
    true,
  ],
  ['pods: one by its name', { pods: { of: 'Pod/default/b', node: 'node-2' }, count: 1 }, view(), true],
  ['pods: of nobody that is there', { pods: { of: 'Job/default/none' }, count: 0 }, view(), true],
  ['pods: on a node', { pods: { node: 'node-2' }, count: 0 }, view(), false],
  ['pods: in a state', { pods: { state: 'creating' }, count: { min: 1, max: 1 } }, view({ pods: [...two, starting] }), true],
  ['reaches', { reaches: 'Service/default/web', from: deployment }, view({ calls: [call('uid-a', 3, 0)] }), true],
  [
    'reaches: some are lost',
    { reaches: 'Service/default/web', from: deployment },
    view({ calls: [call('uid-a', 3, 0), call('uid-b', 3, 1)] }),
    false,
  ],
  ['reaches: nobody asks', { reaches: 'Service/default/web', from: deployment }, view({ calls: [call('uid-x', 3, 0)] }), false],
  ['all', { all: [{ exists: deployment }, { gone: deployment }] }, view(), false],
  ['any', { any: [{ exists: deployment }, { gone: deployment }] }, view(), true],
  ['not', { not: { gone: deployment } }, view(), true],
]

describe('a rule', () => {
  test.each(cases)('%s', (_, rule, seen, expected) => expect(holds(rule, seen)).toBe(expected))

  test('that nobody knows is an error and no answer', () => {
    expect(() => holds({ never: {} } as unknown as Rule, view())).toThrow(RangeError)
    for (const ref of ['web', 'Pod/', 'Pod/default/', 'a/b/c/d', '/x/y']) expect(() => named(ref)).toThrow(RangeError)
    expect(named('Node/node-1')).toEqual({ kind: 'Node', namespace: '', name: 'node-1' })
  })
})
