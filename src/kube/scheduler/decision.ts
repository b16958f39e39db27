import type { Refusal } from './plugin'

/** Why a node was or was not chosen: the plugin and reason that refused it, or its score. */
export interface Verdict {
  readonly node: string
  readonly plugin: string
  readonly reason: string
  /** 0 to 100, the weighted mean of what the plugins gave, or -1 when it was refused. */
  readonly score: number
}

/** One attempt to place one pod, kept compact: columns over the nodes that were looked at. */
export interface Decision {
  readonly uid: string
  /** Virtual ms. */
  readonly at: number
  /** Name of the node, or ''. */
  readonly chosen: string
  /** Node names by slot at that time. */
  readonly names: readonly string[]
  readonly slots: Int32Array
  /** The refused ones: places in `slots`, why, and by which plugin. */
  readonly refused: readonly number[]
  readonly refusals: readonly Refusal[]
  readonly plugins: readonly string[]
  /** By place; -1 where refused. */
  readonly scores: Int8Array
}

const told = new WeakMap<Decision, readonly Verdict[]>()

/** The decision in full, nodes in the order of their names. Worked out when first asked for. */
export function verdictsOfDecision(decision: Decision): readonly Verdict[] {
  let verdicts = told.get(decision)
  if (!verdicts) told.set(decision, (verdicts = tell(decision)))
  return verdicts
}

function tell({ names, slots, refused, refusals, plugins, scores }: Decision): Verdict[] {
  const verdicts = Array.from(slots, (slot, i): Verdict => ({ node: names[slot]!, plugin: '', reason: '', score: scores[i]! }))
  refused.forEach((place, i) => {
    verdicts[place] = { node: names[slots[place]!]!, plugin: plugins[i]!, reason: refusals[i]!.reasons.join(', '), score: -1 }
  })
  return verdicts.sort((a, b) => (a.node < b.node ? -1 : a.node > b.node ? 1 : 0))
}
