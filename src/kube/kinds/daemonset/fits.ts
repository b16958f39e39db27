import { requiredMatch, type NodeMatch } from '../../scheduler/nodeSelector'
import { tolerates } from '../../workload/taints'
import type { Node, Taint } from '../node/api'
import type { PodSpec, Toleration } from '../pod/api'
import type { DaemonSet } from './api'

/** What a node means to a set. */
export interface Fit {
  /** Is a pod to be made there if there is none? */
  readonly shouldRun: boolean
  /** May a pod that is there stay? */
  readonly shouldContinueRunning: boolean
}

/** A daemon's pod stays on a node in trouble: it bears every taint that tells of it. Upstream: AddOrUpdateDaemonPodTolerations. */
const ALWAYS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
]
const ON_HOST_NETWORK: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' }

/** A template's tolerations and those that every daemon has; one that a person gave for the same taint is replaced. */
export function daemonTolerations({ tolerations = [], hostNetwork }: PodSpec): Toleration[] {
  const added = hostNetwork ? [...ALWAYS, ON_HOST_NETWORK] : ALWAYS
  const own = tolerations.map((one) => added.find((other) => isSameKind(one, other)) ?? one)
  return [...own, ...added.filter((one) => !own.includes(one))]
}

const isSameKind = (a: Toleration, b: Toleration) =>
  a.key === b.key && a.effect === b.effect && (a.operator ?? 'Equal') === b.operator && (a.value ?? '') === (b.value ?? '')

interface Wants {
  readonly match: NodeMatch | null
  readonly tolerations: readonly Toleration[]
}

const known = new WeakMap<PodSpec, Wants>()

function wantsOf(spec: PodSpec): Wants {
  let wants = known.get(spec)
  if (!wants) {
    wants = { match: requiredMatch(spec.nodeSelector, spec.affinity), tolerations: daemonTolerations(spec) }
    known.set(spec, wants)
  }
  return wants
}

/** Should a set's pod run on a node? By name, selector, affinity and taints; room is for the scheduler to judge. Upstream: NodeShouldRunDaemonPod. */
export function fitOf(node: Node, set: DaemonSet): Fit {
  const { spec } = set.spec.template
  const { match, tolerations } = wantsOf(spec)
  if ((spec.nodeName && spec.nodeName !== node.metadata.name) || (match && !match.matches(node))) return NEVER
  const unborne = (node.spec?.taints ?? []).filter((taint: Taint) => !tolerations.some((one) => tolerates(one, taint)))
  if (!unborne.some(({ effect }) => effect === 'NoExecute' || effect === 'NoSchedule')) return BOTH
  return unborne.some(({ effect }) => effect === 'NoExecute') ? NEVER : STAY
}

const BOTH: Fit = { shouldRun: true, shouldContinueRunning: true }
const STAY: Fit = { shouldRun: false, shouldContinueRunning: true }
const NEVER: Fit = { shouldRun: false, shouldContinueRunning: false }

/** Can a change of a node matter to any set? Status and heartbeats cannot. */
export const mayChangeFit = (node: Node, old: Node | undefined): boolean =>
  !old || node.metadata.labels !== old.metadata.labels || node.spec !== old.spec
