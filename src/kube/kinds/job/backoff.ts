import type { Pod } from '../pod/api'
import { finishedAt } from './podStates'

/** What is remembered of a Job's failures; rule: backoffRecord. */
export interface BackoffRecord {
  readonly failuresAfterLastSuccess: number
  /** Virtual ms. */
  readonly lastFailure?: number
}

/** Wait before the second pod after a failure, and the most that doubling leads to; upstream: --job-pod-failure-back-off. */
export const FIRST_WAIT_MS = 10_000
export const LONGEST_WAIT_MS = 600_000

export const noFailures: BackoffRecord = Object.freeze({ failuresAfterLastSuccess: 0 })

/** The record after further pods have ended: only failures after the last success count. */
export function withEnded(record: BackoffRecord, succeeded: readonly Pod[], failed: readonly Pod[]): BackoffRecord {
  return withEnds(record, succeeded.map(finishedAt), failed.map(finishedAt))
}

/** The same by the moments at which they ended, virtual ms. */
export function withEnds(record: BackoffRecord, succeeded: readonly number[], failed: readonly number[]): BackoffRecord {
  if (succeeded.length === 0 && failed.length === 0) return record
  const since = succeeded.length === 0 ? -Infinity : Math.max(...succeeded)
  const later = failed.filter((at) => at > since)
  const before = succeeded.length === 0 ? record.failuresAfterLastSuccess : 0
  return {
    failuresAfterLastSuccess: before + later.length,
    ...(later.length > 0 && { lastFailure: Math.max(...later) }),
  }
}

/** Ms until the next pod may be made after so many failures, the last of them then. */
export function remainingWait(
  failures: number,
  lastFailure: number | undefined,
  now: number,
  first = FIRST_WAIT_MS,
  longest = LONGEST_WAIT_MS,
): number {
  if (failures === 0 || lastFailure === undefined) return 0
  const wait = Math.min(first * 2 ** (failures - 1), longest)
  return Math.max(0, wait - (now - lastFailure))
}
