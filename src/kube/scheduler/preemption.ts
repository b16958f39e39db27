import { compileSelector } from '../../api/labels'
import { virtualMs } from '../../api/time'
import type { Pod } from '../kinds/pod/api'
import type { PodDisruptionBudget } from '../kinds/poddisruptionbudget/api'
import { judgeNode } from './judging'
import { refuse, type PluginContext, type Refusal, type SchedulerPlugin } from './plugin'
import type { PodInfo } from './podInfo'

/** Pods that would have to go from a node to make room, the most important first. */
export interface Candidate {
  readonly node: string
  readonly victims: readonly Pod[]
  /** How many of them their disruption budgets would rather keep. */
  readonly violations: number
}

/** What looking for room came to: candidates, or why each node would not do. */
export interface Search {
  readonly candidates: readonly Candidate[]
  readonly refusals: readonly Refusal[]
}

/** Upstream: DefaultPreemptionArgs. */
const minPercentage = 10
const minAbsolute = 100

const noVictims = refuse('No preemption victims found for incoming pod', { preemptible: false })

/** How many candidates are enough to choose from. */
const enough = (nodes: number): number => Math.min(nodes, Math.max(minAbsolute, Math.trunc((nodes * minPercentage) / 100)))

/**
 * Looks on nodes (by slot, from `offset` on) for pods that could go so that this one fits. Those that break no budget come first.
 * Rule: DryRunPreemption. `now` is virtual ms.
 */
export function findCandidates(
  plugins: readonly SchedulerPlugin[],
  pod: PodInfo,
  context: PluginContext,
  slots: readonly number[],
  budgets: readonly PodDisruptionBudget[],
  offset: number,
  now: number,
): Search {
  const wanted = enough(slots.length)
  const harmless: Candidate[] = []
  const harmful: Candidate[] = []
  const refusals: Refusal[] = []
  for (let i = 0; i < slots.length; i++) {
    if (harmless.length > 0 && harmless.length + harmful.length >= wanted) break
    const found = victimsOn(plugins, pod, context, slots[(offset + i) % slots.length]!, budgets, now)
    if ('reasons' in found) refusals.push(found)
    else (found.violations === 0 ? harmless : harmful).push(found)
  }
  return { candidates: [...harmless, ...harmful.slice(0, wanted)], refusals }
}

/** The fewest and least important pods that must leave a node; or why that is no help. Rule: SelectVictimsOnNode. */
function victimsOn(
  plugins: readonly SchedulerPlugin[],
  pod: PodInfo,
  context: PluginContext,
  slot: number,
  budgets: readonly PodDisruptionBudget[],
  now: number,
): Candidate | Refusal {
  const { cluster } = context
  const node = cluster.table.names()[slot]!
  const potential = cluster
    .podsOn(node)
    .filter((other) => (other.spec.priority ?? 0) < pod.priority)
    .sort(moreImportant(now))
  if (potential.length === 0) return noVictims
  for (const other of potential) cluster.lift(other.metadata.uid)
  const gone = new Set(potential)
  try {
    const refused = judgeNode(plugins, pod, context, slot)
    if (refused) return refused.refusal
    const victims: Pod[] = []
    const reprieve = (other: Pod): boolean => {
      cluster.lower(other.metadata.uid)
      gone.delete(other)
      if (!judgeNode(plugins, pod, context, slot)) return true
      cluster.lift(other.metadata.uid)
      gone.add(other)
      victims.push(other)
      return false
    }
    const { violating, others } = byBudget(potential, budgets)
    let violations = 0
    for (const other of violating) if (!reprieve(other)) violations++
    for (const other of others) reprieve(other)
    return { node, victims: victims.sort(moreImportant(now)), violations }
  } finally {
    for (const other of gone) cluster.lower(other.metadata.uid)
  }
}

