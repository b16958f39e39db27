import type { LabelSelector } from '../../api/meta'
import { matchLabelSelector } from '../../api/labels'
import type { Node } from '../kinds/node/api'
import type { Pod } from '../kinds/pod/api'
import { requiredMatch } from '../scheduler/nodeSelector'
import { untolerated } from '../scheduler/plugins/taintToleration'
import { capacityOf, requestsOf, type Capacity } from '../scheduler/requests'
import type { NodeGroup } from './provider'

const HOSTNAME = 'kubernetes.io/hostname'

/** A node to try pods on, and what is on it. Changed by `place`. */
export interface Place {
  readonly node: Node
  readonly capacity: Capacity
  readonly pods: Pod[]
  cpu: number
  memory: number
}

/** A node as it stands, with its pods. */
export function placeOf(node: Node, pods: readonly Pod[]): Place {
  const place: Place = { node, capacity: capacityOf(node.status?.allocatable), pods: [], cpu: 0, memory: 0 }
  for (const pod of pods) put(place, pod)
  return place
}

/** A node of a group that is not there yet, empty but for the daemons that every such node gets. */
export function placeInGroup({ name, template }: NodeGroup, number: number, daemons: readonly Pod[]): Place {
  const { cpu, memory, pods, zone, labels, taints } = template
  const host = `template-node-for-${name}-${number}`
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: host,
      uid: '',
      resourceVersion: '',
      creationTimestamp: '',
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        [HOSTNAME]: host,
        'topology.kubernetes.io/zone': zone,
        ...labels,
      },
    },
    spec: { ...(taints?.length && { taints }) },
    status: { allocatable: { cpu, memory, pods: String(pods) } },
  } as unknown as Node
  return placeOf(
    node,
    daemons.filter((pod) => !refusal(placeOf(node, []), pod)),
  )
}

export function put(place: Place, pod: Pod): void {
  const { cpu, memory } = requestsOf(pod)
  place.pods.push(pod)
  place.cpu += cpu
  place.memory += memory
}

/** Why a pod does not fit on a node, in the scheduler's words; undefined when it does. */
export function refusal(place: Place, pod: Pod): string | undefined {
  const { node, capacity } = place
  if (node.spec?.unschedulable) return 'node(s) were unschedulable'
  const taints = node.spec?.taints?.filter(({ effect }) => effect !== 'PreferNoSchedule')
  const taint = untolerated(pod.spec.tolerations ?? [], taints)
  if (taint) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`
  const required = requiredMatch(pod.spec.nodeSelector, pod.spec.affinity)
  if (required && !required.matches(node)) return "node(s) didn't match Pod's node affinity/selector"
  if (place.pods.length + 1 > capacity.pods) return 'Too many pods'
  const { cpu, memory, scalars } = requestsOf(pod)
  if (cpu > 0 && place.cpu + cpu > capacity.cpu) return 'Insufficient cpu'
  if (memory > 0 && place.memory + memory > capacity.memory) return 'Insufficient memory'
  for (const [name, amount] of scalars) if (amount > (capacity.scalars.get(name) ?? 0)) return `Insufficient ${name}`
  if (place.pods.some((other) => repel(pod, other) || repel(other, pod))) {
    return "node(s) didn't match pod anti-affinity rules"
  }
  return undefined
}

interface Term {
  readonly topologyKey: string
  readonly labelSelector?: LabelSelector
  readonly namespaces?: readonly string[]
}

/** May `pod` not be on a node together with `other`? */
function repel(pod: Pod, other: Pod): boolean {
  const terms: readonly Term[] = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
  return terms.some(
    ({ topologyKey, labelSelector, namespaces }) =>
      topologyKey === HOSTNAME &&
      (namespaces?.length ? namespaces : [pod.metadata.namespace]).includes(other.metadata.namespace ?? '') &&
      matchLabelSelector(labelSelector, other.metadata.labels),
  )
}

/** Puts a pod on the first place where it fits. */
export function place(places: readonly Place[], pod: Pod): Place | undefined {
  const found = places.find((one) => !refusal(one, pod))
  if (found) put(found, pod)
  return found
}

/** How much of a node is asked for: the larger of the shares of CPU and memory. Upstream: utilization.Calculate. */
export const utilizationOf = ({ cpu, memory, capacity }: Place): number =>
  Math.max(capacity.cpu ? cpu / capacity.cpu : 0, capacity.memory ? memory / capacity.memory : 0)
