import { invalid, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import type { NodeSelectorTerm, PodSpec } from './types'

const path = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms'

/**
 * Checks where a pod that its gates hold back is to be sent now: to fewer nodes than before. Rules: validateNodeSelectorMutation,
 * validateNodeAffinityMutation.
 */
export function validateGatedAffinity(spec: PodSpec, old: PodSpec, out: FieldError[]): void {
  const now = spec.nodeSelector ?? {}
  if (Object.entries(old.nodeSelector ?? {}).some(([key, value]) => now[key] !== value)) {
    const why = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'
    out.push(invalid('spec.nodeSelector', now, why))
  }
  const before = termsOf(old)
  const terms = termsOf(spec)
  if (before.length === 0) return
  if (before.length !== terms.length) {
    const why = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'
    return void out.push(invalid(path, terms, why))
  }
  before.forEach((term, i) => {
    if (onlyAdds(terms[i]!, term)) return
    out.push(invalid(`${path}[${i}]`, terms[i], 'only additions are allowed (no mutations or deletions)'))
  })
}

/** The spec's directives for nodes as they were, so that only what else differs is seen. */
export function withPlaceOf(spec: PodSpec, old: PodSpec): Pick<PodSpec, 'nodeSelector' | 'affinity'> {
  const { nodeAffinity: _, ...others } = spec.affinity ?? {}
  const nodeAffinity = old.affinity?.nodeAffinity
  const affinity = { ...others, ...(nodeAffinity && { nodeAffinity }) }
  const isNothing = old.affinity === undefined && Object.values(affinity).every((one) => one === undefined)
  return { nodeSelector: old.nodeSelector, affinity: isNothing ? undefined : affinity }
}

const termsOf = ({ affinity }: PodSpec): readonly NodeSelectorTerm[] =>
  affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []

/** A term that selected nothing selects nothing for ever; others may ask for more. */
function onlyAdds(now: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const lists = ['matchExpressions', 'matchFields'] as const
  if (lists.every((list) => !old[list]?.length)) return lists.every((list) => !now[list]?.length)
  return lists.every((list) => same(now[list]?.slice(0, old[list]?.length ?? 0) ?? [], old[list] ?? []))
}
