import type { Requirement } from '../../api/labels'
import type { LabelSelector } from '../../api/meta'
import type { Pod, TopologySpreadConstraint } from '../kinds/pod/api'
import { podSelector, type PodSelector } from './podCounts'
import type { NodeTable } from './nodeTable'
import { untolerated } from './plugins/taintToleration'
import type { PodInfo } from './podInfo'

/** A spread constraint, ready to count by. */
export interface Spread {
  readonly maxSkew: number
  readonly topologyKey: string
  readonly selector: PodSelector
  readonly minDomains: number
  readonly honorAffinity: boolean
  readonly honorTaints: boolean
  /** 1 when the pod itself would be counted. */
  readonly self: 0 | 1
}

const known = new WeakMap<object, readonly Spread[]>()

/** The pod's constraints of one kind; kept per list unless they depend on the pod's own labels. */
export function spreadsOf({ pod }: PodInfo, when: TopologySpreadConstraint['whenUnsatisfiable']): readonly Spread[] {
  const list = pod.spec.topologySpreadConstraints
  if (!list || list.length === 0) return none
  const compiled = known.get(pod) ?? list.map((constraint) => compile(constraint, pod))
  known.set(pod, compiled)
  return compiled.filter((_, i) => list[i]!.whenUnsatisfiable === when)
}

const none: readonly Spread[] = []

function compile(constraint: TopologySpreadConstraint, pod: Pod): Spread {
  const labels = pod.metadata.labels ?? {}
  const extra = (constraint.matchLabelKeys ?? []).flatMap((key): Requirement[] =>
    labels[key] === undefined ? [] : [{ key, operator: '=', values: [labels[key]] }],
  )
  const selector = podSelector(constraint.labelSelector, extra)
  return {
    maxSkew: constraint.maxSkew,
    topologyKey: constraint.topologyKey,
    selector,
    minDomains: constraint.minDomains ?? 1,
    honorAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
    honorTaints: constraint.nodeTaintsPolicy === 'Honor',
    self: selector.matches(labels) ? 1 : 0,
  }
}

const soft = (selector: LabelSelector, maxSkew: number, topologyKey: string): Spread => ({
  maxSkew,
  topologyKey,
  selector: podSelector(selector),
  minDomains: 1,
  honorAffinity: true,
  honorTaints: false,
  self: 1,
})

const groups = new WeakMap<object, readonly Spread[]>()

/** What holds for pods with no constraints of their own: a soft spread over hosts and zones. Rule: PodTopologySpread's systemDefault. */
export function defaultSpreads(group: LabelSelector): readonly Spread[] {
  let spreads = groups.get(group)
  if (!spreads)
    groups.set(group, (spreads = [soft(group, 3, 'kubernetes.io/hostname'), soft(group, 5, 'topology.kubernetes.io/zone')]))
  return spreads
}

/** Slots whose pods count for a constraint; null: those of all nodes. */
export function countedNodes({ required, tolerations }: PodInfo, spread: Spread, table: NodeTable): Uint8Array | null {
  const byAffinity = spread.honorAffinity && required ? table.mask(required.key, required.matches) : null
  if (!spread.honorTaints) return byAffinity
  const byTaints = table.mask(`tolerated ${tolerations.key}`, (node) => !untolerated(tolerations.list, node.spec?.taints))
  if (!byAffinity) return byTaints
  return table.derived(`both ${required?.key} ${tolerations.key}`, () =>
    byTaints.map((tolerated, slot) => tolerated & byAffinity[slot]!),
  )
}

/** Slots that have every one of the labels; null: all have. */
export const withAllLabels = (table: NodeTable, keys: readonly string[]): Uint8Array | null =>
  keys.some((key) => table.topology(key).gaps)
    ? table.mask(`labels ${keys.join()}`, ({ metadata: { labels = {} } }) => keys.every((key) => labels[key] !== undefined))
    : null
