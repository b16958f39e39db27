import type { Refusal } from './plugin'

/** Why a node was or was not chosen: the plugin and reason that refused it, or its score. */
export interface Verdict {
  readonly node: string
  readonly plugin: string
  readonly reason: string
  /** 0 to 100, the weighted mean of what the plugins gave, or -1 when it was refused. */
  readonly score: number
  /** Set where room is made for the pod: the pods that have to go. */
  readonly victims?: readonly Victim[]
}

/** A pod that is sent away for a more important one. */
export interface Victim {
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly priority: number
}

/** Where room is made for a pod, and by whose going. */
export interface Preemption {
  readonly node: string
  readonly victims: readonly Victim[]
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
  /** Set when others have to go for the pod. */
  readonly preemption?: Preemption
}

const told = new WeakMap<Decision, readonly Verdict[]>()

/** The decision in full, nodes in the order of their names. Worked out when first asked for. */
export function verdictsOfDecision(decision: Decision): readonly Verdict[] {
  let verdicts = told.get(decision)
  if (!verdicts) told.set(decision, (verdicts = tell(decision)))
  return verdicts
}

function tell({ names, slots, refused, refusals, plugins, scores, preemption }: Decision): Verdict[] {
  const verdicts = Array.from(slots, (slot, i): Verdict => ({ node: names[slot]!, plugin: '', reason: '', score: scores[i]! }))
  refused.forEach((place, i) => {
    const node = names[slots[place]!]!
    const verdict = { node, plugin: plugins[i]!, reason: refusals[i]!.reasons.join(', '), score: -1 }
    verdicts[place] = preemption?.node === node ? { ...verdict, victims: preemption.victims } : verdict
  })
  return verdicts.sort((a, b) => (a.node < b.node ? -1 : a.node > b.node ? 1 : 0))
}
