import { ApiError } from '../../../api/errors'
import { sortByRank } from '../../workload/podRank'
import { isTerminating } from '../../workload/pods'
import { isLeaving } from '../../workload/replicas'
import { slowStart } from '../../workload/slowStart'
import type { Pod } from '../pod/api'
import type { Job } from './api'
import { remainingWait } from './backoff'
import { makePod, removePods, type Hands } from './hands'
import { firstPending, withIndexes } from './indexes'
import { jobPod } from './makePods'
import { finishedAt, hasPlace, indexOf, isIndexed, isLimitedPerIndex, isSuspended, waitsForFailed } from './podStates'
import { failuresOf, indexesOf, type Tally } from './tally'

/** The most pods made or deleted in one go; upstream: MaxPodCreateDeletePerSync. */
const BURST = 500

/** What came of bringing the number of pods to what it should be. */
export interface Managed {
  readonly active: number
  readonly ready: number
  readonly terminating: number
  /** Ms until pods may be made that must wait now. */
  readonly wait?: number
  readonly error?: ApiError
}

/** Makes or deletes pods, never both at once. Rule: manageJob. */
export function manage(hands: Hands, job: Job, tally: Tally, now: number): Managed {
  const { active, ready, terminating } = tally
  const have = active.length
  const want = isSuspended(job) ? 0 : wanted(job, tally)
  const surplus = surplusPods(job, active, Math.max(0, have - want)).slice(0, isSuspended(job) ? undefined : BURST)
  if (isSuspended(job) || surplus.length > 0) {
    const gone = removePods(hands, job, surplus, true)
    return {
      active: have - gone.count,
      ready: ready - gone.ready,
      terminating: terminating + gone.count,
      ...(gone.error && { error: gone.error }),
    }
  }
  const lacking = Math.min(want - have - (waitsForFailed(job) ? terminating : 0), BURST)
  const still = { active: have, ready, terminating }
  if (lacking <= 0) return still
  const plan = planOf(job, tally, lacking, now)
  if (plan.wait > 0) return { ...still, wait: plan.wait }
  const drafts = plan.drafts.values()
  const make = () => makePod(hands, job, drafts.next().value!())
  const { successes, error } = slowStart(plan.drafts.length, make, (caught) => caught instanceof ApiError)
  const failed = error instanceof ApiError && !isLeaving(error)
  return { ...still, active: have + successes, ...(failed && { error }) }
}

/** How many pods should be active just now. */
function wanted({ spec }: Job, { succeeded, active }: Tally): number {
  const parallelism = spec.parallelism ?? 0
  if (spec.completions === undefined) return succeeded > 0 ? active.length : parallelism
  return Math.max(0, Math.min(spec.completions - succeeded, parallelism))
}

interface Plan {
  readonly drafts: readonly (() => ReturnType<typeof jobPod>)[]
  /** Ms to wait before any of them. */
  readonly wait: number
}

function planOf(job: Job, tally: Tally, count: number, now: number): Plan {
  const nothing = (wait: number): Plan => ({ drafts: [], wait })
  if (!isLimitedPerIndex(job)) {
    const { failuresAfterLastSuccess, lastFailure } = tally.backoff
    const wait = remainingWait(failuresAfterLastSuccess, lastFailure, now)
    if (wait > 0) return nothing(wait)
  }
  if (!isIndexed(job)) return { drafts: Array.from({ length: count }, () => () => jobPod(job)), wait: 0 }
  const indexes = firstPending(takenIndexes(job, tally), count, job.spec.completions!)
  const waits = new Map(indexes.map((index) => [index, isLimitedPerIndex(job) ? waitOf(tally.handingOver.get(index), now) : 0]))
  const free = indexes.filter((index) => waits.get(index) === 0)
  if (free.length === 0 && indexes.length > 0) return nothing(Math.min(...waits.values()))
  return { drafts: free.map((index) => () => jobPod(job, index, tally.handingOver.get(index))), wait: 0 }
}

/** Indexes that need no pod: done, given up, or being worked on. */
export function takenIndexes(job: Job, { done, lost, active, pods }: Pick<Tally, 'done' | 'lost' | 'active' | 'pods'>) {
  const busy = indexesOf(active)
  const leaving = waitsForFailed(job) ? indexesOf(pods.filter(isTerminating)) : []
  const gone = (lost ?? []).flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
  return withIndexes(done, [...busy, ...leaving, ...gone])
}

/** Rule: getRemainingTimePerIndex. */
const waitOf = (predecessor: Pod | undefined, now: number) =>
  predecessor ? remainingWait(failuresOf(predecessor) + 1, finishedAt(predecessor), now) : 0

/**
 * At least `count` active pods that can go: first those without a place and all but one of those that share an index, then the cheapest.
 * Rule: activePodsForRemoval.
 */
export function surplusPods(job: Job, active: readonly Pod[], count: number): Pod[] {
  if (!isIndexed(job)) return sortByRank(active, []).slice(0, count)
  const surplus: Pod[] = []
  const left: Pod[] = []
  const byIndex = new Map<number, Pod[]>()
  for (const pod of active) {
    if (!hasPlace(job, pod)) surplus.push(pod)
    else byIndex.set(indexOf(pod), [...(byIndex.get(indexOf(pod)) ?? []), pod])
  }
  for (const index of [...byIndex.keys()].sort((a, b) => a - b)) {
    const ranked = sortByRank(byIndex.get(index)!, [])
    surplus.push(...ranked.slice(0, -1))
    left.push(ranked.at(-1)!)
  }
  return surplus.length >= count ? surplus : [...surplus, ...sortByRank(left, []).slice(0, count - surplus.length)]
}
