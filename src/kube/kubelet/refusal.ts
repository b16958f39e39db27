import { ApiError } from '../../api/errors'
import type { Node } from '../kinds/node/api'
import type { Pod } from '../kinds/pod/api'
import { requiredMatch } from '../scheduler/nodeSelector'
import { hostPortsOf, portsClash } from '../scheduler/podInfo'
import { untolerated } from '../scheduler/plugins/taintToleration'
import { capacityOf, requestsOf, type Requests } from '../scheduler/requests'
import type { Shared } from './shared'

/** Why a kubelet does not take a pod: reason of its status and event, and the message. */
export interface Refusal {
  readonly reason: string
  readonly message: string
}

/** What kubelets run on. */
const OS = 'linux'
const otherSystem = {
  reason: 'PodOSNotSupported',
  message: "Failed to admit pod as the OS field doesn't match node OS",
} as const satisfies Refusal

/**
 * What a kubelet checks of every pod, and then of a pod that did not come from the scheduler, but named its node itself; the scheduler makes the same checks, and
 * knows of all pods. Upstream: pkg/kubelet/lifecycle/predicate.go. Without an answer from the server the pod is taken.
 */
export function refusalOf(shared: Shared, node: string, pod: Pod): Refusal | undefined {
  if (pod.spec.os && pod.spec.os.name !== OS) return otherSystem
  const bound = pod.status.conditions?.some(({ type, status }) => type === 'PodScheduled' && status === 'True')
  const object = bound ? undefined : nodeOf(shared, node)
  if (!object) return undefined
  const others = podsOn(shared, node)
  return shortage(object, pod, others) ?? predicate(object, pod, others)
}

function nodeOf({ reach }: Shared, node: string): Node | undefined {
  try {
    return reach.client(node).get('Node', node)
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

const podsOn = ({ onNode, records, workers }: Shared, node: string): Pod[] =>
  (onNode.get(node) ?? []).flatMap((uid) =>
    /^(succeeded|failed|gone)$/.test(workers.host.state(uid) ?? '') ? [] : records.get(uid)!.pod,
  )

/** The first resource that does not suffice, pods before all others. */
function shortage({ status }: Node, pod: Pod, others: readonly Pod[]): Refusal | undefined {
  const has = capacityOf(status?.allocatable)
  if (others.length + 1 > has.pods) return outOf('pods', 1, others.length, has.pods)
  const wants = requestsOf(pod)
  const used = (amount: (requests: Requests) => number) => others.reduce((sum, other) => sum + amount(requestsOf(other)), 0)
  const amounts = [
    ['cpu', (requests: Requests) => requests.cpu, has.cpu],
    ['memory', (requests: Requests) => requests.memory, has.memory],
    ['ephemeral-storage', (requests: Requests) => requests.ephemeral, has.ephemeral],
    ...wants.scalars.map(
      ([name]) =>
        [
          name,
          (requests: Requests) => requests.scalars.find(([each]) => each === name)?.[1] ?? 0,
          has.scalars.get(name) ?? 0,
        ] as const,
    ),
  ] as const
  for (const [name, amount, capacity] of amounts) {
    const wanted = amount(wants)
    if (wanted > 0 && wanted + used(amount) > capacity) return outOf(name, wanted, used(amount), capacity)
  }
  return undefined
}

const outOf = (resource: string, requested: number, used: number, capacity: number): Refusal => ({
  reason: `OutOf${resource}`,
  message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
})

function predicate(node: Node, { spec }: Pod, others: readonly Pod[]): Refusal | undefined {
  const required = requiredMatch(spec.nodeSelector, spec.affinity)
  if (required && !required.matches(node)) return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")
  const ports = hostPortsOf(spec.containers, spec.initContainers)
  const taken = ports.length ? others.flatMap((other) => hostPortsOf(other.spec.containers, other.spec.initContainers)) : []
  if (ports.some((port) => taken.some((other) => portsClash(port, other))))
    return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports")
  // Only what would put it out again at once keeps it away.
  const taint = untolerated(
    spec.tolerations ?? [],
    node.spec?.taints?.filter(({ effect }) => effect === 'NoExecute'),
  )
  return taint && failed('TaintToleration', `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`)
}

const failed = (name: string, why: string): Refusal => ({ reason: name, message: `Predicate ${name} failed: ${why}` })
