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
  /** The order of nodes, and where in it the look began; it went on from the front when it came to the end. Shared, never changed. */
  readonly order: Int32Array
  readonly first: number
  /** The refused ones: which of the nodes that were looked at, counted from the first; why, and by which plugin. */
  readonly refused: readonly number[]
  readonly refusals: readonly Refusal[]
  readonly plugins: readonly string[]
  /** One for each node that was looked at; -1 where refused. */
  readonly scores: Int8Array
  /** Set when others have to go for the pod. */
  readonly preemption?: Preemption
}

/** Slot of a node that was looked at. */
export const slotAt = ({ order, first }: Decision, place: number): number => order[(first + place) % order.length]!

const told = new WeakMap<Decision, readonly Verdict[]>()

/** The decision in full, nodes in the order of their names. Worked out when first asked for. */
export function verdictsOfDecision(decision: Decision): readonly Verdict[] {
  let verdicts = told.get(decision)
  if (!verdicts) told.set(decision, (verdicts = tell(decision)))
  return verdicts
}

function tell(decision: Decision): Verdict[] {
  const { names, refused, refusals, plugins, scores, preemption } = decision
  const nameAt = (place: number) => names[slotAt(decision, place)]!
  const verdicts = Array.from(scores, (score, i): Verdict => ({ node: nameAt(i), plugin: '', reason: '', score }))
  refused.forEach((place, i) => {
    const node = nameAt(place)
    const verdict = { node, plugin: plugins[i]!, reason: refusals[i]!.reasons.join(', '), score: -1 }
    verdicts[place] = preemption?.node === node ? { ...verdict, victims: preemption.victims } : verdict
  })
  return verdicts.sort((a, b) => (a.node < b.node ? -1 : a.node > b.node ? 1 : 0))
}
