import type { Refusal } from './plugin'

/** What an attempt without success came to. */
export interface Misfit {
  /** Nodes there are. */
  readonly all: number
  /** One for each node that was looked at. */
  readonly refusals: readonly Refusal[]
  /** Plugins that ruled out, before any node was looked at, those for which there is no refusal. */
  readonly narrowedBy: readonly string[]
  /** What is wrong with the pod itself, whatever the node. */
  readonly about?: string
}

const notHelpful = 'Preemption is not helpful for scheduling'

/**
 * The message of FailedScheduling and of the PodScheduled condition: `0/3 nodes are available: 1 Insufficient cpu, 2 ... preemption: ...`.
 * `tail`: what came of the attempt to make room. Rule: framework/types.go FitError.Error.
 */
export function fitMessage({ all, refusals, narrowedBy, about }: Misfit, tail: string): string {
  const reasons = refusals.flatMap((refusal) => refusal.reasons)
  const ruledOut = narrowedBy.length > 0 ? `node(s) didn't satisfy plugin(s) [${narrowedBy.join(' ')}]` : ''
  const filtered =
    about !== undefined
      ? `${available(all)} ${about}.`
      : `${available(all)}${histogram(reasons, ruledOut, ruledOut ? all - refusals.length : 0)}`
  return tail ? `${filtered} preemption: ${tail}` : filtered
}

/** Why no room could be made: what was found on the nodes where it was tried, `all` being how many there are. Rule: preemption.go Preempt. */
export const noRoomMessage = (all: number, refusals: readonly Refusal[]): string =>
  available(all) +
  histogram(
    refusals.flatMap((refusal) => refusal.reasons),
    notHelpful,
    all - refusals.length,
  )

const available = (all: number) => `0/${all} nodes are available:`

/** ` 1 a, 2 b.`, sorted as text; '' when there is nothing to say. */
function histogram(reasons: readonly string[], further: string, times: number): string {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  if (times > 0) counts.set(further, (counts.get(further) ?? 0) + times)
  const lines = Array.from(counts, ([reason, count]) => `${count} ${reason}`).sort()
  return lines.length > 0 ? ` ${lines.join(', ')}.` : ''
}
