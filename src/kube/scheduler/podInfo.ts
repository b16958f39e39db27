import { keyOf } from '../../api/meta'
import type { Affinity, Container, Pod, Toleration } from '../kinds/pod/api'
import { preferredMatches, requiredMatch, type NodeMatch, type PreferredMatch } from './nodeSelector'
import { requestsOf, type Requests } from './requests'

/** A port of the node itself that a pod wants. */
export interface HostPort {
  readonly ip: string
  readonly protocol: string
  readonly port: number
}

/** Tolerations with a key that is equal for equal lists, so that answers can be kept per node. */
export interface Tolerations {
  readonly key: string
  readonly list: readonly Toleration[]
}

/** A pod as the plugins read it: everything that its spec says, worked out once. */
export interface PodInfo {
  readonly pod: Pod
  readonly uid: string
  /** `namespace/name`. */
  readonly key: string
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
  readonly priority: number
  readonly requests: Requests
  readonly ports: readonly HostPort[]
  readonly tolerations: Tolerations
  /** Hard wishes for nodes, or null. */
  readonly required: NodeMatch | null
  readonly preferred: readonly PreferredMatch[]
}

const infos = new WeakMap<Pod, PodInfo>()

/** The compiled form of a pod; kept as long as the pod object lives. */
export function podInfo(pod: Pod): PodInfo {
  let info = infos.get(pod)
  if (!info) infos.set(pod, (info = compile(pod)))
  return info
}

function compile(pod: Pod): PodInfo {
  const { metadata, spec } = pod
  const affinity = affinityOf(spec.affinity, spec.nodeSelector)
  return {
    pod,
    uid: metadata.uid,
    key: keyOf(pod),
    namespace: metadata.namespace ?? '',
    labels: metadata.labels ?? none,
    priority: spec.priority ?? 0,
    requests: requestsOf(pod),
    ports: hostPortsOf(spec.containers, spec.initContainers),
    tolerations: tolerationsOf(spec.tolerations),
    required: affinity.required,
    preferred: affinity.preferred,
  }
}

const none: Readonly<Record<string, string>> = {}

interface AffinityInfo {
  readonly selector: unknown
  readonly required: NodeMatch | null
  readonly preferred: readonly PreferredMatch[]
}

const indifferent: AffinityInfo = { selector: undefined, required: null, preferred: [] }
const affinities = new WeakMap<object, AffinityInfo>()

function affinityOf(affinity: Affinity | undefined, selector: Pod['spec']['nodeSelector']): AffinityInfo {
  const part = affinity ?? selector
  if (!part) return indifferent
  const last = affinities.get(part)
  if (last && last.selector === selector) return last
  const info = { selector, required: requiredMatch(selector, affinity), preferred: preferredMatches(affinity?.nodeAffinity) }
  affinities.set(part, info)
  return info
}

const intolerant: Tolerations = { key: '', list: [] }
const tolerationLists = new WeakMap<object, Tolerations>()

function tolerationsOf(list: readonly Toleration[] | undefined): Tolerations {
  if (!list || list.length === 0) return intolerant
  let known = tolerationLists.get(list)
  if (!known) {
    const key = list
      .map((t) => `${t.key ?? ''}\u0000${t.operator ?? ''}\u0000${t.value ?? ''}\u0000${t.effect ?? ''}`)
      .join('\u0001')
    tolerationLists.set(list, (known = { key, list }))
  }
  return known
}

const noPorts: readonly HostPort[] = []
const portLists = new WeakMap<object, readonly HostPort[]>()

/** Host ports of the containers and sidecars. */
export function hostPortsOf(
  containers: readonly Container[] = [],
  initContainers: readonly Container[] = [],
): readonly HostPort[] {
  const sidecars = initContainers.filter((container) => container.restartPolicy === 'Always')
  if (sidecars.length > 0) return [...containers, ...sidecars].flatMap(portsOf)
  let known = portLists.get(containers)
  if (!known) {
    const ports = containers.flatMap(portsOf)
    portLists.set(containers, (known = ports.length ? ports : noPorts))
  }
  return known
}

const portsOf = ({ ports = [] }: Container): HostPort[] =>
  ports
    .filter(({ hostPort = 0 }) => hostPort > 0)
    .map(({ hostPort = 0, hostIP, protocol }) => ({ ip: hostIP || '0.0.0.0', protocol: protocol || 'TCP', port: hostPort }))

/** Would the two want the same port of one node? 0.0.0.0 stands for every address. */
export const portsClash = (a: HostPort, b: HostPort): boolean =>
  a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === '0.0.0.0' || b.ip === '0.0.0.0')
