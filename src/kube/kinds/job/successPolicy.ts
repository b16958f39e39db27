import type { SuccessPolicy } from './api'
import { hasIndex, parseIndexes, totalOf, type Interval } from './indexes'

/** Why the Job counts as done although indexes are left, or undefined while it does not. Rule: matchSuccessPolicy. */
export function successReason(
  policy: SuccessPolicy | undefined,
  completions: number,
  succeeded: readonly Interval[],
): string | undefined {
  if (!policy || succeeded.length === 0) return undefined
  const met = policy.rules.findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && totalOf(succeeded) >= succeededCount
    const wanted = parseIndexes(succeededIndexes, completions)
    return countIn(wanted, succeeded) >= (succeededCount ?? totalOf(wanted))
  })
  return met < 0 ? undefined : `Matched rules at index ${met}`
}

/** How many of the wanted indexes there are. */
function countIn(wanted: readonly Interval[], there: readonly Interval[]): number {
  let count = 0
  for (const [first, last] of wanted) for (let i = first; i <= last; i++) if (hasIndex(there, i)) count++
  return count
}
