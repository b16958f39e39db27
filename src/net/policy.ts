import { compileSelector, type Labels } from '../api/labels'
import type { NetworkPolicy, PolicyPeer, PolicyPort } from '../kube/kinds/networkpolicy/api'
import { blockHas, parseBlock } from './block'
import type { Peer } from './peers'

/** Where a connection goes. */
export interface Wire {
  readonly port: number
  /** TCP by default. */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP'
}

/** What one direction's policies say of a connection. */
export interface Side {
  readonly allowed: boolean
  /** Names of the policies that select the pod, `namespace/name`; none = it is not isolated. */
  readonly policies: readonly string[]
  /** The rule that lets it pass: the policy and the number of the rule, from 0. */
  readonly rule?: { readonly policy: string; readonly index: number }
}

/** What all policies say of a connection. */
export interface Verdict {
  readonly allowed: boolean
  readonly egress: Side
  readonly ingress: Side
}

type NamespaceLabels = (namespace: string) => Labels
type PeerTest = (peer: Peer, labelsOf: NamespaceLabels) => boolean
type PortTest = (wire: Wire, to: Peer) => boolean

interface Rule {
  /** Undefined: every peer; every port. */
  readonly peers: readonly PeerTest[] | undefined
  readonly ports: readonly PortTest[] | undefined
}

/** A policy made into predicates. */
export interface CompiledPolicy {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  readonly selects: (labels: Labels) => boolean
  /** Undefined: says nothing about this direction. */
  readonly ingress: readonly Rule[] | undefined
  readonly egress: readonly Rule[] | undefined
}

const compiled = new WeakMap<NetworkPolicy, CompiledPolicy>()

/** A policy as it is asked often. Rule: networking.k8s.io/v1 NetworkPolicy. */
export function compilePolicy(policy: NetworkPolicy): CompiledPolicy {
  const known = compiled.get(policy)
  if (known) return known
  const { metadata, spec } = policy
  const { namespace = '', name, uid } = metadata
  const types = spec.policyTypes ?? (spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'])
  const result: CompiledPolicy = {
    uid,
    name: `${namespace}/${name}`,
    namespace,
    selects: compileSelector(spec.podSelector ?? {}),
    ingress: types.includes('Ingress')
      ? (spec.ingress ?? []).map(({ from, ports }) => ruleOf(from, ports, namespace))
      : undefined,
    egress: types.includes('Egress') ? (spec.egress ?? []).map(({ to, ports }) => ruleOf(to, ports, namespace)) : undefined,
  }
  compiled.set(policy, result)
  return result
}

/** The verdict of one direction: `selecting` are the policies that select the pod and speak of this direction. */
export function sideOf(
  selecting: readonly CompiledPolicy[],
  direction: 'ingress' | 'egress',
  peer: Peer,
  to: Peer,
  wire: Wire,
  labelsOf: NamespaceLabels,
): Side {
  if (selecting.length === 0) return open
  const policies = selecting.map(({ name }) => name)
  for (const policy of selecting) {
    const rules = policy[direction]!
    for (let index = 0; index < rules.length; index++) {
      const { peers, ports } = rules[index]!
      if (ports && !ports.some((matches) => matches(wire, to))) continue
      if (peers && !peers.some((matches) => matches(peer, labelsOf))) continue
      return { allowed: true, policies, rule: { policy: policy.name, index } }
    }
  }
  return { allowed: false, policies }
}

const open: Side = { allowed: true, policies: [] }

/** A connection that no policy has a say in. */
export const OPEN: Verdict = { allowed: true, egress: open, ingress: open }

/** An empty list is as none at all: everybody, everything. */
function ruleOf(peers: readonly PolicyPeer[] | undefined, ports: readonly PolicyPort[] | undefined, namespace: string): Rule {
  return {
    peers: peers?.length ? peers.map((peer) => peerTest(peer, namespace)) : undefined,
    ports: ports?.length ? ports.map(portTest) : undefined,
  }
}

function peerTest({ podSelector, namespaceSelector, ipBlock }: PolicyPeer, own: string): PeerTest {
  if (ipBlock) {
    const block = parseBlock(ipBlock.cidr)
    const except = (ipBlock.except ?? []).map(parseBlock)
    return ({ ip }) => block !== undefined && blockHas(block, ip) && !except.some((each) => each && blockHas(each, ip))
  }
  const pods = podSelector ? compileSelector(podSelector) : undefined
  const namespaces = namespaceSelector ? compileSelector(namespaceSelector) : undefined
  return (peer, labelsOf) => {
    if (peer.outside || peer.namespace === '') return false
    if (namespaces ? !namespaces(labelsOf(peer.namespace)) : peer.namespace !== own) return false
    return !pods || pods(peer.labels)
  }
}

function portTest({ protocol = 'TCP', port, endPort }: PolicyPort): PortTest {
  if (port === undefined) return (wire) => (wire.protocol ?? 'TCP') === protocol
  if (typeof port === 'number') {
    const last = endPort ?? port
    return (wire) => (wire.protocol ?? 'TCP') === protocol && wire.port >= port && wire.port <= last
  }
  return (wire, to) => (wire.protocol ?? 'TCP') === protocol && namedPort(to, port, protocol) === wire.port
}

/** The number of a pod's named port. */
function namedPort({ pod }: Peer, name: string, protocol: string): number | undefined {
  for (const { ports = [] } of pod?.spec.containers ?? []) {
    for (const port of ports) if (port.name === name && (port.protocol ?? 'TCP') === protocol) return port.containerPort
  }
  return undefined
}
