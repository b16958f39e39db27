import { virtualMs } from '../../api/time'
import type { Pod } from '../kinds/pod/api'
import { isActive, isReady, order, readySince } from './pods'

/** How dear a pod is to whoever scales down: the cheaper goes first. */
export const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'

/** A pod and the number of its relatives on the same node: the more there are, the better it can be spared. */
interface Ranked {
  readonly pod: Pod
  readonly rank: number
}

const PHASES: Partial<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

/**
 * Pods in the order in which a controller gives them up; upstream: ActivePodsWithRanks. With `now` (virtual ms) ages are compared by
 * their magnitude only, so that among pods of about one age the name decides (LogarithmicScaleDown); without it, to the second.
 */
export function sortByRank(pods: readonly Pod[], ranks: readonly number[], now?: number): Pod[] {
  const ranked = pods.map((pod, i): Ranked => ({ pod, rank: ranks[i] ?? 0 }))
  return ranked.sort((a, b) => compare(a, b, now)).map(({ pod }) => pod)
}

/** The `count` pods to give up; relatives are all pods of the same workload, over all its revisions. Upstream: getPodsToDelete. */
export function podsToDelete(pods: readonly Pod[], relatives: readonly Pod[], count: number, now?: number): Pod[] {
  if (count >= pods.length) return [...pods]
  const onNode = new Map<string, number>()
  for (const pod of relatives) {
    if (isActive(pod)) onNode.set(pod.spec.nodeName ?? '', (onNode.get(pod.spec.nodeName ?? '') ?? 0) + 1)
  }
  const ranks = pods.map((pod) => onNode.get(pod.spec.nodeName ?? '') ?? 0)
  return sortByRank(pods, ranks, now).slice(0, count)
}

function compare(a: Ranked, b: Ranked, now: number | undefined): number {
  return (
    Number(Boolean(a.pod.spec.nodeName)) - Number(Boolean(b.pod.spec.nodeName)) ||
    (PHASES[a.pod.status.phase] ?? 0) - (PHASES[b.pod.status.phase] ?? 0) ||
    Number(isReady(a.pod)) - Number(isReady(b.pod)) ||
    cost(a.pod) - cost(b.pod) ||
    b.rank - a.rank ||
    (isReady(a.pod) && isReady(b.pod) ? younger(readySince(a.pod), readySince(b.pod), a.pod, b.pod, now) : 0) ||
    restarts(b.pod) - restarts(a.pod) ||
    younger(created(a.pod), created(b.pod), a.pod, b.pod, now) ||
    byName(a.pod, b.pod)
  )
}

/** The later moment first; an unknown one before all. */
function younger(a: number | undefined, b: number | undefined, podA: Pod, podB: Pod, now: number | undefined): number {
  if (a === b) return 0
  if (a === undefined) return -1
  if (b === undefined) return 1
  if (now === undefined) return b - a
  return magnitude(now - a) - magnitude(now - b) || byName(podA, podB)
}

/** Upstream lets the uid decide; a generated name is as much chance, and a given one lets a person foretell it. */
const byName = (a: Pod, b: Pod) => order(a.metadata.name, b.metadata.name)

/** Power of two of an age in nanoseconds, as upstream buckets it. */
const magnitude = (ageMs: number) => (ageMs > 0 ? Math.floor(Math.log2(ageMs * 1e6)) : -1)

const created = (pod: Pod) => (pod.metadata.creationTimestamp ? virtualMs(pod.metadata.creationTimestamp) : undefined)

const restarts = (pod: Pod) =>
  (pod.status.containerStatuses ?? []).reduce((most, status) => Math.max(most, status.restartCount ?? 0), 0)

/** A cost that is no integer counts as none; upstream: GetDeletionCostFromPodAnnotations. */
function cost(pod: Pod): number {
  const text = pod.metadata.annotations?.[DELETION_COST] ?? '0'
  return /^-?(0|[1-9]\d{0,9})$/.test(text) ? Number(text) : 0
}