/** Pods in two groups: those whose going would break a budget, counted in the given order, and the rest. Rule: filterPodsWithPDBViolation. */
export function byBudget(
  pods: readonly Pod[],
  budgets: readonly PodDisruptionBudget[],
): { readonly violating: readonly Pod[]; readonly others: readonly Pod[] } {
  if (budgets.length === 0) return { violating: [], others: pods }
  const allowed = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0)
  const violating: Pod[] = []
  const others: Pod[] = []
  for (const pod of pods) {
    const { labels, namespace, name } = pod.metadata
    let violates = false
    budgets.forEach(({ metadata, spec, status }, i) => {
      if (!labels || metadata.namespace !== namespace || !selects(spec.selector, labels)) return
      // The API server let it go already, and charged the budget for it.
      if (status?.disruptedPods?.[name] !== undefined) return
      if (--allowed[i]! < 0) violates = true
    })
    if (violates) violating.push(pod)
    else others.push(pod)
  }
  return { violating, others }
}

/** Here, unlike in an eviction, a selector that selects everything selects nothing. */
function selects(selector: PodDisruptionBudget['spec']['selector'], labels: Readonly<Record<string, string>>): boolean {
  if (!selector || (Object.keys(selector.matchLabels ?? {}).length === 0 && !selector.matchExpressions?.length)) return false
  return compileSelector(selector)(labels)
}

const startOf = ({ status }: Pod, now: number): number => (status?.startTime ? virtualMs(status.startTime) : now)

/** Higher priority first, then who runs longer; the uid settles ties, so that a run repeats. Rule: MoreImportantPod. */
const moreImportant =
  (now: number) =>
  (a: Pod, b: Pod): number =>
    (b.spec.priority ?? 0) - (a.spec.priority ?? 0) ||
    startOf(a, now) - startOf(b, now) ||
    (a.metadata.uid < b.metadata.uid ? -1 : a.metadata.uid > b.metadata.uid ? 1 : 0)

/** Added to every priority, so that more victims always weigh more: 2^31. */
const lift = 2 ** 31

/**
 * The best of several: fewest broken budgets, lowest highest priority, lowest sum of priorities, fewest victims, the latest start of the
 * most important ones, the first. Rule: pickOneNodeForPreemption.
 */
export function pickCandidate(candidates: readonly Candidate[], now: number): Candidate | undefined {
  const criteria: ((candidate: Candidate) => number)[] = [
    ({ violations }) => violations,
    ({ victims }) => victims.reduce((most, { spec }) => Math.max(most, spec.priority ?? 0), -Infinity),
    ({ victims }) => victims.reduce((sum, { spec }) => sum + (spec.priority ?? 0) + lift, 0),
    ({ victims }) => victims.length,
    ({ victims }) => -earliestStart(victims, now),
  ]
  let left = candidates
  for (const criterion of criteria) {
    if (left.length < 2) break
    const costs = left.map(criterion)
    const least = costs.reduce((a, b) => Math.min(a, b), Infinity)
    left = left.filter((_, i) => costs[i] === least)
  }
  return left[0]
}

/** When the first of the most important victims started. */
function earliestStart(victims: readonly Pod[], now: number): number {
  const most = victims.reduce((highest, { spec }) => Math.max(highest, spec.priority ?? 0), -Infinity)
  return victims
    .filter(({ spec }) => (spec.priority ?? 0) === most)
    .reduce((earliest, pod) => Math.min(earliest, startOf(pod, now)), Infinity)
}

/** Why a pod may not send others away, or ''. `unresolvable`: the node set aside for it would not do even when empty. Rule: PodEligibleToPreemptOthers. */
export function whyNotEligible(
  { pod, priority }: PodInfo,
  nominated: string,
  unresolvable: boolean,
  context: PluginContext,
): string {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.'
  if (!nominated || unresolvable) return ''
  const waits = context.cluster
    .podsOn(nominated)
    .some((other) => (other.spec.priority ?? 0) < priority && isGoingForAnother(other))
  return waits ? 'not eligible due to a terminating pod on the nominated node.' : ''
}

/** Is it on its way out because the scheduler sent it away? */
function isGoingForAnother({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp === undefined) return false
  const mark = status?.conditions?.find(({ type }) => type === 'DisruptionTarget')
  return mark?.status === 'True' && mark.reason === 'PreemptionByScheduler'
}
