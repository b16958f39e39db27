import type { Node, Taint } from '../../kinds/node/api'
import type { Toleration } from '../../kinds/pod/api'
import type { NodeTable } from '../nodeTable'
import { fits, normalise, refuse, type Refusal, type SchedulerPlugin } from '../plugin'
import type { Tolerations } from '../podInfo'

const isHard = (taint: Taint) => taint.effect !== 'PreferNoSchedule'
const isSoft = (taint: Taint) => taint.effect === 'PreferNoSchedule'

/** Does the toleration put up with the taint? Upstream: Toleration.ToleratesTaint. */
export const tolerates = (t: Toleration, taint: Taint): boolean =>
  (!t.effect || t.effect === taint.effect) &&
  (!t.key || t.key === taint.key) &&
  (t.operator === 'Exists' || ((!t.operator || t.operator === 'Equal') && (t.value ?? '') === (taint.value ?? '')))

/** The first taint of a node that keeps pods with these tolerations away, if any. */
export const untolerated = (tolerations: readonly Toleration[], taints: readonly Taint[] = []): Taint | undefined =>
  taints.find((taint) => isHard(taint) && !tolerations.some((toleration) => tolerates(toleration, taint)))

/** Hard taints refuse a node; soft ones only make it less liked. */
export const taintToleration: SchedulerPlugin = {
  name: 'TaintToleration',
  weight: 3,
  wakeOn: [
    { on: 'node/add', hint: ({ tolerations }, { node }) => !untolerated(tolerations.list, node?.spec?.taints) },
    {
      on: 'node/taints',
      hint: ({ tolerations }, { node, oldNode }) =>
        !untolerated(tolerations.list, node?.spec?.taints) && untolerated(tolerations.list, oldNode?.spec?.taints) !== undefined,
    },
    { on: 'own/tolerations' },
  ],
  fixedBy: ({ tolerations }) => tolerations.key,
  filter({ tolerations }, { cluster: { table } }) {
    if (!table.any('hard taint', (node) => node.spec?.taints?.some(isHard) ?? false)) return null
    const refusals = refusalsBySlot(table, tolerations)
    return (slot) => refusals[slot] ?? fits
  },
  score({ tolerations }, { cluster: { table } }) {
    if (!table.any('soft taint', (node) => node.spec?.taints?.some(isSoft) ?? false)) return null
    const disliked = softBySlot(table, tolerations)
    return (slots, count, out) => {
      for (let i = 0; i < count; i++) out[i] = disliked[slots[i]!]!
      normalise(out, count, true)
    }
  },
}

const refusalsBySlot = (table: NodeTable, { key, list }: Tolerations): readonly (Refusal | null)[] =>
  table.derived(`taint refusals ${key}`, () => {
    const made = new Map<string, Refusal>()
    return perSlot(table, (node) => {
      const taint = untolerated(list, node.spec?.taints)
      if (!taint) return fits
      const reason = `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`
      let refusal = made.get(reason)
      if (!refusal) made.set(reason, (refusal = refuse(reason, { preemptible: false })))
      return refusal
    })
  })

const softBySlot = (table: NodeTable, { key, list }: Tolerations): readonly number[] =>
  table.derived(`soft taints ${key}`, () => {
    const relevant = list.filter((toleration) => !toleration.effect || toleration.effect === 'PreferNoSchedule')
    const bad = (taint: Taint) => isSoft(taint) && !relevant.some((toleration) => tolerates(toleration, taint))
    return perSlot(table, (node) => node.spec?.taints?.filter(bad).length ?? 0)
  })

const perSlot = <T>(table: NodeTable, of: (node: Node) => T): T[] => {
  const values: T[] = []
  for (const slot of table.known()) values[slot] = of(table.node(slot))
  return values
}
